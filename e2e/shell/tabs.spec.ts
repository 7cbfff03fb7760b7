import { boardLink } from '#e2e/support/boards.ts';
import { expect, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { must } from '#test/support/kubectl.ts';
import { requestsDuringProbes } from '#test/support/viewers.ts';

const TABS = 20;
const PROBES = 3;
/** Most requests of one kind in one round of a poll: a look for sources of metrics asks three services. */
const ROUND = 3;

test(
  'twenty tabs all work, and cost the API server what one costs',
  simulatedOnly('counts the requests by client'),
  async ({ simulated, context, dashboard, kubectl }) => {
    test.slow();
    const first = await context.newPage();
    await first.goto(dashboard.url);
    await expect(first.locator('main[data-live="live"]')).toBeVisible();
    const one = await requestsDuringProbes(simulated, PROBES);
    const pages = [first];
    while (pages.length < TABS) {
      const page = await context.newPage();
      await page.goto(dashboard.url);
      pages.push(page);
    }
    for (const page of pages) await expect(page.locator('main[data-live="live"]')).toBeVisible();
    const many = await requestsDuringProbes(simulated, PROBES);
    // Polls that follow the clock may fall on either side of a span's ends; what each tab asked would come up to twenty times.
    const differing = [...new Set([...Object.keys(one), ...Object.keys(many)])].filter(
      (key) => Math.abs((one[key] ?? 0) - (many[key] ?? 0)) > ROUND,
    );
    expect(differing, `one tab: ${JSON.stringify(one)}, ${TABS} tabs: ${JSON.stringify(many)}`).toEqual([]);
    await must(kubectl(['taint', 'node', 'pi5', 'tabs=all:NoSchedule']));
    for (const page of pages)
      await expect(
        boardLink(page, 'pi5').and(page.getByRole('link', { name: /taint tabs=all:NoSchedule/ })),
      ).toBeVisible();
  },
);
