// Suppositions about a simulated cluster, made up by a seed.
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import type { SupposedCluster } from '#lib/model/what-if/supposed-cluster.ts';
import type { Random } from '#lib/sim/random.ts';
import { one } from './drawn-world.ts';

const CHANGED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

export function drawnSuppositions(random: Random, cluster: SupposedCluster): Supposition[] {
  const first = drawn(random, cluster);
  return random.integer(4) === 0 ? [first, drawn(random, cluster)] : [first];
}

function drawn(random: Random, cluster: SupposedCluster): Supposition {
  const node = one(random, cluster.nodes).name;
  const workloads = cluster.workloads.filter(({ kind }) => CHANGED.has(kind));
  const scaled = workloads.filter(({ kind }) => kind !== 'DaemonSet');
  const effect = one(random, ['NoSchedule', 'NoExecute', 'NoExecute'] as const);
  const choices: (() => Supposition)[] = [
    () => ({ suppose: 'unplug', node }),
    () => ({ suppose: 'unplug', node }),
    () => ({ suppose: 'action', action: { action: 'cordon', node } }),
    () => ({ suppose: 'action', action: { action: 'taint', node, taint: { key: 'team', value: 'b', effect } } }),
    () => ({ suppose: 'action', action: { action: 'taint', node, taint: { key: 'new', value: '', effect } } }),
    () => ({ suppose: 'action', action: { action: 'untaint', node, taint: { key: 'team', value: 'a', effect } } }),
    () => {
      const { namespace, name } = one(random, cluster.pods);
      return { suppose: 'action', action: { action: 'delete-pod', pod: { namespace, name } } };
    },
  ];
  if (scaled.length > 0) {
    choices.push(() => {
      const { kind, namespace, name } = one(random, scaled);
      const replicas = random.integer(6);
      return { suppose: 'action', action: { action: 'scale', workload: { kind, namespace, name }, replicas } };
    });
  }
  if (workloads.length > 0) choices.push(() => templateChange(random, one(random, workloads), node));
  return one(random, choices)();
}

function templateChange(random: Random, record: SupposedCluster['workloads'][number], node: string): Supposition {
  const { kind, namespace, name, template } = record;
  const workload = { kind, namespace, name };
  if (random.integer(2) === 0) {
    const requests = { cpu: one(random, ['10m', '300m', '2']), memory: one(random, ['20Mi', '200Mi', null]) };
    return { suppose: 'action', action: { action: 'request', workload, container: 'c', requests } };
  }
  const placement = {
    nodeSelector: one<Record<string, string> | null>(random, [
      null,
      { 'kubernetes.io/hostname': node },
      { 'kubernetes.io/arch': 'arm64' },
    ]),
    affinity: template.affinity,
    tolerations: one(random, [null, [{ operator: 'Exists' as const }], [...template.tolerations]]),
  };
  return { suppose: 'action', action: { action: 'place', workload, placement } };
}
