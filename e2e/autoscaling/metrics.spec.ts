import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { expectFits, ON_EVERY_SCREEN, onEveryScreen } from '#e2e/support/screens.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { must } from '#test/support/kubectl.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const SERVICE = '/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/services/sample-metrics-app/http_requests';

test(
  'the metrics there are stand on the page, and their values are what kubectl reads',
  simulatedOnly('the talk has an adapter'),
  async ({ page, kubectl }) => {
    await page.goto('/autoscaling');
    await page.getByRole('link', { name: 'Browse metrics' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Metrics beyond CPU and memory' })).toBeVisible();
    const listed = page.getByRole('table', { name: 'Metrics of custom.metrics.k8s.io/v1beta2' });
    await expect(listed.getByRole('row').filter({ hasText: 'services' })).toContainText('http_requests');
    await page.getByRole('button', { name: 'Read http_requests of services, v1beta2' }).click();
    await page.getByLabel('Name, * for all').fill('sample-metrics-app');
    await expect(page.getByText(`kubectl get --raw '${SERVICE}'`)).toBeVisible();
    const { items } = JSON.parse(await must(kubectl(['get', '--raw', SERVICE]))) as { items: { value: string }[] };
    const values = page.getByRole('table', { name: 'Values of http_requests' });
    await expect(values.getByRole('row').filter({ hasText: 'Service sample-metrics-app' })).toContainText(
      items[0]?.value ?? 'a value',
    );
    await expectAccessible(page);
    await page.getByLabel('Name, * for all').fill('nobody');
    await expect(page.getByText(/could not find the metric http_requests for services nobody/)).toBeVisible();
  },
);

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the metrics there are stand on the page', simulatedOnly('the talk has an adapter'), async ({ page }) => {
    await page.goto('/autoscaling/metrics');
    await expect(page.getByRole('table', { name: 'Metrics of custom.metrics.k8s.io/v1beta1' })).toContainText(
      'http_requests',
    );
  });
});

test.describe('a cluster without an adapter', () => {
  test.use({ scenario: 'classroom' });

  test(
    'says that nothing is registered, and what would be',
    simulatedOnly('the scenario has none'),
    async ({ page }) => {
      await page.goto('/autoscaling/metrics');
      await expect(
        page.getByRole('heading', { name: 'No custom or external metrics API is registered' }),
      ).toBeVisible();
      await expectAccessible(page);
    },
  );
});

test('the metrics fit every screen', ON_EVERY_SCREEN, async ({ browser, dashboard }) => {
  await onEveryScreen(browser, dashboard.url, async (page, size) => {
    await page.goto('/autoscaling/metrics');
    await page.getByRole('button', { name: 'Read http_requests of pods, v1beta2' }).click();
    await expect(page.getByRole('table', { name: 'Values of http_requests' })).toBeVisible();
    await expectFits(page, size);
  });
});
