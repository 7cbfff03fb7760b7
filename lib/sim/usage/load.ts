// How many requests each pod serves: the load on a Service, shared by the pods that are ready behind it.
import type { Pod } from 'kubernetes-types/core/v1';
import type { Store } from '../store/store.ts';

/** What clients outside the cluster ask of a service. */
export interface ServiceLoad {
  namespace: string;
  service: string;
  requestsPerSecond: number;
}

export type ObjectSource = Pick<Store, 'get' | 'list'>;

export class Load {
  readonly #load: readonly ServiceLoad[];

  constructor(load: readonly ServiceLoad[]) {
    this.#load = load;
  }

  /** Requests per second on a Service; null where nobody counts them. */
  onService(namespace: string, name: string): number | null {
    const load = this.#load.find((one) => one.namespace === namespace && one.service === name);
    return load === undefined ? null : load.requestsPerSecond;
  }

  /** Requests per second that reach a pod; null where nobody counts them, or it is not ready: that is not zero. */
  onPod(source: ObjectSource, pod: Pod): number | null {
    if (!isReady(pod)) return null;
    let total: number | null = null;
    for (const { namespace, service: name, requestsPerSecond } of this.#load) {
      if (pod.metadata?.namespace !== namespace) continue;
      const selector = source.get('services', namespace, name)?.spec?.selector;
      if (selector === undefined || !selects(selector, pod)) continue;
      const serving = source.list('pods', namespace).filter((other) => selects(selector, other) && isReady(other));
      total = (total ?? 0) + requestsPerSecond / serving.length;
    }
    return total;
  }
}

function selects(selector: Readonly<Record<string, string>>, { metadata }: Pod): boolean {
  return Object.entries(selector).every(([key, value]) => metadata?.labels?.[key] === value);
}

function isReady({ status, metadata }: Pod): boolean {
  if (metadata?.deletionTimestamp !== undefined) return false;
  return status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
}
