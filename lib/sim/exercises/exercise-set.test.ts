// Each exercise shows what it says, on each kind of cluster; the set comes, stays what it is, and goes.
import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answered, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { boardsOf, START_MS } from '../scenarios/testdata/test-world.ts';

let cluster: Cluster;
afterEach(() => cluster.close());

const MINUTE_MS = 60_000;
/** Until images are pulled, and what crashes has done so a few times. */
const SHOWN_AFTER_MS = 5 * MINUTE_MS;
const NODE_INFO = { operatingSystem: 'linux', osImage: 'Raspbian GNU/Linux 12 (bookworm)' };

async function start(scenario: string, recorded?: Scenario): Promise<void> {
  const own = recorded === undefined ? {} : { recorded };
  const parameters = scenario === 'big' ? { nodes: 40, pods: 400 } : {};
  cluster = await createCluster({
    scenario,
    parameters,
    clock: { kind: 'paused' },
    seed: 1,
    startAt: START_MS,
    ...own,
  });
  cluster.settle();
}

const exercises = (method: string): Promise<Answered> => clientOf(cluster)(method, '/exercises', { control: true });

function podsOf(exercise: string): Pod[] {
  const pods = cluster.store.list('pods', 'exercises');
  return pods.filter(({ metadata }) => metadata.labels?.['bramble.dev/exercise'] === exercise);
}

/** In a line, what anybody sees of a pod. */
function seen({ spec, status }: Pod): string {
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (spec?.nodeName === undefined) return `${status?.phase} ${scheduled?.reason ?? ''} ${scheduled?.message ?? ''}`;
  const board = cluster.store.get('nodes', undefined, spec.nodeName)?.metadata.labels?.['kubernetes.io/arch'];
  const init = (status?.initContainerStatuses ?? []).map((one) => `init ${container(one)}`);
  return [`on ${board}:`, ...init, ...(status?.containerStatuses ?? []).map(container)].join(' ');
}

function container({ state, lastState }: ContainerStatus): string {
  const { waiting, running } = state ?? {};
  const before = lastState?.terminated === undefined ? '' : ` after exit code ${lastState.terminated.exitCode}`;
  return running === undefined ? `${waiting?.reason}${before} ${waiting?.message ?? ''}` : 'running';
}

const RUNS = /^on \w+: running$/;
const unschedulable = (why: string) => new RegExp(`^Pending Unschedulable 0/\\d+ nodes are available: .*${why}`);

/** How many pods there are at least that are seen so; all others of the exercise run. */
const SHOWN: Readonly<Record<string, { as: RegExp; others?: boolean }>> = {
  'no-match': { as: /^on (arm|riscv64): ImagePullBackOff .*no match for platform in manifest/, others: true },
  'exec-format': { as: /^on (?!amd64)\w+: CrashLoopBackOff after exit code 255/, others: true },
  imported: { as: /^on (?!amd64)\w+: CrashLoopBackOff after exit code 255/, others: true },
  'init-exec-format': { as: /^on (?!amd64)\w+: init CrashLoopBackOff after exit code 255 .* PodInitializing/ },
  'userland-32': { as: /^on arm: ImagePullBackOff .*no match for platform in manifest/ },
  taint: { as: unschedulable(String.raw`\d+ node\(s\) had untolerated taint`) },
  selector: { as: unschedulable(String.raw`\d+ node\(s\) didn't match Pod's node affinity/selector`) },
  affinity: { as: unschedulable(String.raw`\d+ node\(s\) didn't match Pod's node affinity/selector`) },
  memory: { as: unschedulable(String.raw`\d+ Insufficient memory`) },
  cpu: { as: unschedulable(String.raw`\d+ Insufficient cpu`) },
  'anti-affinity': { as: unschedulable(String.raw`\d+ node\(s\) didn't match pod anti-affinity rules`), others: true },
  spread: { as: unschedulable(String.raw`\d+ node\(s\) didn't match pod topology spread constraints`), others: true },
  'host-port': { as: unschedulable(String.raw`1 node\(s\) didn't have free ports for the requested`), others: true },
  claim: { as: unschedulable('pod has unbound immediate PersistentVolumeClaims') },
  gate: { as: /^Pending SchedulingGated / },
  'other-scheduler': { as: /^Pending +$/ },
  budget: { as: RUNS },
  'bare-pod': { as: RUNS },
  'hpa-two': { as: RUNS },
  'hpa-requests': { as: RUNS },
  'hpa-cap': { as: RUNS },
  'hpa-room': { as: unschedulable(String.raw`1 node\(s\) didn't have free ports for the requested`), others: true },
  'hpa-metric': { as: RUNS },
  'hpa-object': { as: RUNS },
  'hpa-selector': { as: RUNS },
  'private-image': { as: /^on \w+: (ErrImagePull|ImagePullBackOff) .*may require authorization/ },
};

