// Generated pods through the running kube-scheduler and through the simulated one, on the same nodes: what the one
// leaves pending the other leaves pending in the same words, and where a pod is placed the rules here allow it.
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { KWOK_LABEL } from '../control-plane/kwok.ts';
import type { RealCluster } from '../control-plane/real-cluster.ts';
import { generateLive, MEEK } from '../difference/live.ts';
import { ourVerdicts } from '../difference/ours.ts';
import type { Body } from './case.ts';
import { ClusterClient } from './client.ts';
import { type Pair, startPair } from './pair.ts';

/** Ten pods each. */
const SEEDS = [4, 11, 12, 13, 14, 15];

interface Placement {
  node: string | null;
  message: string;
}

const { namespaces, nodes, pods } = generateLive(SEEDS, KWOK_LABEL);
let pair: Pair | null = null;

beforeAll(async () => {
  const binaries = controlPlaneBinaries((line) => void process.stdout.write(`${line}\n`));
  if (binaries !== null) pair = await startPair(binaries, prepare);
}, 900_000);
afterAll(() => pair?.stop());

describe('placing pods', () => {
  it('goes as in a real cluster', async ({ skip }) => {
    if (pair === null) return skip('there is no Go here to build the real scheduler with');
    const { real, simulated } = pair;
    for (const client of [real, simulated]) {
      await client.request({ verb: 'POST', path: '/apis/scheduling.k8s.io/v1/priorityclasses', body: MEEK }, '');
    }
    let placed = 0;
    const wrong: string[] = [];
    for (const pod of pods) {
      const name = `${pod.metadata?.namespace}/${pod.metadata?.name}`;
      const before = await stateOf(real);
      const [there, here] = [await place(real, pod), await place(simulated, pod)];
      const [ours] = ourVerdicts({ cluster: before, judge: [await read(real, pod)].map(unplaced) });
      if (there.message !== here.message) wrong.push(`${name}\n  simulated: ${said(here)}\n  real: ${said(there)}`);
      if (there.message !== ours?.message) wrong.push(`${name}\n  rules: ${ours?.message}\n  real: ${said(there)}`);
      if (there.node === null) {
        await Promise.all([remove(real, pod), remove(simulated, pod)]);
        continue;
      }
      placed += 1;
      if (ours?.scores?.[there.node] === undefined) wrong.push(`${name}: the rules do not allow ${there.node}`);
      await move(simulated, pod, here.node, there.node);
    }
    process.stdout.write(`${pods.length} pods on ${nodes.length} generated nodes and five boards: ${placed} placed\n`);
    expect(wrong).toEqual([]);
    expect(placed).toBeGreaterThanOrEqual(pods.length / 4);
    expect(pods.length - placed).toBeGreaterThanOrEqual(pods.length / 4);
  }, 600_000);
});

async function prepare(cluster: RealCluster): Promise<void> {
  const admin = cluster.kubeconfig;
  const client = new ClusterClient('real', { admin, student: admin, nobody: admin });
  for (const body of namespaces) await client.request({ verb: 'POST', path: '/api/v1/namespaces', body }, '');
  for (const body of nodes) await client.request({ verb: 'POST', path: '/api/v1/nodes', body }, '');
  for (const { metadata } of namespaces) {
    const path = `/api/v1/namespaces/${metadata?.name}/serviceaccounts/default`;
    await client.request({ verb: 'GET', path, until: (body) => body['kind'] === 'ServiceAccount' }, '');
  }
  const until = (body: Body) => (body['items'] as unknown as readonly Node[]).every(isSettled);
  const { code } = await client.request({ verb: 'GET', path: '/api/v1/nodes', until }, '');
  client.close();
  if (code !== 200) throw new Error('the nodes did not come to rest');
}

/** Ready, and with the taints that the node controller gives it. */
function isSettled({ spec, status }: Node): boolean {
  const isReady = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
  const keys = (spec?.taints ?? []).map(({ key }) => key).filter((key) => key.startsWith('node.kubernetes.io/'));
  return isReady && keys.join() === (spec?.unschedulable === true ? 'node.kubernetes.io/unschedulable' : '');
}

async function stateOf(client: ClusterClient) {
  const items = async <T>(path: string) => (await ask(client, path))['items'] as T[];
  return {
    nodes: await items<Node>('/api/v1/nodes'),
    pods: await items<Pod>('/api/v1/pods'),
    namespaces,
    services: [],
    persistentVolumes: [],
    persistentVolumeClaims: [],
    storageClasses: [],
  };
}

async function ask(client: ClusterClient, path: string, until?: (body: Body) => boolean): Promise<Body> {
  const { code, body } = await client.request({ verb: 'GET', path, ...(until && { until }) }, '');
  if (code < 200 || code > 404) throw new Error(`${client.name}: GET ${path}: ${code} ${JSON.stringify(body)}`);
  return body as Body;
}

function pathOf({ metadata }: Pod): string {
  return `/api/v1/namespaces/${metadata?.namespace}/pods/${metadata?.name}`;
}

async function create(client: ClusterClient, pod: Pod): Promise<void> {
  const path = `/api/v1/namespaces/${pod.metadata?.namespace}/pods`;
  const { code, body } = await client.request({ verb: 'POST', path, body: pod }, '');
  if (code !== 201) throw new Error(`${client.name} refuses a generated pod: ${JSON.stringify(body)}`);
}

async function place(client: ClusterClient, pod: Pod): Promise<Placement> {
  await create(client, pod);
  const answer = (await ask(client, pathOf(pod), (body) => verdictOf(body as Pod) !== null)) as Pod;
  const placement = verdictOf(answer);
  if (placement === null) throw new Error(`${client.name} says nothing about ${pathOf(pod)}`);
  return placement;
}

function verdictOf({ spec, status }: Pod): Placement | null {
  if (spec?.nodeName) return { node: spec.nodeName, message: '' };
  const condition = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  return condition?.status === 'False' ? { node: null, message: condition.message ?? '' } : null;
}

async function read(client: ClusterClient, pod: Pod): Promise<Pod> {
  return (await ask(client, pathOf(pod))) as Pod;
}

/** As it was before the scheduler chose. */
function unplaced(pod: Pod): Pod {
  const { nodeName: _chosen, ...spec } = pod.spec ?? { containers: [] };
  return { ...pod, spec };
}

async function remove(client: ClusterClient, pod: Pod): Promise<void> {
  await client.request({ verb: 'DELETE', path: `${pathOf(pod)}?gracePeriodSeconds=0` }, '');
  await ask(client, pathOf(pod), (body) => body['code'] === 404);
}

/** Among equals each scheduler takes any: what one took the other has to go on from. */
async function move(client: ClusterClient, pod: Pod, from: string | null, to: string): Promise<void> {
  if (from === to) return;
  await remove(client, pod);
  await create(client, { ...pod, spec: { containers: [], ...pod.spec, nodeName: to } });
}

function said({ node, message }: Placement): string {
  return node === null ? message : `placed on ${node}`;
}
