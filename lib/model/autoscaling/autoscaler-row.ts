// An autoscaler as the list shows it: what `kubectl get hpa` prints, its pods by architecture, how its chain is.
import { formatCount } from '#lib/format/count.ts';
import { referenceText, targetsText } from '#lib/rules/hpa/targets-text.ts';
import type { AutoscalerRecord } from '../records/records.ts';
import type { AutoscalerRow, ChainHealth } from './autoscaling-view.ts';
import { desiredReplicasOf } from './desired-replicas.ts';
import { statusHealth } from './status-health.ts';
import type { TargetCounts } from './target-pods.ts';

/** `counts`: null where pods may not be read. `health`: where more is known of the chain than the object says. */
export function autoscalerRow(
  autoscaler: AutoscalerRecord,
  counts: TargetCounts | null,
  health: ChainHealth | null = null,
): AutoscalerRow {
  const { metadata, spec, status } = autoscaler;
  const targets = targetsText(spec?.metrics ?? [], status?.currentMetrics ?? []);
  const wasLookedAt = (status?.conditions ?? []).length > 0;
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    createdAt: metadata?.creationTimestamp ?? '',
    reference: referenceText(autoscaler),
    targets,
    min: spec?.minReplicas ?? 1,
    max: spec?.maxReplicas ?? 0,
    // Zero is not written.
    replicas: wasLookedAt ? (status?.currentReplicas ?? 0) : null,
    desired: desiredReplicasOf(autoscaler),
    byArch: counts?.byArch ?? null,
    pending: counts?.pending ?? null,
    health: health ?? listHealth(autoscaler, counts),
  };
}

/** The chain ends at pods: what keeps them from running is said where nothing before it is broken. */
function listHealth(autoscaler: AutoscalerRecord, counts: TargetCounts | null): ChainHealth {
  const { state, words } = statusHealth(autoscaler);
  const homeless = counts?.unschedulable ?? 0;
  if (state === 'broken' || homeless === 0) return { state, words };
  return { state: 'broken', words: `no board has room for ${formatCount(homeless, 'pod')}` };
}