/** What each autoscaler of them says. */
const SCALES: Readonly<Record<string, { is: string; as: RegExp }>> = {
  'hpa-target': { is: 'AbleToScale False FailedGetScale', as: /deployments\.apps "nobody" not found/ },
  'hpa-two': { is: 'ScalingActive False AmbiguousSelector', as: /controlled by more than one HPA/ },
  'hpa-requests': { is: 'ScalingActive False FailedGetResourceMetric', as: /missing request for cpu in container web/ },
  'hpa-cap': { is: 'ScalingLimited True TooManyReplicas', as: /more than the maximum replica count/ },
  'hpa-room': { is: 'ScalingActive True ValidMetricFound', as: /from memory resource/ },
  'hpa-metric': {
    is: 'ScalingActive False FailedGetPodsMetric',
    as: /could not find the metric http_request for pods/,
  },
  'hpa-object': {
    is: 'ScalingActive False FailedGetObjectMetric',
    as: /could not find the metric http_requests for services nowhere/,
  },
  'hpa-selector': {
    is: 'ScalingActive False FailedGetExternalMetric',
    as: /no metrics returned from external metrics API/,
  },
};
const OF_ADAPTERS = ['hpa-metric', 'hpa-object', 'hpa-selector'];
const OF_METRICS = ['hpa-requests', 'hpa-cap', 'hpa-room', ...OF_ADAPTERS];

const ALL = [...new Set([...Object.keys(SHOWN), ...Object.keys(SCALES)])];

function scalersOf(exercise: string): string[] {
  const all = cluster.store.list('horizontalpodautoscalers.autoscaling', 'exercises');
  const own = all.filter(({ metadata }) => metadata.labels?.['bramble.dev/exercise'] === exercise);
  return own.flatMap(({ status }) =>
    (status?.conditions ?? []).map(({ type, status: is, reason, message }) => `${type} ${is} ${reason}: ${message}`),
  );
}

describe.each([
  { scenario: 'kubecon-2017', leftOut: ['userland-32'] },
  { scenario: 'classroom', leftOut: ['userland-32', ...OF_METRICS] },
  { scenario: 'modern', leftOut: OF_ADAPTERS },
  { scenario: 'big', leftOut: ['userland-32', 'taint', ...OF_ADAPTERS] },
  { scenario: 'empty', leftOut: ALL.filter((name) => !['gate', 'other-scheduler', 'hpa-target'].includes(name)) },
])('$scenario', ({ scenario, leftOut }) => {
  it('shows what each exercise says it does, leaves the rest as it is, and is rid of it again', async () => {
    await start(scenario);
    const elsewhere = () => cluster.store.list('pods').filter(({ metadata }) => metadata.namespace !== 'exercises');
    const evicted = () => elsewhere().filter(({ status }) => status?.reason === 'Evicted').length;
    const before = evicted();
    const set = await cluster.control.addExercises();
    expect(set.leftOut.map(({ name }) => name).toSorted()).toEqual(leftOut.toSorted());
    const names = set.exercises.map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(ALL.filter((name) => !leftOut.includes(name))));
    cluster.clock.step(SHOWN_AFTER_MS);
    for (const { name, finds } of set.exercises) {
      const scaling = SCALES[name];
      if (scaling !== undefined) {
        expect(scalersOf(name), name).toContainEqual(expect.stringMatching(scaling.as));
        expect(
          scalersOf(name).map((text) => text.split(':')[0]),
          name,
        ).toContain(scaling.is);
      }
      if (SHOWN[name] === undefined) continue;
      const shown = podsOf(name).map(seen);
      const { as, others = false } = SHOWN[name];
      expect(shown, name).toContainEqual(expect.stringMatching(as));
      expect(
        shown.filter((one) => !as.test(one) && !(others && RUNS.test(one))),
        name,
      ).toEqual([]);
      expect(podsOf(name).map(({ metadata }) => metadata?.annotations?.['bramble.dev/to-find'])).toContain(finds);
    }
    expect(evicted()).toBe(before);
    await cluster.control.removeExercises();
    expect(cluster.control.state().exercises).toBe('leaving');
    cluster.clock.step(MINUTE_MS);
    expect(cluster.control.state().exercises).toBe('none');
    const left = cluster.store.resources().flatMap((resource) => cluster.store.list(resource, 'exercises'));
    expect(left.filter(({ kind }) => kind !== 'Event')).toEqual([]);
  }, 60_000);
});

