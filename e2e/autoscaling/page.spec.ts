import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { type Kubectl, must } from '#test/support/kubectl.ts';
import type { Faults } from '#test/support/simulated-cluster.ts';
import { autoscalerOf } from './autoscaler.ts';

// A row that has just come flashes for a moment, and contrast is not to be judged in it.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const TALK = '/autoscaling/default/sample-metrics-app-hpa';
/** A look of the controller, a scrape, and the page's own look every few seconds: at any pace of the clock. */
const LOOKED_MS = 60_000;
const CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';

function hop(page: Page, title: string | RegExp): Locator {
  return page.getByRole('list', { name: 'Hops of the chain' }).getByRole('button', { name: title });
}

function verdict(page: Page): Locator {
  return page.getByRole('region', { name: 'What the chain comes to' });
}

function timeline(page: Page): Locator {
  return page.getByRole('slider', { name: 'Metric and replicas at a moment' });
}

test.describe('the talk at ten times the pace', () => {
  test.use({ clock: 'x10' });
  test.slow();

  test('the chain is asked hop by hop with the keyboard', simulatedOnly('has a custom metric'), async ({ page }) => {
    await page.goto(TALK);
    await expect(page.getByRole('list', { name: 'Hops of the chain' }).getByRole('listitem')).toHaveCount(7, {
      timeout: LOOKED_MS,
    });
    await expect(hop(page, /^http_requests in order/)).toBeVisible({ timeout: LOOKED_MS });
    await hop(page, /^http_requests/).focus();
    await page.keyboard.press('Enter');
    const proof = page.getByRole('region', { name: 'Proof of http_requests' });
    await expect(proof.getByText(/^kubectl get --raw/)).toBeVisible();
    await proof.getByText('The raw answer').click();
    await expect(proof.getByRole('region', { name: 'Raw answer of http_requests' })).toContainText('"value"');
    await expectAccessible(page);
    await hop(page, /^http_requests/).focus();
    await page.keyboard.press('Enter');
    await expect(proof).toHaveCount(0);
  });

  test('the formula says what its figures are', simulatedOnly('has a custom metric'), async ({ page }) => {
    await page.goto(TALK);
    const formula = page.getByRole('region', { name: 'The formula' });
    await expect(formula).toContainText(/desired = ceil\(/, { timeout: LOOKED_MS });
    await expect(formula).toContainText(/The controller wants \d+/);
    const term = formula.getByRole('button', { name: '100 target' });
    await term.focus();
    await page.keyboard.press('Enter');
    await expect(term).toHaveAttribute('aria-expanded', 'true');
    await expect(formula.getByText(/^100 target: /).first()).toBeVisible();
    await expect(page.getByRole('region', { name: 'Metrics' })).toContainText(/\/100 \(avg\)/);
    await expectAccessible(page);
  });

  test('the timeline grows, and is read with the keyboard', simulatedOnly('scales by itself'), async ({ page }) => {
    await page.goto(TALK);
    await expect(timeline(page)).toHaveAttribute('aria-valuetext', /Newest, .* \d+ desired, \d+ ready \(/, {
      timeout: LOOKED_MS,
    });
    const first = await timeline(page).getAttribute('aria-valuetext');
    await expect.poll(() => timeline(page).getAttribute('aria-valuetext'), { timeout: LOOKED_MS }).not.toBe(first);
    await timeline(page).focus();
    await page.keyboard.press('Home');
    await expect(timeline(page)).toHaveAttribute('aria-valuenow', '0');
    await expect(timeline(page)).toHaveAttribute('aria-valuetext', /^At /);
    await page.keyboard.press('End');
    await expect(timeline(page)).toHaveAttribute('aria-valuenow', '59');
    await page.keyboard.press('Escape');
    await expect(timeline(page)).toHaveAttribute('aria-valuetext', /^Newest/);
    await page.getByRole('button', { name: '6 h', exact: true }).click();
    await page.getByRole('button', { name: 'Show numbers' }).click();
    const numbers = page.getByRole('region', { name: 'Numbers of the timeline' });
    await expect(numbers.getByRole('row')).toHaveCount(61);
    await expect(numbers.getByRole('row').nth(1)).toContainText(/\d/);
    await expectAccessible(page);
  });

  const BROKEN: readonly { name: string; faults: Partial<Faults>; hop: RegExp; words: RegExp }[] = [
    {
      name: 'the API is not registered',
      faults: { metrics: { customMetrics: 'gone' } },
      hop: /^custom metrics API broken/,
      words: /The custom metrics API is not registered\./,
    },
    {
      name: 'the adapter is down',
      faults: { metrics: { customMetrics: 'down' } },
      hop: /^custom metrics API broken/,
      words: /The adapter behind the custom metrics API does not answer\./,
    },
    {
      name: 'the metric is not known',
      faults: { unknownMetrics: ['http_requests'] },
      hop: /^http_requests broken/,
      words: /The custom metrics API knows no http_requests\./,
    },
    {
      name: 'the app counts nothing',
      faults: { appMetrics: 'gone' },
      hop: /^sample-metrics-app broken/,
      words: /None of \d+ pods answers \/metrics\./,
    },
    {
      name: 'Prometheus is down',
      faults: { metrics: { prometheus: 'down' } },
      hop: /^Prometheus broken/,
      words: /does not answer\./,
    },
    {
      name: 'the controller may not ask',
      faults: { permissionsTaken: [{ user: CONTROLLER, verb: '*', resource: '*.custom.metrics.k8s.io' }] },
      hop: /^autoscaler broken/,
      words: /horizontal-pod-autoscaler may not get services\/http_requests\./,
    },
  ];

  test(
    'names the hop that is broken, and what to do',
    simulatedOnly('breaks the chain'),
    async ({ page, simulated }) => {
      test.setTimeout(600_000);
      await page.goto(TALK);
      await expect(hop(page, /^http_requests in order/)).toBeVisible({ timeout: LOOKED_MS });
      for (const { name, faults, hop: broken, words } of BROKEN) {
        await test.step(name, async () => {
          await simulated.setFaults(faults);
          await expect(hop(page, broken)).toBeVisible({ timeout: LOOKED_MS });
          await expect(verdict(page)).toContainText(words);
          await expect(hop(page, / broken: /)).toHaveCount(1);
          await expectAccessible(page);
        });
      }
      await simulated.setFaults({});
      await expect(hop(page, / broken: /)).toHaveCount(0, { timeout: LOOKED_MS });
    },
  );
});

const BARE_APP = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'bare' },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'bare' } },
    template: { metadata: { labels: { app: 'bare' } }, spec: { containers: [{ name: 'app', image: 'nginx' }] } },
  },
};

