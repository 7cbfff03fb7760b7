// What becomes of a workload's pods when its template changes: each kind replaces them in its own way.
import { formatCount } from '#lib/format/count.ts';
import { rolloutBounds } from '#lib/rules/rollout.ts';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import type { WorkloadObject, WorkloadSpec } from './workload-kind.ts';

/** Defaults of apps/v1 (kubernetes pkg/apis/apps/v1/defaults.go), for servers that leave them out. */
const SHARE_DEFAULT = '25%';

/** `podCount` is of its pods as they are now; null where they may not be read. */
export function rolloutEffects(
  { kind }: WorkloadRef,
  { spec = {} }: WorkloadObject,
  podCount: number | null,
): string[] {
  switch (kind) {
    case 'Deployment':
      return deploymentEffects(spec);
    case 'StatefulSet':
      return statefulSetEffects(spec);
    case 'DaemonSet':
      return daemonSetEffects(spec, podCount);
    case 'Job':
      return ['it is suspended: its pods are made so when it is resumed'];
    default:
      return ['its pods stay as they are: only new ones are made so'];
  }
}

function deploymentEffects(spec: WorkloadSpec): string[] {
  const replicas = spec.replicas ?? 1;
  if (spec.paused === true) return ['it is paused: its pods are replaced when it is resumed'];
  if (replicas === 0) return ['it has no pods now: the next ones are made so'];
  const pods = formatCount(replicas, 'pod');
  if (spec.strategy?.type === 'Recreate') {
    return [`its ${pods} ${replicas === 1 ? 'is' : 'are all'} ended before new ones are made (Recreate)`];
  }
  const { maxSurge = SHARE_DEFAULT, maxUnavailable = SHARE_DEFAULT } = spec.strategy?.rollingUpdate ?? {};
  const { surge, unavailable } = rolloutBounds({ replicas, type: 'RollingUpdate', maxSurge, maxUnavailable });
  const limits = `RollingUpdate, at most ${unavailable} unavailable and ${surge} more than wanted`;
  return [`its ${pods} ${replicas === 1 ? 'is' : 'are'} replaced step by step (${limits})`];
}

function statefulSetEffects({ replicas = 1, updateStrategy }: WorkloadSpec): string[] {
  if (updateStrategy?.type === 'OnDelete') return [ON_DELETE];
  const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
  const replaced = Math.max(0, replicas - partition);
  if (replaced === 0) return [`none of its pods is replaced: its partition is ${partition}`];
  const kept = partition > 0 ? `; those below ordinal ${partition} stay` : '';
  const are = replaced === 1 ? 'is' : 'are';
  return [`its ${formatCount(replaced, 'pod')} ${are} replaced one by one, the last first (RollingUpdate${kept})`];
}

function daemonSetEffects({ updateStrategy }: WorkloadSpec, podCount: number | null): string[] {
  if (updateStrategy?.type === 'OnDelete') return [ON_DELETE];
  const most = updateStrategy?.rollingUpdate?.maxUnavailable ?? 1;
  const limits = `RollingUpdate, at most ${most} unavailable`;
  return [
    podCount === null
      ? `its pods are replaced step by step (${limits})`
      : `its ${formatCount(podCount, 'pod')} ${podCount === 1 ? 'is' : 'are'} replaced step by step (${limits})`,
    'it leaves nodes that its pods may no longer be on, and comes to those that they may',
  ];
}

const ON_DELETE = 'its pods stay as they are until each is deleted (OnDelete)';
