// The clusters that people bring to the workshop: what preflight says of each, what is offered there and what not.
import type { Locator, Page } from '@playwright/test';
import { test as base, expect, expectAccessible } from '#e2e/support/fixtures.ts';
import { serviceAccountKubeconfig } from '#e2e/support/service-account.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { writeSituation } from '#e2e/support/situation.ts';
import { startDashboard } from '#test/support/dashboard.ts';
import { must } from '#test/support/kubectl.ts';
import { openStep, stepLink } from './steps.ts';

const OF_ITS_OWN = simulatedOnly('each has boards of its own');
/** Controllers make pods of a cluster that has just been started, and the plan is made anew then. */
const SETTLED_MS = 30_000;

const test = base.extend<{ situation: string | null }>({
  /** A cluster that a plan is tested on, in the place of a scenario. */
  situation: [null, { option: true }],
  scenario: async ({ situation }, use, testInfo) => {
    const file = testInfo.outputPath(`${situation ?? 'classroom'}.jsonl`);
    if (situation !== null) writeSituation(situation, file);
    await use(situation === null ? 'classroom' : file);
  },
});

/** A check by its title, whose text begins with how it stands: `in the way:`, `to know:`, `not known:`, `well:`. */
function check(page: Page, title: string): Locator {
  const checks = page.getByRole('region', { name: 'Checks' }).getByRole('listitem');
  return checks.filter({ has: page.locator('.check-title', { hasText: new RegExp(`: ?${title}$`) }) });
}

async function expectChecks(page: Page, expected: Readonly<Record<string, RegExp>>): Promise<void> {
  await openStep(page, 'preflight', 'Preflight');
  for (const [title, words] of Object.entries(expected)) {
    await expect(check(page, title)).toContainText(words, { timeout: SETTLED_MS });
  }
  await expectAccessible(page);
}

test.describe('boards fresh from kubeadm', OF_ITS_OWN, () => {
  test('metrics wait for an agreement about certificates', async ({ page }) => {
    await expectChecks(page, {
      Clocks: /^well: ?Clocks.*All within 5 s/,
      Versions: /^to know: ?Versions.*Too far behind it to be supported: pi3-32/,
      'Already installed': /Nothing of the demo stack\./,
    });
    await openStep(page, 'metrics', 'Metrics');
    const apply = page.getByRole('button', { name: /^Apply/ });
    await expect(page.locator('main')).toContainText('Kubelets serve with certificates that they signed themselves');
    await expect(apply).toBeDisabled();
    await page.getByRole('checkbox', { name: /unchecked/ }).check();
    await expect(apply).toBeEnabled();
  });
});

test.describe('k3s', OF_ITS_OWN, () => {
  test.use({ situation: 'k3s' });

  test('what it brings is named as its own and never installed again', async ({ page }) => {
    await expectChecks(page, {
      'Already installed': /metrics-server, Traefik, Local path storage: present, managed by k3s\./,
      'Pod network': /Flannel, which k3s brings/,
      'Default storage class': /local-path, served by rancher\.io\/local-path/,
    });
    for (const [step, title] of [
      ['metrics', 'Metrics'],
      ['ingress', 'Ingress'],
    ] as const) {
      await openStep(page, step, title);
      await expect(stepLink(page, 'done', title)).toBeVisible();
      await expect(page.locator('main')).toContainText('present, managed by k3s');
      await expect(page.locator('main')).toContainText('It is used as it is and never installed again.');
      await expect(page.getByRole('button', { name: /^Apply/ })).toHaveCount(0);
      await expect(page.getByRole('checkbox', { name: /unchecked/ })).toHaveCount(0);
    }
  });
});

test.describe('the talk’s cluster, half-way', OF_ITS_OWN, () => {
  test.use({ scenario: 'kubecon-2017' });

  test('what stands there is kept, and the rest is offered', async ({ page, kubectl }) => {
    await must(kubectl(['delete', 'horizontalpodautoscaler/sample-metrics-app-hpa', 'deployment/sample-metrics-app']));
    await must(kubectl(['delete', 'apiservice', 'v1beta1.metrics.k8s.io']));
    await expectChecks(page, {
      Versions: /Too far behind it to be supported: pi5 \(v1\.6\.0-beta\.4\)/,
      Boards: /Not ready: .*pi7/,
      'Pod network': /Weave/,
      'Already installed': /Heapster, Traefik, .*: present, nobody says by whom/,
    });
    await openStep(page, 'metrics', 'Metrics');
    await expect(stepLink(page, 'done', 'Metrics')).toBeVisible();
    await expect(page.getByRole('radio', { name: 'Heapster' })).toBeChecked();
    await expect(stepLink(page, 'done', 'Taints')).toBeVisible();
    await expect(stepLink(page, 'to do', 'Sample app')).toBeVisible();
  });
});

