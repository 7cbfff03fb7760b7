import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { createStuck } from './stuck.ts';

/** From the failure to the page saying so. */
const NOTICED_WITHIN_MS = 10_000;

const APP = 'sample-metrics-app';

test('when the API stops, the table says since when, and neither it nor a why goes blank', async ({
  page,
  cluster,
  kubectl,
}) => {
  const pod = await createStuck(kubectl);
  await page.goto(`/placement?why=default/${pod}`);
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  const why = page.getByRole('complementary', { name: 'Why' });
  await expect(why).toContainText('No board can take it');
  const row = page.getByRole('row', { name: new RegExp(`^${APP} `) });
  const [before, place] = [await row.textContent(), await row.boundingBox()];

  await cluster.stopApi();
  await expect(page.getByRole('status').filter({ hasText: /^as of \d\d:\d\d:\d\d, reconnecting$/ })).toBeVisible({
    timeout: NOTICED_WITHIN_MS,
  });
  await expect(page.locator('main[data-live="reconnecting"]')).toBeVisible();
  expect(await row.textContent()).toBe(before);
  expect(await row.boundingBox()).toEqual(place);
  await expect(why).toContainText('No board can take it');
  // What is on the page can still be filtered and asked about.
  await page.getByRole('searchbox', { name: 'Name of a workload or a pod' }).fill('stuck');
  await expect(page.locator('tbody').getByRole('row')).toHaveCount(1);
  await expectAccessible(page);

  await cluster.startApi();
  await expect(page.getByRole('status').filter({ hasText: /^live$/ })).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('tbody').getByRole('row')).toHaveCount(1);
});
