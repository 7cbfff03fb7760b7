import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { realOnly } from '#e2e/support/real-only.ts';
import { must } from '#test/support/kubectl.ts';

// A row that has just come flashes for a moment, and contrast is not to be judged in it.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const APP = 'sample-metrics-app';
/** After the API server has it; what kubectl takes to say so comes on top. */
const FOLLOWS_MS = 2_000;
/** A look of the controller each second, and the pace at which it may add pods. */
const SCALED_MS = 60_000;

/** The talk's, as one would write it today. */
const TALK = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: APP },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: APP },
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [
      {
        type: 'Object',
        object: {
          describedObject: { apiVersion: 'v1', kind: 'Service', name: APP },
          metric: { name: 'http_requests' },
          target: { type: 'AverageValue', averageValue: '100' },
        },
      },
    ],
  },
};

test(
  'the page follows what a real controller makes of a metric',
  realOnly('its adapter says what it is told'),
  async ({ page, kubectl, cluster }) => {
    test.slow();
    await cluster.setServiceMetric(APP, 'http_requests', '250');
    await must(kubectl(['create', '-f', '-'], JSON.stringify(TALK)));
    await page.goto(`/autoscaling/default/${APP}`);
    const hops = page.getByRole('list', { name: 'Hops of the chain' });
    await expect(hops.getByRole('button', { name: /^http_requests in order: 250/ })).toBeVisible({
      timeout: SCALED_MS,
    });
    const current = (): Promise<string> =>
      must(kubectl(['get', 'hpa', APP, '-o', 'jsonpath={.status.currentReplicas}']));
    for (const { value, replicas } of [
      { value: '250', replicas: '3' },
      { value: '600', replicas: '6' },
      { value: '5k', replicas: '10' },
    ]) {
      await cluster.setServiceMetric(APP, 'http_requests', value);
      await expect.poll(current, { timeout: SCALED_MS }).toBe(replicas);
      const wants = page.getByRole('region', { name: 'The formula' }).getByText(`The controller wants ${replicas}`);
      await expect(wants).toBeVisible({ timeout: FOLLOWS_MS });
    }
    await expect(page.getByRole('region', { name: 'What the chain comes to' })).toContainText(
      'The metric asks for more than the maximum of 10 replicas.',
      { timeout: SCALED_MS },
    );
    await expectAccessible(page);
  },
);
