import { board, boardLink } from '#e2e/support/boards.ts';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';

test.use({ clock: 'paused' });

test("the talk's five boards stand on shelves by architecture", async ({ page, clusterKind }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['arm64', 'arm', 'amd64']);
  for (const [arch, boards] of Object.entries({
    arm64: ['pi5'],
    arm: ['pi6', 'pi7'],
    amd64: ['upboard1', 'upboard2'],
  })) {
    const shelf = page.getByRole('region', { name: arch, exact: true });
    await expect(shelf.getByRole('listitem')).toHaveCount(boards.length);
    for (const name of boards)
      await expect(shelf.getByRole('link', { name: new RegExp(`^${name} ?, ${arch},`) })).toBeVisible();
  }
  await expect(
    page.getByText(clusterKind === 'simulated' ? /^5 boards \d ready$/ : '5 boards all ready'),
  ).toBeVisible();
  await expect(page.getByText(/^\d+ pods on 3 architectures$/)).toBeVisible();
  await expect(page.getByText(/^simulated cluster/)).toHaveCount(clusterKind === 'simulated' ? 1 : 0);
  await expectAccessible(page);
});

test.describe('at the first instant', simulatedOnly('figures of the talk, with the clock held'), () => {
  test('the talk is counted', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByText('5 boards 3 ready')).toBeVisible();
    await expect(page.getByText('32 pods on 3 architectures')).toBeVisible();
    await expect(page.getByText('simulated cluster · kubecon-2017')).toBeVisible();
  });

  test('a board that is gone says since when, and shows no number', async ({ page }) => {
    await page.goto('/');
    const pi7 = board(page, 'pi7');
    await expect(pi7).toContainText('NotReady for 12m');
    await expect(pi7).toContainText('no metrics since then');
    await expect(pi7).not.toContainText('%');
    const pi5 = board(page, 'pi5');
    await expect(pi5).toContainText('8%');
    await expect(pi5).toContainText('56%');
    await expect(pi5).toContainText('8 pods');
    const alarms = page.getByRole('list', { name: 'Alarms' });
    await expect(alarms).toContainText('pi7 NotReady for 12m');
    await expect(alarms).toContainText('upboard2 NotReady for 40s, 8 pods leave in 4m20s');
  });
});

test('the whole board is its link', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await board(page, 'pi5').click({ position: { x: 46, y: 130 } });
  await expect(page).toHaveURL(/\/nodes\/pi5$/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the boards are there all the same', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('link', { name: /^pi5 ?, arm64, .*\d pods, / })).toBeVisible();
    await expect(boardLink(page, 'upboard2')).toBeVisible();
  });
});
