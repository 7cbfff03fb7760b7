// How many replicas the controller wants, as far as its status says.
import type { AutoscalerRecord } from '../records/records.ts';

/**
 * Null before it came to a number: the status says zero then, whatever runs, since a look that fails leaves the number as
 * it was (pkg/controller/podautoscaler/horizontal.go, reconcileAutoscaler). Zero is meant where the target may have none.
 */
export function desiredReplicasOf({ spec, status }: Pick<AutoscalerRecord, 'spec' | 'status'>): number | null {
  const { desiredReplicas = 0, currentReplicas = 0, conditions = [] } = status ?? {};
  if (conditions.length === 0) return null;
  const isMeant = desiredReplicas > 0 || currentReplicas === 0 || spec?.minReplicas === 0;
  return isMeant ? desiredReplicas : null;
}
