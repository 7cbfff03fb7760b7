import { describe, expect, it } from 'vitest';
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import type { NodeRecord, PodRecord, WorkloadRecord } from '../records/records.ts';
import { board, pod } from '../testdata/cluster.ts';
import { picture, podWith, workload } from '../testdata/picture.ts';
import { Placement, type PlacementRows } from './placement.ts';
import { DETAIL_NODES_MAX, ROW_PODS_MAX, ROWS_MAX } from './placement-view.ts';

const UNKNOWN: PlatformsOf = () => ({ platforms: null, shape: null, source: 'unknown', how: '' });
const AMD64_ONLY: PlatformsOf = () => {
  return {
    platforms: [{ os: 'linux', architecture: 'amd64', variant: '' }],
    shape: 'single',
    source: 'registry',
    how: '',
  };
};
const rack = [
  board({ name: 'up1', arch: 'amd64' }),
  board({ name: 'pi10' }),
  board({ name: 'pi9' }),
  board({
    name: 'pi6',
    arch: 'arm',
    taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }],
    ready: 'False',
  }),
];
const ofSet = { owner: { kind: 'ReplicaSet', name: 'web-5d8' }, labels: { 'pod-template-hash': '5d8' } };

function view(
  nodes: readonly NodeRecord[],
  pods: readonly PodRecord[],
  more: { workloads?: readonly WorkloadRecord[]; platformsOf?: PlatformsOf } = {},
): PlacementRows {
  const { workloads = [], platformsOf = UNKNOWN } = more;
  return new Placement().view({ picture: picture({ nodes, pods }), pods, workloads, platformsOf });
}

describe('the columns', () => {
  it('are architectures in the order of the rack, with their nodes by name, and sums of pods', () => {
    const pods = [pod({ node: 'pi9' }), pod({ name: 'b', node: 'pi6', waiting: 'CrashLoopBackOff' })];
    const { columns } = view(rack, pods);
    expect(columns).toMatchObject({
      architectures: [
        { arch: 'arm64', nodes: [{ name: 'pi9' }, { name: 'pi10' }], pods: { running: 1 } },
        { arch: 'arm', nodes: [{ name: 'pi6', state: 'not-ready' }], pods: { failing: 1 } },
        { arch: 'amd64', nodes: [{ name: 'up1', state: 'ready' }], pods: {} },
      ],
      detail: 'nodes',
      podCount: 2,
      workloadCount: 2,
    });
  });
});

