import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { expectFits, ON_EVERY_SCREEN, onEveryScreen } from '#e2e/support/screens.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { must } from '#test/support/kubectl.ts';
import { autoscalerOf, rowOf } from './autoscaler.ts';

// A row that has just come flashes for a moment, and contrast is not to be judged in it.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** A look of the controller of a real cluster, which is quiet for 15 s, and the page's way to know. */
const LOOKED_MS = 40_000;

test('an autoscaler is told as kubectl prints it, and what is wrong in words', async ({ page, kubectl }) => {
  await must(kubectl(['create', '-f', '-'], JSON.stringify(autoscalerOf('lost', 'nobody'))));
  await page.goto('/autoscaling');
  const row = rowOf(page, 'lost');
  await expect(row).toContainText('Deployment/nobody');
  await expect(row).toContainText('cpu: <unknown>/80%');
  await expect(row.getByText('broken:')).toBeAttached({ timeout: LOOKED_MS });
  const printed = await must(kubectl(['get', 'hpa', 'lost', '--no-headers']));
  const [, reference = '', targets = '', min = '', max = ''] = printed.trim().split(/ {2,}/);
  for (const text of [reference, targets, min, max]) await expect(row.getByText(text, { exact: true })).toBeVisible();
  await expectAccessible(page);
  await row.getByRole('link', { name: 'lost' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'lost' })).toBeVisible();
});

test('an autoscaler that goes leaves the list, and the last one what to do next', async ({ page, kubectl }) => {
  await must(kubectl(['create', '-f', '-'], JSON.stringify(autoscalerOf('lost', 'nobody'))));
  await page.goto('/autoscaling');
  await expect(rowOf(page, 'lost')).toBeVisible();
  await must(kubectl(['delete', 'hpa', '--all', '--all-namespaces']));
  await expect(page.getByRole('heading', { name: 'Nothing here is scaled automatically' })).toBeVisible();
  await expect(page.getByText(/^kubectl autoscale deployment NAME/)).toBeVisible();
  await expectAccessible(page);
});

test.describe('a user who may do nothing', () => {
  test.use({ user: 'nobody' });

  test('is told which verb on which resource is missing, and how to get it', async ({ page }) => {
    await page.goto('/autoscaling');
    await expect(page.getByRole('heading', { name: 'The autoscalers may not be read' })).toBeVisible();
    await expect(page.locator('main')).toContainText('lacks list on horizontalpodautoscalers.autoscaling');
    await expect(page.getByText(/^kubectl create clusterrole/)).toBeVisible();
    await expectAccessible(page);
    await page.goto('/autoscaling/default/sample-metrics-app-hpa');
    await expect(page.getByRole('heading', { name: 'sample-metrics-app-hpa may not be read' })).toBeVisible();
    await expectAccessible(page);
  });
});

test('an address of no autoscaler says so', async ({ page }) => {
  await page.goto('/autoscaling/default/nobody');
  await expect(page.getByRole('heading', { name: 'There is no such autoscaler: default/nobody' })).toBeVisible();
  await expect(page.getByText('kubectl get hpa --all-namespaces')).toBeVisible();
  await expectAccessible(page);
});

test(
  'the page says what it knew when the API server is silent',
  simulatedOnly('the talk has an autoscaler'),
  async ({ page, cluster }) => {
    await page.goto('/autoscaling');
    await expect(rowOf(page, 'sample-metrics-app-hpa')).toBeVisible();
    await cluster.stopApi();
    await expect(page.getByText(/as of \d\d:\d\d:\d\d/).first()).toBeVisible({ timeout: 30_000 });
    await expect(rowOf(page, 'sample-metrics-app-hpa')).toBeVisible();
    await cluster.startApi();
    await expect(page.getByText('live', { exact: true })).toBeVisible({ timeout: 30_000 });
  },
);

test.describe('before JavaScript arrives', () => {
  test.use({ javaScriptEnabled: false });

  test('the list and the page of one are there', simulatedOnly('the talk has an autoscaler'), async ({ page }) => {
    await page.goto('/autoscaling');
    await expect(rowOf(page, 'sample-metrics-app-hpa')).toContainText('Deployment/sample-metrics-app');
    await page.getByRole('link', { name: 'sample-metrics-app-hpa' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'sample-metrics-app-hpa' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Metrics' })).toContainText('http_requests of Service');
  });
});

test('fits every screen, light and dark', ON_EVERY_SCREEN, async ({ browser, dashboard, kubectl }) => {
  await must(kubectl(['create', '-f', '-'], JSON.stringify(autoscalerOf('with-a-name-that-needs-room', 'nobody'))));
  await onEveryScreen(browser, dashboard.url, async (page, viewport) => {
    await page.goto('/autoscaling');
    await expect(rowOf(page, 'with-a-name-that-needs-room')).toBeVisible();
    await expectFits(page, viewport);
    await page.goto('/autoscaling/default/sample-metrics-app-hpa');
    await expect(page.getByRole('slider', { name: 'Metric and replicas at a moment' })).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByRole('list', { name: 'Hops of the chain' })).toBeVisible({ timeout: 60_000 });
    await expectFits(page, viewport);
  });
});
