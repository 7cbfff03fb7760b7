import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { expectFits, ON_EVERY_SCREEN, onEveryScreen } from '#e2e/support/screens.ts';
import { must } from '#test/support/kubectl.ts';
import { createStuck } from './stuck.ts';

const APP = 'sample-metrics-app';

test('workloads stand in rows, with their pods and why none is elsewhere', async ({ page }) => {
  await page.goto('/placement');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  const row = page.getByRole('row', { name: new RegExp(`^${APP} Deployment in default`) });
  await expect(row.getByRole('link', { name: new RegExp(`^${APP}-\\S+: Running`) }).first()).toBeVisible();
  for (const name of ['pi5', 'pi6', 'pi7', 'upboard1', 'upboard2'])
    await expect(page.getByRole('columnheader', { name: new RegExp(`^${name}`) })).toBeVisible();
  await expect(row).toContainText('taint');
  await page.getByText('What the letters and shapes mean').click();
  await expect(page.getByText('The node has a taint that the pod does not tolerate.')).toBeVisible();
  await expectAccessible(page);
});

test('a pod that goes and one that comes change their row alone', async ({ page, kubectl }) => {
  await page.goto('/placement');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  const row = page.getByRole('row', { name: new RegExp(`^${APP} `) });
  await must(kubectl(['delete', 'hpa', '--all']));
  await must(kubectl(['scale', 'deployment', APP, '--replicas=1']));
  await expect(row).toContainText(/\/1/);
  await expect(row.getByRole('link', { name: /: Running/ })).toHaveCount(1, { timeout: 45_000 });
});

test('the filter stands in the address, survives a reload, and says what to drop', async ({ page, kubectl }) => {
  await createStuck(kubectl);
  await page.goto('/placement');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  const rows = page.locator('tbody').getByRole('row');
  await page.getByRole('combobox', { name: 'State' }).selectOption('pending');
  await expect(rows).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.locator('body').click({ position: { x: 5, y: 790 } });
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Name of a workload or a pod' });
  await expect(field).toBeFocused();
  await page.keyboard.type('stu');
  await expect(page).toHaveURL(/\/placement\?state=pending&text=stu$/);
  await page.reload();
  await expect(field).toHaveValue('stu');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('stuck');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await field.fill('stuffing');
  await expect(page.getByRole('heading', { name: 'No workload is like that' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Drop “stuffing” 1 workload$/ }).click();
  await expect(rows).toHaveCount(1);
  await expect(field).toHaveValue('');
});

test('an architecture folds into one column and unfolds, also after a reload', async ({ page }) => {
  await page.goto('/placement');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  const arm = page.getByRole('button', { name: 'arm', exact: true });
  await expect(arm).toHaveAttribute('aria-expanded', 'true');
  await arm.click();
  await expect(arm).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByRole('columnheader', { name: /^pi6/ })).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: '2 boards' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('columnheader', { name: '2 boards' })).toBeVisible();
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await arm.click();
  await expect(page.getByRole('columnheader', { name: /^pi6/ })).toBeVisible();
  await expect(page).not.toHaveURL(/fold=arm/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the table is there, its filter works, and a pod says why', async ({ page, kubectl }) => {
    const pod = await createStuck(kubectl);
    await page.goto('/placement');
    await page.getByRole('searchbox').fill('stuck');
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect(page.locator('tbody').getByRole('row')).toHaveCount(1);
    await page.getByRole('link', { name: `${pod}: Pending, why?` }).click();
    await expect(page.getByRole('complementary', { name: 'Why' })).toContainText('No board can take it');
  });
});

test.describe('a user who may do nothing', () => {
  test.use({ user: 'nobody' });

  test('is told which verb on which resource is missing', async ({ page }) => {
    await page.goto('/placement');
    await expect(page.getByRole('heading', { name: /may not be read/ })).toBeVisible();
    await expect(page.locator('main')).toContainText('list');
    await expectAccessible(page);
  });
});

test(
  'fits every screen, light and dark, with and without a why',
  ON_EVERY_SCREEN,
  async ({ browser, dashboard, kubectl }) => {
    const pod = await createStuck(kubectl);
    await onEveryScreen(browser, dashboard.url, async (page, viewport) => {
      for (const path of ['/placement', `/placement?why=default/${pod}`]) {
        await page.goto(path);
        await expect(page.locator('main[data-live="live"]')).toBeVisible();
        if (path.includes('why')) await expect(page.getByText(/^No board can take it/)).toBeVisible();
        await expectFits(page, viewport);
      }
    });
  },
);
