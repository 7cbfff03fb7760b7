import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { must } from '#test/support/kubectl.ts';

// Fifteen seconds between two measurements are a second and a half.
test.use({ clock: 'x10', contextOptions: { reducedMotion: 'reduce' } });

const PAGE = '/autoscaling/default/sample-metrics-app-hpa';
const METRIC = '/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/services/sample-metrics-app/http_requests';
const MEASURED_MS = 40_000;
const ANSWERS = simulatedOnly('no program answers on the boards of the real control plane');

const state = (page: Page) => page.getByRole('region', { name: 'Load' });

async function send(page: Page, rate: string): Promise<void> {
  await page.getByRole('button', { name: 'Send load' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send load to sample-metrics-app?' });
  await dialog.getByLabel(/^Requests a second/).fill(rate);
  await dialog.getByRole('button', { name: 'Send load' }).click();
  await expect(dialog).toBeHidden();
}

test(
  'load that is sent shows in the metric, to everybody, until somebody stops it',
  ANSWERS,
  async ({ page, context, kubectl }) => {
    await page.goto(PAGE);
    await page.getByRole('button', { name: 'Send load' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send load to sample-metrics-app?' });
    await expect(dialog.getByText(/kubectl get --raw .*\/services\/sample-metrics-app:8080\/proxy\//)).toBeVisible();
    await expect(dialog.getByText(/runs 10 times as fast: within a second of its own it gets 100\.$/)).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await send(page, '300');
    await expect(state(page)).toContainText('Sending 300 requests a second to service sample-metrics-app:8080');
    const other = await context.newPage();
    await other.goto(PAGE);
    await expect(state(other)).toContainText('Sending 300 requests a second');
    await expect(other.getByRole('button', { name: 'Send load' })).toBeHidden();
    await expect
      .poll(
        async () => {
          const { items } = JSON.parse(await must(kubectl(['get', '--raw', METRIC]))) as { items: { value: string }[] };
          return Number(items[0]?.value.replace(/m$/, '')) / (items[0]?.value.endsWith('m') ? 1_000 : 1);
        },
        { timeout: MEASURED_MS },
      )
      .toBeGreaterThan(15);
    await expectAccessible(page);
    await other.getByRole('button', { name: 'Stop load' }).click();
    await expect(state(page)).toContainText('it ended: somebody stopped it.');
    await expect(page.getByRole('button', { name: 'Send load' })).toBeVisible();
  },
);

test(
  'load ends soon after the page that began it is closed, and not when it is loaded anew',
  ANSWERS,
  async ({ page, context }) => {
    await page.goto(PAGE);
    await send(page, '5');
    const other = await context.newPage();
    await other.goto(PAGE);
    await expect(state(other)).toContainText('Sending');
    await page.reload();
    await expect(state(page)).toContainText(/Sending .*, (9\d|10\d) seconds left/, { timeout: MEASURED_MS });
    await page.close();
    await expect(state(other)).toContainText('the page that began it is gone', { timeout: MEASURED_MS });
  },
);

test('what is refused is said where it was asked', ANSWERS, async ({ page }) => {
  await page.goto(PAGE);
  await page.getByRole('button', { name: 'Send load' }).click();
  const dialog = page.getByRole('dialog');
  const start = dialog.getByRole('button', { name: 'Send load' });
  await dialog.getByLabel(/^Requests a second, at most 1,000/).fill('1001');
  await expect(start).toBeDisabled();
  await dialog.getByLabel(/^Requests a second/).fill('10');
  await dialog.getByLabel(/^Path/).fill('/nowhere');
  await start.click();
  await expect(dialog.getByRole('alert')).toContainText('Not sent:');
  await expectAccessible(page);
});
