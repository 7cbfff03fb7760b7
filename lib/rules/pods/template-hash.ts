// The label that tells the pods of a Deployment's templates apart.
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { Labels } from '../labels/label-selector.ts';

/** Set by the Deployment controller on its ReplicaSets and their pods (apps/v1 DefaultDeploymentUniqueLabelKey). */
export const TEMPLATE_HASH_LABEL = 'pod-template-hash';

/** Of other kinds a pod's controller selects nothing that would spread it (plugins/helper/spread.go DefaultSelector). */
const SPREADING: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

/**
 * What a pod's controller selects, by which the scheduler spreads it; null where it does not. Of a Deployment's pod that is
 * its ReplicaSet, which selects the template's hash as well.
 */
export function controllerSelector(
  labels: Labels,
  owner: { kind: string; selector: LabelSelector | null },
): LabelSelector | null {
  const { kind, selector } = owner;
  if (selector === null || !SPREADING.has(kind)) return null;
  const hash = labels[TEMPLATE_HASH_LABEL];
  if (kind !== 'Deployment' || hash === undefined) return selector;
  return { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH_LABEL]: hash } };
}
