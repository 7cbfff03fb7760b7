// Where generated pods want to be, and what they put up with.
import type {
  Affinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinityTerm,
  PodSpec,
  Toleration,
  TopologySpreadConstraint,
} from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { Draw } from './draw.ts';
import { APPS, ARCH, BOARD_YEARS, HOSTNAME, LABEL_VALUES, NAMESPACES, TAINTS, TIERS, ZONE } from './words.ts';

const TOPOLOGIES = [HOSTNAME, ZONE, ARCH] as const;

export function generatePlacement(draw: Draw, nodeNames: readonly string[]): Partial<PodSpec> {
  return {
    ...draw.maybe(50, () => ({ tolerations: tolerations(draw) })),
    ...draw.maybe(20, () => ({ nodeSelector: nodeSelector(draw) })),
    ...draw.maybe(45, () => ({ affinity: affinity(draw, nodeNames) })),
    ...draw.maybe(35, () => ({ topologySpreadConstraints: spread(draw) })),
  };
}

/** Required terms of pods that run already, which keep others away or draw them near. */
export function generateCompany(draw: Draw): Affinity {
  return draw.percent(70)
    ? { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [podTerm(draw)] } }
    : podAffinity(draw);
}

function tolerations(draw: Draw): Toleration[] {
  if (draw.percent(8)) return [{ operator: 'Exists' }];
  const unschedulable = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  return draw.some([...TAINTS, unschedulable], 1, 5).map((taint): Toleration => {
    const { key, effect } = taint;
    const value = 'value' in taint ? { value: taint.value } : {};
    return {
      key,
      ...(draw.percent(50) ? { operator: 'Exists' } : { ...draw.maybe(70, () => ({ operator: 'Equal' })), ...value }),
      ...draw.maybe(70, () => ({ effect })),
    };
  });
}

function nodeSelector(draw: Draw): Record<string, string> {
  const keys = draw.some(Object.keys(LABEL_VALUES), 1, 2);
  return Object.fromEntries(keys.map((key) => [key, draw.pick(LABEL_VALUES[key] ?? [])]));
}

function affinity(draw: Draw, nodeNames: readonly string[]): Affinity {
  return {
    ...draw.maybe(50, () => ({ nodeAffinity: nodeAffinity(draw, nodeNames) })),
    ...draw.maybe(40, () => podAffinity(draw)),
    ...draw.maybe(40, () => ({
      podAntiAffinity: {
        ...draw.maybe(70, () => ({
          requiredDuringSchedulingIgnoredDuringExecution: draw.times(1, 2, () => podTerm(draw)),
        })),
        ...draw.maybe(40, () => ({ preferredDuringSchedulingIgnoredDuringExecution: weighted(draw) })),
      },
    })),
  };
}

function podAffinity(draw: Draw): Affinity {
  return {
    podAffinity: {
      ...draw.maybe(70, () => ({
        requiredDuringSchedulingIgnoredDuringExecution: draw.times(1, 2, () => podTerm(draw)),
      })),
      ...draw.maybe(40, () => ({ preferredDuringSchedulingIgnoredDuringExecution: weighted(draw) })),
    },
  };
}

function weighted(draw: Draw) {
  return draw.times(1, 2, () => ({ weight: draw.between(1, 100), podAffinityTerm: podTerm(draw) }));
}

function nodeAffinity(draw: Draw, nodeNames: readonly string[]): NonNullable<Affinity['nodeAffinity']> {
  const preferred = () => ({ weight: draw.between(1, 100), preference: { matchExpressions: [expression(draw)] } });
  const required = { nodeSelectorTerms: draw.times(1, 2, () => nodeTerm(draw, nodeNames)) };
  return {
    ...draw.maybe(75, () => ({ requiredDuringSchedulingIgnoredDuringExecution: required })),
    ...draw.maybe(40, () => ({ preferredDuringSchedulingIgnoredDuringExecution: draw.times(1, 2, preferred) })),
  };
}

function nodeTerm(draw: Draw, nodeNames: readonly string[]): NodeSelectorTerm {
  if (draw.percent(5)) return {};
  const field = () => ({
    key: 'metadata.name',
    operator: draw.percent(80) ? 'In' : 'NotIn',
    values: [draw.pick([...nodeNames, 'elsewhere'])],
  });
  const fields = { matchFields: draw.times(1, draw.percent(20) ? 2 : 1, field) };
  if (draw.percent(25)) return { ...fields, ...draw.maybe(30, () => ({ matchExpressions: [expression(draw)] })) };
  return { matchExpressions: draw.times(1, 2, () => expression(draw)) };
}

function expression(draw: Draw): NodeSelectorRequirement {
  if (draw.percent(15)) {
    return { key: 'bramble.test/year', operator: draw.pick(['Gt', 'Lt']), values: [draw.pick(BOARD_YEARS)] };
  }
  const key = draw.pick(Object.keys(LABEL_VALUES));
  const operator = draw.pick(['In', 'In', 'NotIn', 'Exists', 'DoesNotExist']);
  const values = { values: draw.some(LABEL_VALUES[key] ?? [], 1, 2) };
  return { key, operator, ...(operator.endsWith('In') && values) };
}

function podTerm(draw: Draw): PodAffinityTerm {
  return {
    topologyKey: draw.pick(TOPOLOGIES),
    ...draw.maybe(95, () => ({ labelSelector: podSelector(draw) })),
    ...draw.maybe(20, () => ({ namespaces: draw.some(NAMESPACES, 1, 2).map(({ name }) => name) })),
    ...draw.maybe(15, () => ({ namespaceSelector: draw.pick([{}, { matchLabels: { team: 'red' } }]) })),
  };
}

function podSelector(draw: Draw): LabelSelector {
  if (draw.percent(5)) return {};
  if (draw.percent(60))
    return { matchLabels: { app: draw.pick(APPS), ...draw.maybe(20, () => ({ tier: draw.pick(TIERS) })) } };
  const operator = draw.pick(['In', 'NotIn', 'Exists', 'DoesNotExist']);
  const [key, values] = draw.pick([['app', APPS] as const, ['tier', TIERS] as const]);
  return {
    matchExpressions: [{ key, operator, ...(operator.endsWith('In') && { values: draw.some<string>(values, 1, 2) }) }],
  };
}

/** Of many pods: spreading shows where there is something to spread. */
function wideSelector(draw: Draw): LabelSelector {
  return draw.percent(40) ? { matchExpressions: [{ key: 'app', operator: 'Exists' }] } : podSelector(draw);
}

function spread(draw: Draw): TopologySpreadConstraint[] {
  return draw.some([...TOPOLOGIES], 1, 2).map((topologyKey): TopologySpreadConstraint => {
    const isHard = draw.percent(70);
    const selecting = {
      labelSelector: wideSelector(draw),
      ...draw.maybe(15, () => ({ matchLabelKeys: ['version'] })),
    };
    return {
      topologyKey,
      maxSkew: draw.pick([1, 1, 1, 2]),
      whenUnsatisfiable: isHard ? 'DoNotSchedule' : 'ScheduleAnyway',
      ...draw.maybe(97, () => selecting),
      ...(isHard && draw.maybe(25, () => ({ minDomains: draw.between(1, 4) }))),
      ...draw.maybe(20, () => ({ nodeAffinityPolicy: draw.pick(['Honor', 'Ignore']) })),
      ...draw.maybe(20, () => ({ nodeTaintsPolicy: draw.pick(['Honor', 'Ignore']) })),
    };
  });
}
