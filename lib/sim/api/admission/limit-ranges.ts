// LimitRanges: what containers get that ask for nothing, and what pods and claims may ask for.
// Mirrors plugin/pkg/admission/limitranger/admission.go.
import type { Container, LimitRangeItem, PersistentVolumeClaim, Pod, PodSpec } from 'kubernetes-types/core/v1';
import { podLimitQuantities, podRequestQuantities, quantitiesOf } from '#lib/rules/quotas/pod-amounts.ts';
import { forbidden } from '../../refusals.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Machine } from '../write/write-context.ts';
import { type Bounded, boundFaults } from './limit-bounds.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

type Amounts = Readonly<Record<string, string>>;

function itemsOf(machine: Machine, namespace: string | undefined): LimitRangeItem[] {
  return machine.store.list('limitranges', namespace).flatMap(({ spec }) => spec?.limits ?? []);
}

/** Requests and limits a container lacks, from the limit ranges of its namespace; an annotation says which. */
export function withDefaultLimits<T extends Pod & { spec: PodSpec }>(machine: Machine, pod: T): T {
  let limited = pod;
  for (const range of machine.store.list('limitranges', pod.metadata?.namespace)) {
    limited = withDefaultsOf(range.spec?.limits ?? [], limited);
  }
  return limited;
}

function withDefaultsOf<T extends Pod & { spec: PodSpec }>(items: readonly LimitRangeItem[], pod: T): T {
  const ofContainers = items.filter(({ type }) => type === 'Container');
  const requests: Amounts = Object.assign({}, ...ofContainers.map((item) => item.defaultRequest ?? {}));
  const limits: Amounts = Object.assign({}, ...ofContainers.map((item) => item.default ?? {}));
  const notes: string[] = [];
  const filled = (container: Container, kind: string) => {
    const { resources } = container;
    const lacking = (side: 'limits' | 'requests', defaults: Amounts) => {
      const names = Object.keys(defaults).filter((name) => amountsOf(resources?.[side])[name] === undefined);
      const what = side === 'limits' ? 'limit' : 'request';
      if (names.length > 0) notes.push(`${names.sort().join(', ')} ${what} for ${kind} ${container.name}`);
    };
    lacking('requests', requests);
    lacking('limits', limits);
    const whole = {
      ...resources,
      ...nonEmpty('limits', { ...limits, ...amountsOf(resources?.limits) }),
      ...nonEmpty('requests', { ...requests, ...amountsOf(resources?.requests) }),
    };
    return { ...container, resources: whole };
  };
  // Validation, which asks for containers, comes after admission.
  const given: Partial<PodSpec> = pod.spec;
  const containers = (given.containers ?? []).map((one) => filled(one, 'container'));
  const initContainers = given.initContainers?.map((one) => filled(one, 'init container'));
  if (notes.length === 0) return pod;
  const spec = { ...pod.spec, containers, ...(initContainers === undefined ? {} : { initContainers }) };
  const annotations = { ...pod.metadata?.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec };
}

function amountsOf(amounts: object | undefined): Amounts {
  return (amounts ?? {}) as Amounts;
}

function nonEmpty(side: string, amounts: Amounts): Record<string, Amounts> {
  return Object.keys(amounts).length === 0 ? {} : { [side]: amounts };
}

/** Throws Forbidden with everything that is out of bounds. */
export function checkLimits(machine: Machine, resource: string, object: KubeObject): void {
  const { namespace, name = '' } = object.metadata ?? {};
  const faults = itemsOf(machine, namespace).flatMap((item) =>
    resource === 'pods' ? podFaults(item, object as Pod) : claimFaults(item, object as PersistentVolumeClaim),
  );
  const texts = [...new Set(faults)];
  if (texts.length === 0) return;
  throw forbidden({ group: '', resource }, name, texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`);
}

function podFaults(item: LimitRangeItem, pod: Pod): string[] {
  if (item.type === 'Pod') {
    return boundFaults(item, { requests: podRequestQuantities(pod), limits: podLimitQuantities(pod) });
  }
  if (item.type !== 'Container') return [];
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  return containers.flatMap(({ resources }) => boundFaults(item, boundedOf(resources)));
}

function boundedOf(resources: Container['resources']): Bounded {
  return {
    requests: quantitiesOf(amountsOf(resources?.requests)),
    limits: quantitiesOf(amountsOf(resources?.limits)),
  };
}

/** Of a claim only what it requests counts. */
function claimFaults(item: LimitRangeItem, claim: PersistentVolumeClaim): string[] {
  if (item.type !== 'PersistentVolumeClaim') return [];
  return boundFaults(item, { requests: quantitiesOf(amountsOf(claim.spec?.resources?.requests)), limits: 'none' });
}
