// The whole tour by clicks alone: from fresh boards to an app that scales over three architectures and a public address,
// and back to just what was there before.
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { everything } from '#test/support/everything.ts';
import { must } from '#test/support/kubectl.ts';
import { openStep, stepLink } from './steps.ts';

test.use({ scenario: 'classroom', clock: 'x10', contextOptions: { reducedMotion: 'reduce' } });

const TOUR_MS = 240_000;
const RUN_MS = 180_000;
const SCALED_MS = 90_000;
const STEPS = [
  'Taints',
  'Metrics',
  'Ingress',
  'Public address',
  'Monitoring',
  'Sample app',
  'Custom metrics',
  'Autoscaler',
  'Extras',
];

async function choose(page: Page, step: string, title: string, labels: readonly (string | RegExp)[]): Promise<void> {
  await openStep(page, step, title);
  for (const label of labels) {
    const box = page.getByRole('checkbox', { name: label });
    await box.check();
    await expect(box).toBeChecked();
  }
}

test(
  'from fresh boards to an app that scales on three architectures and a public address, and back',
  simulatedOnly('its boards are those of the scenario, and programs answer on them'),
  async ({ page, context, simulated, kubectl }) => {
    test.setTimeout(TOUR_MS);
    const before = await everything(kubectl);
    await choose(page, 'metrics', 'Metrics', [/^Take kubelets’ certificates unchecked/]);
    await choose(page, 'public', 'Public address', [/^Make the ingress public/]);
    await choose(page, 'extras', 'Extras', [/^InfluxDB/, /^Grafana/, /^wardle/, /^Local path storage/]);

    await page.getByRole('button', { name: 'Run the rest' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('ngrok authtoken').fill('2abcDEFghiJKL');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: /^Run|^Apply/ }).click();
    await expect(dialog).toBeHidden();

    const other = await context.newPage();
    await openStep(other, 'monitoring', 'Monitoring');
    await expect(other.getByRole('region', { name: 'The whole workshop' })).toContainText('Applying');

    for (const title of STEPS) await expect(stepLink(page, 'done', title)).toBeVisible({ timeout: RUN_MS });
    await expectAccessible(page);
    const whole = other.getByRole('region', { name: 'The whole workshop' });
    await expect(whole).toContainText('All that is chosen is done.');
    await expect(whole.getByRole('link', { name: 'Send load' })).toHaveAttribute('href', /^\/autoscaling\/demo\//);
    await openStep(page, 'public', 'Public address');
    await expect(
      page.getByRole('region', { name: 'Public address' }).getByRole('link', { name: /ngrok/ }).first(),
    ).toHaveAttribute('href', /^https:\/\//);

    await openStep(page, 'autoscaler', 'Autoscaler');
    await page.getByRole('region', { name: 'The finale' }).getByRole('link', { name: 'Send load' }).click();
    const load = page.getByRole('dialog', { name: 'Send load to sample-metrics-app?' });
    // A tenth of the most that is sent comes to no more than one pod's share.
    await expect(load).toContainText('Too little to scale: pods are added above 220');
    // Within a second of the cluster's own it gets half of what is sent.
    await simulated.setClock('x2');
    await expect(load).not.toContainText('Too little to scale');
    await load.getByLabel(/^Requests a second/).fill('1000');
    await load.getByRole('button', { name: 'Send load' }).click();
    await expect.poll(() => architecturesOf(kubectl), { timeout: SCALED_MS }).toEqual(['amd64', 'arm', 'arm64']);
    await page.getByRole('button', { name: 'Stop load' }).click();
    await simulated.setClock('x10');
    await page.getByRole('link', { name: 'Back to the workshop' }).click();
    await expect(page).toHaveURL(/\/workshop\/autoscaler$/);
    await page.getByRole('button', { name: 'Reset' }).click();
    const reset = page.getByRole('dialog', { name: 'Reset the workshop?' });
    await expect(reset).toContainText('deletes Deployment demo/sample-metrics-app');
    await reset.getByRole('button', { name: 'Reset' }).click();
    await expect(reset).toBeHidden();
    await expect(stepLink(page, 'to do', 'Taints')).toBeVisible({ timeout: RUN_MS });
    await expect.poll(() => everything(kubectl), { timeout: SCALED_MS }).toEqual(before);
  },
);

/** Of the boards that ready pods of the app run on. */
async function architecturesOf(kubectl: Parameters<typeof everything>[0]): Promise<string[]> {
  const read = async (args: string[]) => JSON.parse(await must(kubectl([...args, '-o', 'json']))) as { items: Item[] };
  const { items: nodes } = await read(['get', 'nodes']);
  const { items: pods } = await read(['get', 'pods', '-n', 'demo']);
  const ready = pods.filter(({ status }) => status.containerStatuses?.every((one) => one.ready) === true);
  const boards = new Set(ready.map(({ spec }) => spec.nodeName));
  const archs = nodes
    .filter(({ metadata }) => boards.has(metadata.name))
    .map(({ metadata }) => metadata.labels['kubernetes.io/arch'] ?? '');
  return [...new Set(archs)].sort();
}

interface Item {
  metadata: { name: string; labels: Readonly<Record<string, string>> };
  spec: { nodeName?: string };
  status: { containerStatuses?: readonly { ready: boolean }[] };
}
