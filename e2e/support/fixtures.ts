// What every browser test gets: a cluster at its start, simulated or real, with a server and a kubectl of its own.
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { type Dashboard, startDashboard } from '#test/support/dashboard.ts';
import { type Kubectl, kubectlFor } from '#test/support/kubectl.ts';
import type { TestCluster } from '#test/support/simulated-cluster.ts';
import { type Cluster, startSimulated, type User } from './cluster.ts';
import { type RealWorker, realWorker } from './real.ts';
import { SIMULATED_ONLY } from './simulated-only.ts';

export interface WorkerOptions {
  clusterKind: 'simulated' | 'real';
}

interface WorkerFixtures {
  /** Null where clusters are simulated. */
  realCluster: RealWorker | null;
}

interface Fixtures {
  /** How the time of a simulated cluster goes; a real one's goes by itself. */
  clock: string;
  /** Of a simulated cluster; a real one always has the talk's boards. */
  scenario: string;
  /** Whose permissions the dashboard has; null for the owner. */
  user: User | null;
  cluster: Cluster;
  /** What only a simulated cluster can do. */
  simulated: TestCluster;
  dashboard: Dashboard;
  kubectl: Kubectl;
}

/** A real control plane's start on a busy machine, or its way back to rest. */
const CLUSTER_MS = 120_000;

export const test = base.extend<Fixtures, WorkerOptions & WorkerFixtures>({
  clusterKind: ['simulated', { option: true, scope: 'worker' }],
  clock: ['real', { option: true }],
  scenario: ['kubecon-2017', { option: true }],
  user: [null, { option: true }],
  realCluster: [
    async ({ clusterKind }, use) => {
      const worker = clusterKind === 'real' ? realWorker() : null;
      await use(worker);
      await worker?.stop();
    },
    { scope: 'worker', timeout: CLUSTER_MS },
  ],
  cluster: [
    async ({ clock, scenario, realCluster }, use) => {
      const cluster = realCluster === null ? await startSimulated({ clock, scenario }) : await realCluster.cluster();
      await use(cluster);
      await cluster.stop();
    },
    { timeout: CLUSTER_MS },
  ],
  simulated: async ({ cluster }, use) => {
    if (cluster.simulated === null) throw new Error(`a real cluster cannot do this: mark the test ${SIMULATED_ONLY}`);
    await use(cluster.simulated);
  },
  dashboard: async ({ cluster, user }, use) => {
    const kubeconfig = user === null ? cluster.kubeconfig : await cluster.kubeconfigOf(user);
    const dashboard = await startDashboard({ kubeconfig });
    await use(dashboard);
    await dashboard.stop();
  },
  kubectl: async ({ cluster }, use) => use(kubectlFor(cluster.kubeconfig)),
  baseURL: async ({ dashboard }, use) => use(dashboard.url),
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // A lost connection is logged by the browser itself; everything else on the error channel is ours.
      if (message.type() === 'error' && !/ERR_CONNECTION|Failed to load resource/.test(message.text()))
        complaints.push(message.text());
    });
    await use(page);
    expect(complaints, 'errors in the browser console').toEqual([]);
  },
});

/** Nothing on the page that axe knows to be a barrier. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNoViolations(new AxeBuilder({ page }));
}

/** Text is told from what it stands on. */
export async function expectContrast(page: Page): Promise<void> {
  await expectNoViolations(new AxeBuilder({ page }).withRules(['color-contrast']));
}

async function expectNoViolations(axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}

export { expect };
