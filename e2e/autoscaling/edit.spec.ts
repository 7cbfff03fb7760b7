import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { expectFits, ON_EVERY_SCREEN, onEveryScreen } from '#e2e/support/screens.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { must } from '#test/support/kubectl.ts';
import { autoscalerOf } from './autoscaler.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('limits, target and pace are changed after a preview, and taken back', async ({ page, kubectl }) => {
  await must(kubectl(['create', '-f', '-'], JSON.stringify(autoscalerOf('steady', 'nobody'))));
  const spec = async () =>
    (JSON.parse(await must(kubectl(['get', 'hpa', 'steady', '-o', 'json']))) as HorizontalPodAutoscaler).spec;
  await page.goto('/autoscaling/default/steady');
  await page.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change autoscaler steady?' });
  await expect(dialog.getByText('steady is set so already')).toBeVisible();
  await dialog.getByLabel('Maximum').fill('2');
  await expect(dialog.getByText(/The API server refuses: .*minReplicas/)).toBeVisible();
  await dialog.getByLabel('Maximum').fill('9');
  await dialog.getByLabel(/^Target of cpu/).fill('60');
  await dialog.getByText('Pace', { exact: true }).click();
  await dialog.getByLabel('Scaling down').selectOption('never');
  await expect(dialog.getByText('changes the maximum from 7 to 9')).toBeVisible();
  await expect(dialog.getByText('changes the target of cpu of its pods from 80% to 60%')).toBeVisible();
  await expect(dialog.getByText('never scales down')).toBeVisible();
  await expect(dialog.getByText(/^kubectl patch hpa steady -n default/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(await spec()).toMatchObject({ maxReplicas: 9, behavior: { scaleDown: { selectPolicy: 'Disabled' } } });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Undone: Changed autoscaler steady')).toBeVisible();
  expect((await spec())?.maxReplicas).toBe(7);
});

test('a workload is given an autoscaler by the keyboard, with what kubectl would do', async ({ page, kubectl }) => {
  await must(kubectl(['create', 'deployment', 'greeter', '--image=nginx']));
  await page.goto('/autoscaling');
  await page.getByRole('button', { name: 'Autoscale a workload' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Autoscale a workload?' });
  await dialog.getByLabel('Workload').selectOption('greeter, Deployment in default');
  await dialog.getByLabel('Maximum').fill('4');
  const command = 'kubectl autoscale deployment greeter -n default --min=1 --max=4 --cpu=80%';
  await expect(dialog.getByText(command)).toBeVisible();
  await expect(dialog.getByText('nginx requests no cpu')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Maximum').press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: 'Deployment/greeter' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Deployment/greeter' })).toBeHidden();
});

test(
  'a preview says how many it would be now, and where there is room for them',
  simulatedOnly('the talk has a metric'),
  async ({ page }) => {
    await page.goto('/autoscaling/default/sample-metrics-app-hpa');
    await page.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Maximum').fill('27');
    await dialog.getByLabel(/^Target of http_requests/).fill('100m');
    await expect(
      dialog.getByText(/^at the current 2\.66 requests per second and 100m for each replica this would be 27$/),
    ).toBeVisible();
    await expect(dialog.getByText(/^\d+ more pods: \d+ on arm64/)).toBeVisible();
  },
);

test('the forms fit every screen', ON_EVERY_SCREEN, async ({ browser, dashboard }) => {
  await onEveryScreen(browser, dashboard.url, async (page, size) => {
    await page.goto('/autoscaling/default/sample-metrics-app-hpa');
    for (const name of ['Edit', 'Send load']) {
      await page.getByRole('button', { name }).click();
      await expect(page.getByRole('dialog').getByText(/kubectl/)).toBeVisible();
      if (name === 'Edit') await page.getByRole('dialog').getByText('Pace', { exact: true }).click();
      await expectFits(page, size);
      await page.keyboard.press('Escape');
    }
  });
});