describe('the set', () => {
  it('is added once however often it is asked for, and what was taken from it comes back', async () => {
    await start('kubecon-2017');
    const ask = clientOf(cluster);
    const first = await exercises('POST');
    expect(first).toMatchObject({ status: 200, json: { namespace: 'exercises' } });
    cluster.clock.step(MINUTE_MS);
    const path = '/apis/apps/v1/namespaces/exercises/deployments';
    await ask('PATCH', `${path}/memory`, { body: { spec: { replicas: 2 } } });
    await ask('DELETE', `${path}/cpu`);
    await ask('DELETE', `${path}/selector`);
    cluster.clock.step(MINUTE_MS);
    expect(podsOf('selector')).toEqual([]);
    const uids = podsOf('exec-format').map(({ metadata }) => metadata?.uid);
    expect((await exercises('POST')).json).toEqual(first.json);
    cluster.clock.step(MINUTE_MS);
    expect(podsOf('selector')).toHaveLength(1);
    expect(podsOf('memory')).toHaveLength(2);
    expect(podsOf('exec-format').map(({ metadata }) => metadata?.uid)).toEqual(uids);
  });

  it('is not mixed with what leaves, nor with a namespace of somebody else', async () => {
    await start('classroom');
    const ask = clientOf(cluster);
    await exercises('POST');
    cluster.clock.step(MINUTE_MS);
    expect((await exercises('DELETE')).json).toMatchObject({ exercises: 'leaving' });
    expect((await exercises('DELETE')).json).toMatchObject({ exercises: 'leaving' });
    expect((await exercises('POST')).json).toMatchObject({
      code: 409,
      message: expect.stringMatching(/still being removed: wait/),
    });
    cluster.clock.step(MINUTE_MS);
    expect((await exercises('DELETE')).json).toMatchObject({ exercises: 'none' });
    await ask('POST', '/api/v1/namespaces', { body: { metadata: { name: 'exercises' } } });
    expect((await exercises('POST')).json).toMatchObject({
      code: 409,
      message: expect.stringMatching(/not of the exercises: delete it/),
    });
    await exercises('DELETE');
    expect(cluster.store.get('namespaces', undefined, 'exercises')?.metadata.deletionTimestamp).toBeUndefined();
  });

  it('is not for a student', async () => {
    await start('empty');
    const answer = await clientOf(cluster)('POST', '/exercises', { control: true, user: 'student' });
    expect(answer.status).toBe(403);
    expect(cluster.control.state().exercises).toBe('none');
  });

  it.each([
    ['exec-format', 'web', 'exec /docker-entrypoint.sh: exec format error\n'],
    ['init-exec-format', 'prepare', 'exec /bin/prepare: exec format error\n'],
  ])('%s: the log of what crashed says why', async (exercise, name, text) => {
    await start('kubecon-2017');
    await exercises('POST');
    cluster.clock.step(SHOWN_AFTER_MS);
    const pod = podsOf(exercise).find((one) => seen(one).includes('CrashLoopBackOff'))?.metadata?.name;
    const path = `/api/v1/namespaces/exercises/pods/${pod}/log?container=${name}`;
    for (const query of ['', '&previous=true']) {
      expect((await clientOf(cluster)('GET', path + query)).text).toBe(text);
    }
  });

  it('counts a 32-bit system under a 64-bit kernel where a board has one, and needs no amd64 board', async () => {
    const build = () => {
      const built = boardsOf({ pi4: 'arm64', pi3: 'arm' });
      const objects = built.objects.map((object) =>
        object.metadata?.name === 'pi3' && object.kind === 'Node' ? with64BitKernel(object) : object,
      );
      return { ...built, objects };
    };
    await start('mine', { name: 'mine', title: 'Mine', summary: 'Two boards.', build });
    const { exercises: made } = await cluster.control.addExercises();
    expect(made.map(({ name }) => name)).toContain('userland-32');
    cluster.clock.step(SHOWN_AFTER_MS);
    expect(podsOf('userland-32').map(seen)).toEqual([expect.stringMatching(SHOWN['userland-32']?.as ?? '')]);
    expect(podsOf('exec-format').map(seen)).toEqual(
      Array(2).fill(expect.stringMatching(SHOWN['exec-format']?.as ?? '')),
    );
  });
});

function with64BitKernel(node: object): object {
  const { status } = node as { status: { nodeInfo: object } };
  return {
    ...node,
    status: { ...status, nodeInfo: { ...status.nodeInfo, ...NODE_INFO, kernelVersion: '6.6.31+rpt-rpi-v8' } },
  };
}
