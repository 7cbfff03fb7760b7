import { describe, expect, it } from 'vitest';
import { readNodeMetrics, readPodMetrics } from '#lib/rules/top/resource-metrics.ts';
import { projectPod } from '../records/project-pod.ts';
import type { PodRecord } from '../records/records.ts';
import { board } from '../testdata/cluster.ts';
import { adviceRows } from './advice.ts';
import type { AdviceRow } from './usage-view.ts';

const AT = '2026-01-01T00:00:00Z';

interface Spec {
  name: string;
  owner?: { kind: string; name: string } | null;
  requests?: Record<string, string>;
  limits?: Record<string, string>;
  used?: { cpu: string; memory: string };
  phase?: string;
}

function podOf({ name, owner = { kind: 'StatefulSet', name: 'web' }, phase = 'Running', ...spec }: Spec): PodRecord {
  const { requests, limits } = spec;
  const ownerReferences = owner === null ? [] : [{ ...owner, apiVersion: 'apps/v1', uid: 'u', controller: true }];
  return projectPod({
    metadata: { namespace: 'default', name, ownerReferences },
    spec: {
      nodeName: 'pi5',
      containers: [
        { name: 'app', image: 'a:1', resources: { ...(requests && { requests }), ...(limits && { limits }) } },
      ],
    },
    status: { phase },
  });
}

function advise(specs: readonly Spec[], nodeUsed = { cpu: '100m', memory: '100Mi' }): AdviceRow[] {
  const measured = specs.flatMap(({ name, used }) => {
    if (used === undefined) return [];
    const metadata = { namespace: 'default', name };
    return readPodMetrics({ metadata, timestamp: AT, containers: [{ name: 'app', usage: used }] }) ?? [];
  });
  const node = readNodeMetrics({ metadata: { name: 'pi5' }, timestamp: AT, usage: nodeUsed });
  const rows = adviceRows({
    nodes: [board({ name: 'pi5', cpu: '4', memory: '1000Mi' })],
    pods: specs.map(podOf),
    byPod: new Map(measured.map(({ key, usage }) => [key, usage])),
    measures: { source: { state: 'live' }, byNode: new Map(node === null ? [] : [[node.key, node.usage]]) },
  });
  return [...rows.values()];
}

const FULL = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } };
const LITTLE = { cpu: '42m', memory: '50Mi' };

describe('requests against reality', () => {
  it.each<[string, Spec[], string[]]>([
    ['everything is stated and fits', [{ name: 'web-0', ...FULL, used: LITTLE }], []],
    [
      'nothing is stated: by workload, for the pod that uses most',
      [
        { name: 'web-0', used: LITTLE },
        { name: 'web-1', used: { cpu: '130m', memory: '90Mi' } },
      ],
      [
        'kubectl set resources statefulset/web -n default -c app --requests=cpu=200m,memory=112Mi --limits=memory=192Mi',
      ],
    ],
    [
      'what is stated is left alone',
      [{ name: 'web-0', requests: { memory: '64Mi' }, limits: { memory: '128Mi' }, used: LITTLE }],
      ['kubectl set resources statefulset/web -n default -c app --requests=cpu=60m'],
    ],
    [
      'no limit, which is not below the request',
      [{ name: 'web-0', requests: { cpu: '50m', memory: '200Mi' }, used: LITTLE }],
      ['kubectl set resources statefulset/web -n default -c app --limits=memory=208Mi'],
    ],
    [
      'close to its limit',
      [{ name: 'web-0', ...FULL, used: { cpu: '42m', memory: '120Mi' } }],
      ['kubectl set resources statefulset/web -n default -c app --limits=memory=240Mi'],
    ],
    [
      'close to its limit, and nothing that makes it anew',
      [{ name: 'web-0', owner: null, ...FULL, used: { cpu: '42m', memory: '120Mi' } }],
      ['kubectl top pod web-0 -n default --containers'],
    ],
    ['below nine tenths of it', [{ name: 'web-0', ...FULL, used: { cpu: '42m', memory: '115Mi' } }], []],
    ['what was not measured cannot be suggested', [{ name: 'web-0' }], []],
    ['a pod that ended asks for nothing', [{ name: 'web-0', used: LITTLE, phase: 'Succeeded' }], []],
    ['a bare pod cannot be changed by a workload', [{ name: 'web-0', owner: null, used: LITTLE }], []],
  ])('%s', (_, specs, kubectl) => expect(advise(specs).map((row) => row.kubectl)).toEqual(kubectl));

  it('names a node whose requests are full while little is used, and who asks for most of it', () => {
    const greedy = { requests: { cpu: '3700m', memory: '64Mi' }, limits: { memory: '128Mi' }, used: LITTLE };
    const [row] = advise([{ name: 'web-0', ...greedy }]);
    expect(row).toMatchObject({ kind: 'full-but-idle', about: 'node pi5', href: '/nodes/pi5' });
    expect(row?.text).toContain('93% of its CPU is asked for and 3% is used');
    expect(row?.kubectl).toBe('kubectl set resources statefulset/web -n default -c app --requests=cpu=60m');
    expect(advise([{ name: 'web-0', ...greedy }], { cpu: '1300m', memory: '1Mi' })).toEqual([]);
  });

  it('tells what matters most first, ten of a kind, and how many more there are', () => {
    const specs = Array.from({ length: 12 }, (_, index) => {
      return { name: `w${index}-0`, owner: { kind: 'StatefulSet', name: `w${index}` }, used: LITTLE };
    });
    const rows = advise([...specs, { name: 'web-0', ...FULL, used: { cpu: '1m', memory: '127Mi' } }]);
    expect(rows.map(({ kind }) => kind)).toEqual(['near-limit', ...Array.from({ length: 10 }, () => 'no-requests')]);
    expect(rows.map(({ rank }) => rank)).toEqual(rows.map((_, index) => index));
    expect(rows.at(-1)?.more).toBe(2);
  });
});