test.describe('boards of one architecture', OF_ITS_OWN, () => {
  for (const [situation, arch, roomiest] of [
    ['amd64-only', 'amd64', /amd64: \d+Mi on two/],
    ['all-arm', 'arm', /arm: \d+Mi on [a-d]/],
  ] as const) {
    test.describe(situation, () => {
      test.use({ situation });

      test('there is nothing to taint', async ({ page }) => {
        await expectChecks(page, {
          Architectures: /With one architecture there is nothing to keep apart/,
          'Free memory': roomiest,
        });
        await openStep(page, 'taints', 'Taints by architecture');
        await expect(page.locator('main')).toContainText(`Every board is ${arch}: there is nothing to keep apart.`);
        await expect(page.getByRole('button', { name: /^Taint/ })).toHaveCount(0);
        await openStep(page, 'metrics', 'Metrics');
        await expect(page.getByRole('button', { name: 'Apply 8 objects' })).toBeEnabled();
      });
    });
  }
});

test.describe('one board alone', OF_ITS_OWN, () => {
  test.use({ situation: 'single-node' });

  test('says what lets the control plane take pods, and goes on once it does', async ({ page, kubectl }) => {
    await expectChecks(page, {
      Boards:
        /^in the way: ?Boards.*It takes no ordinary pods\..*kubectl taint nodes solo node-role\.kubernetes\.io\/control-plane:NoSchedule- lets it take pods/,
      'Free memory': /Let a board take pods first\./,
    });
    await openStep(page, 'metrics', 'Metrics');
    await expect(page.locator('main')).toContainText('No board can take it: 1 keeps it out by taint.');
    await expect(page.getByRole('button', { name: 'Apply' })).toBeDisabled();
    await must(kubectl(['taint', 'nodes', 'solo', 'node-role.kubernetes.io/control-plane:NoSchedule-']));
    await expect(page.getByRole('button', { name: 'Apply 8 objects' })).toBeEnabled({ timeout: SETTLED_MS });
  });
});

test.describe('full boards of 1 GB', OF_ITS_OWN, () => {
  test.use({ situation: 'boards-full' });

  test('what is small still fits, and what does not says on which boards', async ({ page }) => {
    await expectChecks(page, {
      'Free memory': /^to know: ?Free memory.*arm64: \d{2,3}Mi on pi-[ab].*The largest pod of the stack asks for 224Mi/,
    });
    await openStep(page, 'metrics', 'Metrics');
    const fits = page.getByRole('region', { name: 'Where it can run' });
    await expect(fits.getByRole('listitem').filter({ hasText: 'pi-a' })).toContainText(/fits, \d+Mi free/);
    await openStep(page, 'monitoring', 'Monitoring');
    await expect(page.locator('main')).toContainText(
      /finds no board\. No board can take it: .*3 have too little memory/,
    );
    await expect(page.getByRole('button', { name: 'Apply' })).toBeDisabled();
  });
});

test.describe('somebody with few permissions', OF_ITS_OWN, () => {
  test('reads which ones are missing, once, and what is not known for it', async ({
    browser,
    cluster,
    kubectl,
  }, testInfo) => {
    const file = testInfo.outputPath('kubeconfig');
    const verbs = ['get', 'list', 'watch'];
    await serviceAccountKubeconfig(kubectl, cluster.kubeconfig, file, [
      { apiGroups: [''], resources: ['nodes', 'namespaces', 'services'], verbs },
      { apiGroups: ['apps'], resources: ['deployments', 'daemonsets'], verbs },
    ]);
    const dashboard = await startDashboard({ kubeconfig: file });
    const page = await (await browser.newContext({ baseURL: dashboard.url })).newPage();
    await expectChecks(page, {
      Permissions: /^in the way: ?Permissions.*Missing for every step: .*configmaps bramble-workshop in bramble/,
      'Free memory': /^not known: ?Free memory.*pods may not be read/,
      Clocks: /leases\.coordination\.k8s\.io in kube-node-lease may not be read/,
      Boards: /^well: ?Boards.*5 of 5 boards ready/,
    });
    const text = (await check(page, 'Permissions').innerText()).split('configmaps bramble-workshop');
    expect(text).toHaveLength(2);
    await openStep(page, 'metrics', 'Metrics');
    await expect(page.locator('.workshop-troubles')).toContainText(
      /You may not .*apiservices\.apiregistration\.k8s\.io v1beta1\.metrics\.k8s\.io/,
    );
    await expect(page.locator('.workshop-troubles')).not.toContainText('is refused');
    await expect(page.getByRole('button', { name: 'Apply' })).toBeDisabled();
    await expectAccessible(page);
    await page.context().close();
    await dashboard.stop();
  });
});