describe('the rows', () => {
  it('are the top owners, and what has none', () => {
    const pods = [
      pod({ name: 'web-5d8-a', ...ofSet }),
      pod({ name: 'web-5d8-b', node: 'pi9', ...ofSet }),
      pod({ name: 'etcd-pi9', node: 'pi9', owner: { kind: 'Node', name: 'pi9' } }),
      pod({ name: 'etcd-pi10', node: 'pi10', owner: { kind: 'Node', name: 'pi10' } }),
      pod({ name: 'report-1', owner: { kind: 'Job', name: 'report' }, phase: 'Succeeded' }),
      pod({ name: 'bare' }),
    ];
    const workloads = [workload('Deployment', 'web', {}, 3), workload('Deployment', 'idle', {}, 0)];
    const { rows } = view(rack, pods, { workloads });
    expect(
      Array.from(rows, ([key, { ready, desired, podCount, note }]) => [key, ready, desired, podCount, note]),
    ).toEqual([
      ['default/Deployment/idle', 0, 0, 0, 'scaled to 0'],
      ['default/Deployment/web', 0, 3, 2, null],
      ['default/Job/report', 0, null, 1, null],
      ['default/Pod/bare', 1, 1, 1, null],
      ['default/Pod/etcd', 2, 2, 2, 'static'],
    ]);
    expect(rows.get('default/Pod/etcd')?.verdicts, 'where it is, and nowhere else').toBe('..AA');
  });

  it('say of each node why it cannot take one more', () => {
    const { rows } = view(rack, [], {
      workloads: [workload('Deployment', 'web', { nodeSelector: { 'kubernetes.io/arch': 'arm64' } })],
    });
    expect(rows.get('default/Deployment/web')?.verdicts).toBe('..RA');
  });

  it('let a daemon tolerate what its controller makes it tolerate', () => {
    const cordoned = board({ name: 'a', unschedulable: true });
    const short = board({ name: 'b', taints: [{ key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule' }] });
    const { rows } = view([cordoned, short], [], {
      workloads: [workload('DaemonSet', 'net'), workload('Deployment', 'web')],
    });
    expect(rows.get('default/DaemonSet/net')?.verdicts).toBe('..');
    expect(rows.get('default/Deployment/web')?.verdicts).toBe('RR');
  });

  it('tell of the pod that waits rather than of the template', () => {
    const waiting = podWith(
      { name: 'web-5d8-a', node: null, phase: 'Pending', ...ofSet },
      { nodeSelector: { disk: 'ssd' } },
    );
    const { rows } = view(rack, [waiting], { workloads: [workload('Deployment', 'web')] });
    expect(rows.get('default/Deployment/web')).toMatchObject({ verdicts: 'AARA', byArch: { '': { pending: 1 } } });
  });

  it('ask of a pod on its own where it could be if it were not where it is', () => {
    const term = { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'db' } } };
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    const nodes = [board({ name: 'a', labels: { zone: 'x' } }), board({ name: 'b', labels: { zone: 'x' } })];
    const { rows } = view(nodes, [podWith({ name: 'db', node: 'a', labels: { app: 'db' } }, { affinity })]);
    expect(rows.get('default/Pod/db')?.verdicts).toBe('..');
  });

  it('name the image where the scheduler would let it land and it could not run', () => {
    const { rows } = view(rack, [], { workloads: [workload('Deployment', 'web')], platformsOf: AMD64_ONLY });
    expect(rows.get('default/Deployment/web')).toMatchObject({ verdicts: 'IIR.', imageArchs: ['amd64'] });
  });
});

describe('what stays bounded', () => {
  const many = Array.from({ length: DETAIL_NODES_MAX + 1 }, (_, index) =>
    board({ name: `n${index}`, arch: index === 0 ? 'arm' : 'arm64', unschedulable: index > 1 }),
  );

  it('tells of many nodes by architecture: whether one would do, else the commonest reason', () => {
    const cordonedArm = [board({ name: 'n0', arch: 'arm', unschedulable: true }), ...many.slice(1)];
    const { columns, rows } = view(cordonedArm, [], { workloads: [workload('Deployment', 'web')] });
    expect(columns.detail).toBe('architectures');
    expect(rows.get('default/Deployment/web')?.verdicts).toBe('.R');
  });

  it('names of many pods those in trouble', () => {
    const pods = Array.from({ length: 100 }, (_, index) =>
      pod({ name: `web-${index}`, node: 'n1', ...ofSet, ...(index < 60 ? { waiting: 'CrashLoopBackOff' } : {}) }),
    );
    const row = view(many, pods).rows.get('default/Deployment/web');
    expect(row).toMatchObject({ podCount: 100, byArch: { arm64: { running: 40, failing: 60 } } });
    expect(row?.pods).toHaveLength(ROW_PODS_MAX);
    expect(new Set(row?.pods.map(({ state }) => state))).toEqual(new Set(['failing']));
  });

  it('has so many rows, those in trouble among them, and says how many there are', () => {
    const pods = Array.from({ length: ROWS_MAX + 1 }, (_, index) => pod({ name: `bare-${index}`, node: 'n1' }));
    const troubled = pod({ name: 'zz', node: 'n1', waiting: 'ErrImagePull' });
    const { columns, rows } = view(many, [...pods, troubled]);
    expect(rows.size).toBe(ROWS_MAX);
    expect(columns.workloadCount).toBe(ROWS_MAX + 2);
    expect(rows.has('default/Pod/zz')).toBe(true);
  });
});
