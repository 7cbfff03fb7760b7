// The class of a claim, an ingress or a pod that names none: the one that is marked as the default.
// Mirrors plugin/pkg/admission/{storage/storageclass/setdefault,network/defaultingressclass,priority}.
import type { PersistentVolumeClaim, Pod, PodSpec } from 'kubernetes-types/core/v1';
import type { Ingress } from 'kubernetes-types/networking/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { defaultIngressClass, defaultStorageClass } from '#lib/rules/default-class.ts';
import { forbidden } from '../../refusals.ts';
import type { Machine } from '../write/write-context.ts';

const CLAIM_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const INGRESS_ANNOTATION = 'kubernetes.io/ingress.class';
export const PRIORITY_CLASSES = 'priorityclasses.scheduling.k8s.io';
const PODS = { group: '', resource: 'pods' };
const PREEMPT = 'PreemptLowerPriority';

/** An empty name is a choice too: a volume without a class. */
export function withStorageClass(machine: Machine, claim: PersistentVolumeClaim): PersistentVolumeClaim {
  if (claim.metadata?.annotations?.[CLAIM_ANNOTATION] !== undefined) return claim;
  if (claim.spec === undefined || claim.spec.storageClassName !== undefined) return claim;
  const name = defaultStorageClass(machine.store.list('storageclasses.storage.k8s.io'))?.metadata.name;
  return name === undefined ? claim : { ...claim, spec: { ...claim.spec, storageClassName: name } };
}

export function withIngressClass(machine: Machine, ingress: Ingress): Ingress {
  if (ingress.spec?.ingressClassName !== undefined) return ingress;
  if (ingress.metadata?.annotations?.[INGRESS_ANNOTATION] !== undefined) return ingress;
  const name = defaultIngressClass(machine.store.list('ingressclasses.networking.k8s.io'))?.metadata.name;
  return name === undefined ? ingress : { ...ingress, spec: { ...ingress.spec, ingressClassName: name } };
}

/** The priority of a new pod is its class's and nothing else. */
export function withPriority<T extends Pod & { spec: PodSpec }>(machine: Machine, pod: T): T {
  const { spec } = pod;
  const found = priorityClassFor(machine, pod);
  const { value: priority, preemptionPolicy = PREEMPT } = found ?? { value: 0 };
  const refuse = (why: string) => {
    const from = 'priority admission controller computed';
    return forbidden(PODS, pod.metadata?.name ?? '', why.replace('%', from));
  };
  if (spec.priority !== undefined && spec.priority !== priority) {
    const given = `the integer value of priority (${spec.priority}) must not be provided in pod spec`;
    throw refuse(`${given}; % ${priority} from the given PriorityClass name`);
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
    const given = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec`;
    throw refuse(`${given}; % ${preemptionPolicy} from the given PriorityClass name`);
  }
  const name = spec.priorityClassName || found?.metadata?.name;
  return { ...pod, spec: { ...spec, ...(name ? { priorityClassName: name } : {}), priority, preemptionPolicy } };
}

function priorityClassFor(machine: Machine, { spec, metadata }: Pod): PriorityClass | undefined {
  const name = spec?.priorityClassName;
  if (!name) return globalDefault(machine);
  const found = machine.store.get(PRIORITY_CLASSES, undefined, name);
  if (found !== undefined) return found;
  throw forbidden(PODS, metadata?.name ?? '', `no PriorityClass with name ${name} was found`);
}

/** Should there be several, the least urgent. */
function globalDefault(machine: Machine): PriorityClass | undefined {
  return machine.store
    .list(PRIORITY_CLASSES)
    .filter((one) => one.globalDefault === true)
    .reduce<PriorityClass | undefined>((least, one) => (least && least.value <= one.value ? least : one), undefined);
}

export function checkGlobalDefault(machine: Machine, given: PriorityClass): void {
  if (given.globalDefault !== true) return;
  const held = globalDefault(machine)?.metadata?.name;
  const name = given.metadata?.name ?? '';
  if (held === undefined || held === name) return;
  const why = `PriorityClass ${held} is already marked as default. Only one default can exist`;
  throw forbidden({ group: 'scheduling.k8s.io', resource: 'priorityclasses' }, name, why);
}
