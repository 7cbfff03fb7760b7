import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { must } from '#test/support/kubectl.ts';
import { createStuck, STUCK } from './stuck.ts';

const EVERYWHERE = [{ operator: 'Exists' }];

test('a pod that asks for more than its board has is lowered to what is free, after a preview, and runs', async ({
  page,
  kubectl,
}) => {
  test.slow();
  const pod = await createStuck(kubectl, { requests: { cpu: '6' }, tolerations: EVERYWHERE });
  await page.goto(`/placement?why=default/${pod}`);
  const why = page.getByRole('complementary', { name: 'Why' });
  await why
    .getByRole('button', { name: /^Ask for \d+m of CPU instead of 6000m$/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('of cpu instead of 6');
  await expect(dialog).toContainText(`kubectl patch deployment/${STUCK}`);
  await expectAccessible(page);
  const asked = [
    'get',
    'deployment',
    STUCK,
    '-o',
    'jsonpath={.spec.template.spec.containers[0].resources.requests.cpu}',
  ];
  expect(await must(kubectl(asked)), 'a preview changes nothing').toBe('6');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole('row', { name: new RegExp(`^${STUCK} `) });
  await expect(row.getByRole('link', { name: new RegExp(`^${STUCK}-\\S+: Running`) })).toBeVisible({ timeout: 60_000 });
  expect(await must(kubectl(asked))).toMatch(/^\d+m$/);
});

test('a pod whose claim is missing says what to do, with the command that shows more', async ({ page, kubectl }) => {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'nowhere' } }];
  const pod = await createStuck(kubectl, { volumes, tolerations: EVERYWHERE });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/placement?why=default/${pod}`);
  // Beside the table on a wide screen, in front of it on a narrow one.
  const why = page.locator('article.why');
  await expect(why).toContainText('There is no claim nowhere: make one, or correct its name in the pod.');
  await expect(why).toContainText('kubectl get pvc -n default');
  await expect(page.locator('html')).toHaveJSProperty('scrollWidth', 390);
  await expectAccessible(page);
});
