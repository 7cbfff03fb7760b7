// What the usage page shows of nodes, pods and containers is what `kubectl top` prints, cell for cell.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, startDashboard } from '../support/dashboard.ts';
import { type Kubectl, kubectlFor } from '../support/kubectl.ts';
import { startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';
import { computedTop, printedTop, shownTop } from '../support/top-of-cluster.ts';

let cluster: TestCluster;
let kubectl: Kubectl;
let dashboard: Dashboard;

describe.each([
  ['kubecon-2017', 0],
  ['modern', 3_600_000],
])('with the clock standing in %s', (scenario, stepMs) => {
  beforeAll(async () => {
    cluster = await startTestCluster({ scenario, clock: 'paused' });
    if (stepMs > 0) await cluster.stepClock(stepMs);
    kubectl = kubectlFor(cluster.kubeconfig);
    dashboard = await startDashboard({ kubeconfig: cluster.kubeconfig });
  });
  afterAll(async () => {
    await dashboard.stop();
    await cluster.stop();
  });

  it('the usage page shows what kubectl prints', async () => {
    const printed = await printedTop(kubectl);
    expect(printed.nodes.length).toBeGreaterThan(4);
    expect(printed.pods.length).toBeGreaterThan(10);
    expect(await shownTop(dashboard.url)).toEqual(printed);
  });

  it('the rules add, round and sort as kubectl does', async () => {
    expect(await computedTop(kubectl)).toEqual(await printedTop(kubectl));
  });

  // Of two alike kubectl's order is chance: then the amounts have to be in the same one, and the rows the same.
  it.each([
    ['cpu', -2],
    ['memory', -1],
  ] as const)('the rules sort by %s as kubectl does', async (sorting, column) => {
    const [ours, theirs] = [await computedTop(kubectl, sorting), await printedTop(kubectl, sorting)];
    const amounts = (cells: string[][]) => cells.map((row) => row.at(column));
    expect(ours.nodes).toEqual(theirs.nodes);
    expect(amounts(ours.pods)).toEqual(amounts(theirs.pods));
    const lines = (cells: string[][]) => cells.map((row) => row.join(' ')).sort();
    expect(lines(ours.pods)).toEqual(lines(theirs.pods));
    expect(lines(ours.containers)).toEqual(lines(theirs.containers));
  });
});
