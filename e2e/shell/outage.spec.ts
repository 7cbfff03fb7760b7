import { board, boardLink } from '#e2e/support/boards.ts';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { must } from '#test/support/kubectl.ts';

/** From the failure to the page saying so. */
const NOTICED_WITHIN_MS = 10_000;

const stale = /^as of \d\d:\d\d:\d\d, reconnecting$/;

test('an API server that stops is noticed within 10 s; nothing blanks; it heals by itself', async ({
  page,
  cluster,
}) => {
  await page.goto('/');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
  const before = await board(page, 'pi5').textContent();
  const place = await board(page, 'pi5').boundingBox();
  await cluster.stopApi();
  await expect(page.getByRole('status')).toHaveText(stale, { timeout: NOTICED_WITHIN_MS });
  await expect(page.locator('main[data-live="reconnecting"]')).toBeVisible();
  expect(await board(page, 'pi5').textContent()).toBe(before);
  expect(await board(page, 'pi5').boundingBox()).toEqual(place);
  await expectAccessible(page);
  await cluster.startApi();
  await expect(page.getByRole('status')).toHaveText('live', { timeout: 20_000 });
  await expect(page.locator('body[data-same-page]')).toHaveCount(1);
});

test(
  'what changed during an outage is there when it ends',
  simulatedOnly('cuts the watches'),
  async ({ page, simulated, kubectl }) => {
    await page.goto('/');
    await expect(page.locator('main[data-live="live"]')).toBeVisible();
    await simulated.cutWatches();
    await must(kubectl(['taint', 'node', 'pi5', 'missed=yes:NoSchedule']));
    await expect(boardLink(page, 'pi5')).toHaveAccessibleName(/taint missed=yes:NoSchedule/);
  },
);

test('the server killed with -9 and started again finds the same cluster; the page heals without a reload', async ({
  page,
  dashboard,
  kubectl,
}) => {
  await page.goto('/');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
  await dashboard.kill();
  await expect(page.getByRole('status')).toHaveText(stale, { timeout: NOTICED_WITHIN_MS });
  await expect(board(page, 'pi5')).toBeVisible();
  await must(kubectl(['taint', 'node', 'pi5', 'meanwhile=yes:NoSchedule']));
  await dashboard.start();
  await expect(page.getByRole('status')).toHaveText('live', { timeout: 20_000 });
  await expect(boardLink(page, 'pi5')).toHaveAccessibleName(/taint meanwhile=yes:NoSchedule/);
  await expect(page.locator('body[data-same-page]')).toHaveCount(1);
});

test('a page opened while the API server is down says so, and fills when it is back', async ({
  page,
  cluster,
  dashboard,
}) => {
  await cluster.stopApi();
  await dashboard.kill();
  await dashboard.start();
  await page.goto('/');
  await expect(page.getByRole('status').filter({ hasText: 'connecting' })).toBeVisible();
  await expectAccessible(page);
  await cluster.startApi();
  await expect(board(page, 'pi5')).toBeVisible({ timeout: 20_000 });
});

test('the server ends within two seconds of SIGTERM with a page open', async ({ page, dashboard }) => {
  await page.goto('/');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  expect(await dashboard.stop()).toBeLessThan(2_000);
});

test('a page whose stream never came says so: the server ended while it loaded', async ({ page, dashboard }) => {
  await page.goto('/', { waitUntil: 'commit' });
  // Its HTML is there; whether its script, worker or stream came too is a race, and no outcome of it may stay live.
  await expect(page.getByRole('link', { name: 'Bramble' })).toBeVisible();
  await dashboard.kill();
  await expect(page.locator('main[data-live="live"]')).toHaveCount(0, { timeout: 15_000 });
  await expect(page.getByRole('status')).toHaveText(/connecting/, { timeout: 15_000 });
});
