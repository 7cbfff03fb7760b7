import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { must } from '#test/support/kubectl.ts';
import { createStuck, STUCK } from './stuck.ts';

/** By its own name alone: the reason of another node may name it too. */
function nodeIn(page: Page, name: string): Locator {
  const items = page.getByRole('region', { name: 'Node by node' }).getByRole('listitem');
  return items.filter({ has: page.getByText(name, { exact: true }) });
}

test('a pending pod is one click away, says why on each node, and runs once it tolerates the taint', async ({
  page,
  kubectl,
}) => {
  test.slow();
  const pod = await createStuck(kubectl);
  await page.goto('/');
  await page
    .getByRole('list', { name: 'Alarms' })
    .getByRole('link', { name: /^1 pod Pending/ })
    .click();
  await expect(page).toHaveURL(new RegExp(`/placement\\?why=default/${pod}$`));
  const why = page.getByRole('complementary', { name: 'Why' });
  await expect(why.getByRole('heading', { name: `Why is ${pod} pending?` })).toBeVisible();
  await expect(nodeIn(page, 'pi5')).toContainText('taint beta.kubernetes.io/arch=arm64:NoSchedule is not tolerated');
  await expect(nodeIn(page, 'pi6')).toContainText(/selector|taint/);
  await expect(why.getByRole('region', { name: 'What the scheduler says' })).toContainText('0/5 nodes are available');
  await nodeIn(page, 'pi5').getByText('taint beta.kubernetes.io').click();
  const checks = page.getByRole('list', { name: 'What was looked at on pi5' });
  await expect(checks).toContainText('kubernetes.io/hostname=pi5');
  await expect(checks).toContainText('not cordoned');
  await expectAccessible(page);

  await why.getByRole('button', { name: 'Tolerate arch=arm64' }).first().click();
  const dialog = page.getByRole('dialog', { name: `Change where ${STUCK} may land?` });
  await expect(dialog).toContainText('kubectl');
  await expect(dialog).toContainText('beta.kubernetes.io/arch');
  await expectAccessible(page);
  const tolerations = ['get', 'deployment', STUCK, '-o', 'jsonpath={.spec.template.spec.tolerations[*].key}'];
  expect(await must(kubectl(tolerations))).toBe('');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole('row', { name: new RegExp(`^${STUCK} `) });
  await expect(row.getByRole('link', { name: new RegExp(`^${STUCK}-\\S+: Running`) })).toBeVisible({ timeout: 60_000 });
  expect(await must(kubectl(tolerations))).toBe('beta.kubernetes.io/arch');

  await page.getByRole('region', { name: 'What was done' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('region', { name: 'What was done' })).toContainText('Undone');
  expect(await must(kubectl(tolerations))).toBe('');
});

test('several pending pods are listed by the alarm, and each says why', async ({ page, kubectl }) => {
  await createStuck(kubectl);
  await must(kubectl(['scale', 'deployment', STUCK, '--replicas=3']));
  await page.goto('/');
  await page
    .getByRole('list', { name: 'Alarms' })
    .getByRole('link', { name: /^3 pods Pending/ })
    .click();
  await expect(page).toHaveURL(/\/placement\?state=pending$/);
  const row = page.getByRole('row', { name: new RegExp(`^${STUCK} `) });
  await expect(row).toBeVisible();
  await row.getByRole('link', { name: /3 pending/ }).click();
  await expect(page.getByRole('complementary', { name: 'Why' })).toContainText('No board can take it');
  await expect(page).toHaveURL(/state=pending&why=default\/stuck-/);
});

test('Enter says why, Escape closes, and the focus returns', async ({ page, kubectl }) => {
  const pod = await createStuck(kubectl);
  await page.goto('/placement');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  const frame = page.getByRole('region', { name: 'Where everything runs' });
  await frame.focus();
  await page.keyboard.press('ArrowDown');
  const pin = page.getByRole('link', { name: `${pod}: Pending, why?` });
  await expect(pin).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(
    page
      .getByRole('row', { name: new RegExp(`^${STUCK} `) })
      .getByRole('link', { name: /^T taint\s+why\?$/ })
      .first(),
  ).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(pin).not.toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  await expect(pin).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `Why is ${pod} pending?` })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: 'Why' })).toHaveCount(0);
  await expect(pin).toBeFocused();
  await expect(page).toHaveURL(/\/placement$/);
});

test('a letter asks about its node', async ({ page, kubectl }) => {
  await createStuck(kubectl);
  await page.goto('/placement');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  const row = page.getByRole('row', { name: new RegExp(`^${STUCK} `) });
  await row
    .getByRole('link', { name: /^T taint\s+why\?$/ })
    .first()
    .click();
  await expect(page).toHaveURL(/node=pi5/);
  await expect(page.getByRole('list', { name: 'What was looked at on pi5' })).toBeVisible();
});

test('a pod that is gone says so, and leads to the others of its workload', async ({ page, kubectl }) => {
  const pod = await createStuck(kubectl);
  await page.goto(`/placement?why=default/${pod}`);
  const why = page.getByRole('complementary', { name: 'Why' });
  await expect(why).toContainText('No board can take it');
  await must(kubectl(['delete', 'pod', pod, '--grace-period=0', '--force']));
  await expect(why).toContainText('This pod is gone.');
  await why.getByRole('link', { name: new RegExp(`^${STUCK}-.*: Pending`) }).click();
  await expect(why).toContainText('No board can take it');
});
