// What every browser test gets: a simulated cluster, a server and a kubectl of its own.
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { type Dashboard, startDashboard } from '#test/support/dashboard.ts';
import { type Kubectl, kubectlFor } from '#test/support/kubectl.ts';
import { startTestCluster, type TestCluster } from '#test/support/simulated-cluster.ts';

interface Fixtures {
  clock: string;
  scenario: string;
  /** Whose permissions the dashboard has: a context of the cluster's kubeconfig, or null for the owner. */
  user: string | null;
  cluster: TestCluster;
  dashboard: Dashboard;
  kubectl: Kubectl;
}

export const test = base.extend<Fixtures>({
  clock: ['real', { option: true }],
  scenario: ['kubecon-2017', { option: true }],
  user: [null, { option: true }],
  cluster: async ({ clock, scenario }, use) => {
    const cluster = await startTestCluster({ clock, scenario });
    await use(cluster);
    await cluster.stop();
  },
  dashboard: async ({ cluster, user }, use) => {
    const kubeconfig = user === null ? cluster.kubeconfig : cluster.kubeconfigOf(user);
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
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}

export { expect };
