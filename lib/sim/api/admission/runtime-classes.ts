// What a runtime class adds to its pods: overhead, a node selector, tolerations.
// Mirrors plugin/pkg/admission/runtimeclass/admission.go.
import { isDeepStrictEqual } from 'node:util';
import type { Pod, PodSpec, Toleration } from 'kubernetes-types/core/v1';
import type { RuntimeClass } from 'kubernetes-types/node/v1';
import { forbidden } from '../../refusals.ts';
import type { Machine } from '../write/write-context.ts';

const PODS = { group: '', resource: 'pods' };

/** Throws Forbidden where the class is missing, or where the pod wants something else than its class. */
export function withRuntimeClass<T extends Pod & { spec: PodSpec }>(machine: Machine, pod: T): T {
  const refuse = (why: string) => forbidden(PODS, pod.metadata?.name ?? '', why);
  const name = pod.spec.runtimeClassName;
  const found = name === undefined ? undefined : classNamed(machine, name);
  if (name !== undefined && found === undefined) throw refuse(`pod rejected: RuntimeClass "${name}" not found`);
  const overhead = found?.overhead?.podFixed;
  const own = pod.spec.overhead;
  if (own !== undefined && Object.keys(own).length > 0 && !isDeepStrictEqual(own, overhead)) {
    const why =
      overhead === undefined
        ? 'Pod Overhead set without corresponding RuntimeClass defined Overhead'
        : "Pod's Overhead doesn't match RuntimeClass's defined Overhead";
    throw refuse(`pod rejected: ${why}`);
  }
  const spec = { ...pod.spec, ...(overhead === undefined ? {} : { overhead }) };
  return found?.scheduling === undefined ? { ...pod, spec } : { ...pod, spec: placed(spec, found, refuse) };
}

function classNamed(machine: Machine, name: string): RuntimeClass | undefined {
  return machine.store.get('runtimeclasses.node.k8s.io', undefined, name) as RuntimeClass | undefined;
}

function placed(spec: PodSpec, { scheduling }: RuntimeClass, refuse: (why: string) => Error): PodSpec {
  const wanted = scheduling?.nodeSelector ?? {};
  const own = spec.nodeSelector ?? {};
  for (const [key, value] of Object.entries(wanted)) {
    const held = own[key];
    if (held === undefined || held === value) continue;
    const where = `nodeSelector[${key}]`;
    throw refuse(`conflict: runtimeClass.scheduling.${where} = ${value}; pod.spec.${where} = ${held}`);
  }
  const added = (scheduling?.tolerations ?? []).filter((one) => !holds(spec.tolerations ?? [], one));
  return {
    ...spec,
    nodeSelector: { ...own, ...wanted },
    ...(added.length === 0 ? {} : { tolerations: [...(spec.tolerations ?? []), ...added] }),
  };
}

function holds(tolerations: readonly Toleration[], wanted: Toleration): boolean {
  return tolerations.some((one) => isDeepStrictEqual(one, wanted));
}
