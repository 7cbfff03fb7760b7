import type { Affinity } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { parsePlatform } from '#lib/rules/images/platform.ts';
import { projectPod } from '../records/project-pod.ts';
import type { PodRecord, WorkloadRecord } from '../records/records.ts';
import { board, pod, podObject } from '../testdata/cluster.ts';
import { picture, workload } from '../testdata/picture.ts';
import { diagnosed } from './diagnoses.ts';
import { filteredImages } from './image-filter.ts';
import { Images } from './images.ts';
import type { PlatformsOf } from './platform-knowledge.ts';

const NODES = [
  board({ name: 'pi1', arch: 'arm', kernel: '6.12.47+rpt-rpi-v7' }),
  board({ name: 'pi5', arch: 'arm64' }),
  board({ name: 'up1', arch: 'amd64', kernel: '6.8.0-generic' }),
];

const PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  'amd:1': ['linux/amd64'],
  'all:1': ['linux/amd64', 'linux/arm64', 'linux/arm/v6', 'linux/arm/v7'],
};

const platformsOf: PlatformsOf = (image) => {
  const texts = PLATFORMS[image];
  if (texts === undefined) return { platforms: null, shape: null, source: 'unknown', how: 'nobody was asked' };
  return {
    platforms: texts.flatMap((text) => parsePlatform(text) ?? []),
    shape: 'index',
    source: 'registry',
    how: 'r',
  };
};

function using(name: string, image: string, nodeSelector: Record<string, string> = {}): WorkloadRecord {
  return workload('Deployment', name, { containers: [{ name: 'c', image }], nodeSelector });
}

function view(workloads: readonly WorkloadRecord[], pods: readonly PodRecord[] = [], nodes = NODES) {
  const nodesByName = new Map(nodes.map((node) => [node.name, node]));
  return new Images().view({
    picture: picture({ nodes, pods }),
    pods,
    workloads,
    platformsOf,
    diagnosed: pods.flatMap((one) => diagnosed(one, { nodes: nodesByName, platformsOf, logOf: () => null }) ?? []),
  });
}

/** Of another architecture than its board, and ended by that. */
function shopPod(object: ReturnType<typeof podObject>, affinity: Affinity): ReturnType<typeof podObject> {
  const waiting = { reason: 'CrashLoopBackOff', message: 'exec /app: exec format error' };
  const lastState = { terminated: { exitCode: 255, reason: 'Error', message: 'exec /app: exec format error' } };
  const status = {
    name: 'c',
    image: 'amd:1',
    imageID: '',
    ready: false,
    restartCount: 3,
    state: { waiting },
    lastState,
  };
  return {
    ...object,
    spec: { ...object.spec, affinity, containers: [{ name: 'c', image: 'amd:1' }] },
    status: { ...object.status, containerStatuses: [status] },
  };
}

function rowOf(rows: ReturnType<typeof view>['rows'], image: string) {
  const found = [...rows.values()].find((row) => row.image === image);
  if (found === undefined) throw new Error(`no row of ${image}`);
  return found;
}

describe('the images', () => {
  it('name who may be put where it cannot run, and what would keep it away', () => {
    const { rows, totals } = view([using('shop', 'amd:1'), using('blog', 'all:1')]);
    const { problem } = rowOf(rows, 'amd:1');
    expect(problem).toMatchObject({
      kind: 'may-fail',
      text: 'shop may be put on 2 boards where it cannot run.',
      users: [{ boards: ['pi1', 'pi5'], text: 'Require kubernetes.io/arch in (amd64)' }],
    });
    expect(problem?.users[0]?.pin).toMatchObject({ action: 'place', workload: { name: 'shop' } });
    expect(rowOf(rows, 'all:1').problem).toBeNull();
    expect(totals).toMatchObject({ images: 2, fails: 0, mayFail: 1, unknown: 0 });
  });

  it.each<[string, WorkloadRecord]>([
    ['its selector keeps it there', using('shop', 'amd:1', { 'kubernetes.io/arch': 'amd64' })],
    ['nobody knows its platforms', using('shop', 'who:1')],
  ])('say nothing against one where %s', (_, given) => {
    const { rows } = view([given]);
    expect([...rows.values()].map(({ problem }) => problem)).toEqual([null]);
  });

  it('say nothing of boards that taints keep it from', () => {
    const taints = [{ key: 'arch', value: 'x', effect: 'NoSchedule' }];
    const nodes = NODES.map((node) => (node.name === 'up1' ? node : { ...node, taints }));
    expect(rowOf(view([using('shop', 'amd:1')], [], nodes).rows, 'amd:1').problem).toBeNull();
  });

  it('offer the pin of one that fails there, also where its own pods leave no room for another', () => {
    const affinity = {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { app: 'shop' } }, topologyKey: 'kubernetes.io/os' },
        ],
      },
    };
    const shop = workload('Deployment', 'shop', { containers: [{ name: 'c', image: 'amd:1' }], affinity });
    const labels = { app: 'shop', 'pod-template-hash': 'abc' };
    const owner = { kind: 'ReplicaSet', name: 'shop-abc' };
    const crashing = projectPod(
      shopPod(podObject({ name: 'shop-abc-1', node: 'pi5', labels, owner, waiting: 'CrashLoopBackOff' }), affinity),
    );
    const nodes = NODES.map((node) => ({ ...node, labels: { ...node.labels, 'kubernetes.io/os': 'linux' } }));
    const { problem } = rowOf(view([shop], [crashing], nodes).rows, 'amd:1');
    expect(problem).toMatchObject({ kind: 'fails', users: [{ workload: { name: 'shop' }, boards: ['pi5'] }] });
    expect(problem?.users[0]?.pin).toMatchObject({ action: 'place' });
  });

  it('show an image once, however it is written, with its platforms, users and boards', () => {
    const running = pod({ name: 'a', node: 'pi5' });
    const { rows } = view([using('one', 'app:1'), using('two', 'docker.io/library/app:1')], [running]);
    expect([...rows.keys()]).toEqual(['docker.io/library/app:1']);
    expect(rowOf(rows, 'app:1')).toMatchObject({
      userCount: 3,
      podCount: 1,
      boards: [{ name: 'pi5', arch: 'arm64', runs: true }],
      platforms: null,
      how: 'nobody was asked',
    });
    expect(rowOf(view([using('x', 'all:1')]).rows, 'all:1').platforms).toEqual([
      { arch: 'amd64', variants: [] },
      { arch: 'arm', variants: ['v6', 'v7'] },
      { arch: 'arm64', variants: [] },
    ]);
  });

  it('stand in the order of their trouble, and are filtered', () => {
    const { rows } = view([using('shop', 'amd:1'), using('blog', 'all:1'), using('odd', 'who:1')]);
    const shown = (filter: Partial<Parameters<typeof filteredImages>[1]>) =>
      filteredImages([...rows.values()], { text: '', arch: '', show: '', ...filter }).map(({ image }) => image);
    expect(shown({})).toEqual(['amd:1', 'who:1', 'all:1']);
    expect(shown({ show: 'trouble' })).toEqual(['amd:1']);
    expect(shown({ show: 'unknown' })).toEqual(['who:1']);
    expect(shown({ arch: 'arm' })).toEqual(['all:1']);
    expect(shown({ text: 'BLOG' })).toEqual(['all:1']);
  });
});
