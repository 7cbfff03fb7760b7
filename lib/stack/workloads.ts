// Where objects of the stack hold what becomes pods: all that fills in, counts or checks them goes through here.
import { parseQuantity } from '#lib/rules/quantity.ts';
import type { ManifestObject } from './component.ts';

export interface StackContainer {
  name: string;
  image: string;
  args?: string[];
  command?: string[];
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
}

/** What the pods' part of an object has that choices decide. */
export interface StackPodSpec {
  containers?: StackContainer[];
  initContainers?: StackContainer[];
  tolerations?: object[];
  affinity?: object;
  securityContext?: object;
  /** Of a Prometheus, whose containers its operator makes. */
  resources?: StackContainer['resources'];
  replicas?: number;
}

/** Of the same objects, to be changed in place; null for what makes no pods. */
export function podSpecOf(object: ManifestObject): StackPodSpec | null {
  const spec = object['spec'] as (StackPodSpec & { template?: { spec?: StackPodSpec } }) | undefined;
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
      return spec?.template?.spec ?? null;
    case 'Prometheus':
      return spec ?? null;
    default:
      return null;
  }
}

/** What the operator gives each Prometheus beside it (--config-reloader-*), above what the object asks for. */
const RELOADER = { cpuMillicores: 10, memoryBytes: 24 * 1024 * 1024 };

/** What the scheduler counts for all its pods: memory in bytes, processor in thousandths of a core. */
export function requestsOf(objects: readonly ManifestObject[]): { memoryBytes: number; cpuMillicores: number } {
  const sum = { memoryBytes: 0, cpuMillicores: 0 };
  const add = ({ requests = {} }: NonNullable<StackContainer['resources']> = {}) => {
    sum.memoryBytes += parseQuantity(requests['memory'] ?? '0');
    sum.cpuMillicores += Math.round(parseQuantity(requests['cpu'] ?? '0') * 1000);
  };
  for (const object of objects) {
    const spec = podSpecOf(object);
    if (spec === null) continue;
    for (const { resources } of spec.containers ?? []) add(resources);
    if (object.kind !== 'Prometheus') continue;
    add(spec.resources);
    sum.memoryBytes += RELOADER.memoryBytes;
    sum.cpuMillicores += RELOADER.cpuMillicores;
  }
  return sum;
}
