import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { startDashboard } from '#test/support/dashboard.ts';
import { startTestCluster } from '#test/support/simulated-cluster.ts';
import { openUsage, podTable } from './rows.ts';

/** As many lines as a screen shows, and some on both sides. */
const DRAWN_MOST = 120;

test(
  'of many pods those in sight are drawn, and the last is reached by scrolling',
  simulatedOnly('has hundreds of pods'),
  async ({ browser }) => {
    const cluster = await startTestCluster({ scenario: 'big', size: { nodes: 10, pods: 400 } });
    const dashboard = await startDashboard({ kubeconfig: cluster.kubeconfig });
    const page = await (await browser.newContext({ baseURL: dashboard.url })).newPage();
    await openUsage(page, '?table=pods&group=none');
    const rows = podTable(page).locator('tbody tr[aria-rowindex]');
    await expect.poll(() => rows.count()).toBeLessThan(DRAWN_MOST);
    const count = Number(await podTable(page).getAttribute('aria-rowcount'));
    expect(count).toBeGreaterThan(400);
    await page.keyboard.press('End');
    const last = podTable(page).locator(`tbody tr[aria-rowindex="${count}"]`);
    await expect(last).toBeInViewport();
    await expect(last.getByRole('rowheader')).not.toBeEmpty();
    expect(await rows.count()).toBeLessThan(DRAWN_MOST);
    await expectAccessible(page);
    await page.context().close();
    await dashboard.stop();
    await cluster.stop();
  },
);