async function create(kubectl: Kubectl, ...objects: readonly object[]): Promise<void> {
  await must(kubectl(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })));
}

test('a target that is not there is named, until it is', async ({ page, kubectl }) => {
  test.slow();
  await create(kubectl, autoscalerOf('bare', 'bare'));
  await page.goto('/autoscaling/default/bare');
  await expect(hop(page, /^Deployment broken/)).toBeVisible({ timeout: LOOKED_MS });
  await expect(verdict(page)).toContainText(/no deployments\.apps "?bare"?|Deployment bare/i);
  await expectAccessible(page);
  await create(kubectl, BARE_APP);
  await expect(hop(page, /^Deployment in order/)).toBeVisible({ timeout: LOOKED_MS });
});

test.describe('pods that request nothing', () => {
  // What is new is measured after a minute.
  test.use({ clock: 'x10' });
  test.slow();

  test('have no percentage, which is said', async ({ page, kubectl }) => {
    await create(kubectl, BARE_APP, autoscalerOf('bare', 'bare'));
    await page.goto('/autoscaling/default/bare');
    await expect(verdict(page)).toContainText(/The pods request no cpu/, { timeout: LOOKED_MS });
    await expect(verdict(page)).toContainText('Set resources.requests.cpu on every container');
    await expect(hop(page, / broken: /)).toHaveCount(1);
    await expectAccessible(page);
  });
});

test('an autoscaler that is deleted says so, and comes back', async ({ page, kubectl }) => {
  await create(kubectl, autoscalerOf('bare', 'bare'));
  await page.goto('/autoscaling/default/bare');
  await expect(page.getByRole('heading', { level: 1, name: 'bare' })).toBeVisible();
  await must(kubectl(['delete', 'hpa', 'bare']));
  await expect(page.getByRole('heading', { name: 'bare is not in the cluster any more' })).toBeVisible();
  await create(kubectl, autoscalerOf('bare', 'bare'));
  await expect(page.getByRole('heading', { level: 1, name: 'bare', exact: true })).toBeVisible();
  await expectAccessible(page);
});
