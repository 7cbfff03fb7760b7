// What the API server writes into a new pod's affinity and spreading: keys of its own labels become part of the selectors.
// Mirrors mutatePodAffinity and mutateTopologySpreadConstraints of kubernetes pkg/registry/core/pod/strategy.go.
import type { Affinity, Pod, PodAffinityTerm, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { KubeObject } from '../../store/object.ts';

type PodTerms = NonNullable<Affinity['podAffinity']>;
type LabelsOf = Readonly<Record<string, string>>;

export function withLabelKeys(object: KubeObject): KubeObject {
  const { spec, metadata } = object as Pod;
  const { affinity, topologySpreadConstraints } = spec ?? {};
  if (spec === undefined || (affinity === undefined && topologySpreadConstraints === undefined)) return object;
  const labels = metadata?.labels ?? {};
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  const merged = {
    ...affinity,
    ...(podAffinity && { podAffinity: terms(podAffinity, labels) }),
    ...(podAntiAffinity && { podAntiAffinity: terms(podAntiAffinity, labels) }),
  };
  return {
    ...object,
    spec: {
      ...spec,
      ...(affinity && { affinity: merged }),
      ...(topologySpreadConstraints && {
        topologySpreadConstraints: topologySpreadConstraints.map((one) => constraint(one, labels)),
      }),
    },
  } as KubeObject;
}

function terms(given: PodTerms, labels: LabelsOf): PodTerms {
  const required = given.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = given.preferredDuringSchedulingIgnoredDuringExecution;
  return {
    ...given,
    ...(required && { requiredDuringSchedulingIgnoredDuringExecution: required.map((one) => term(one, labels)) }),
    ...(preferred && {
      preferredDuringSchedulingIgnoredDuringExecution: preferred.map((one) => {
        return one === null ? one : { ...one, podAffinityTerm: term(one.podAffinityTerm, labels) };
      }),
    }),
  };
}

/** Not validated yet: what is missing is for validation to say. */
function term<T extends PodAffinityTerm | undefined | null>(given: T, labels: LabelsOf): T {
  if (given === undefined || given === null) return given;
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = given;
  if (labelSelector === undefined || matchLabelKeys.length + mismatchLabelKeys.length === 0) return given;
  const matching = narrowed(labelSelector, matchLabelKeys, 'In', labels);
  return { ...given, labelSelector: narrowed(matching, mismatchLabelKeys, 'NotIn', labels) };
}

function constraint(given: TopologySpreadConstraint, labels: LabelsOf): TopologySpreadConstraint {
  if (given === null) return given;
  const { labelSelector, matchLabelKeys = [] } = given;
  if (labelSelector === undefined || matchLabelKeys.length === 0) return given;
  return { ...given, labelSelector: narrowed(labelSelector, matchLabelKeys, 'In', labels) };
}

/** Keys that the pod has no label for say nothing. */
function narrowed(selector: LabelSelector, keys: readonly string[], operator: string, labels: LabelsOf): LabelSelector {
  const added = keys.flatMap((key) => (labels[key] === undefined ? [] : [{ key, operator, values: [labels[key]] }]));
  if (added.length === 0) return selector;
  return { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added] };
}
