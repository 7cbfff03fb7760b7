// APIs that are taken from the API server on purpose, and put back: their APIServices are held meanwhile, in the store
// as what no API serves, so that they are part of the history.
import type { Writer } from '../api/write/writer.ts';
import { type Faults, METRICS_APIS, type MetricsApiName } from '../faults.ts';
import { StatusError } from '../status-error.ts';
import type { APIService, KubeObject, Stored } from '../store/object.ts';
import type { Store } from '../store/store.ts';

const RESOURCE = 'apiservices.apiregistration.k8s.io';
const HELD = 'registrations.simulation.internal';
const MANAGER = 'simulation';

interface Parts {
  store: Store;
  writer: Writer;
}

/** Takes away what is gone by `faults`, and puts back what is not any more. */
export function registerApis({ store, writer }: Parts, { metrics }: Pick<Faults, 'metrics'>): void {
  for (const name of Object.keys(METRICS_APIS) as MetricsApiName[]) {
    if (metrics[name] === 'gone') {
      for (const registration of registered(store, RESOURCE, name)) {
        store.put(HELD, registration);
        writer.delete(RESOURCE, undefined, registration.metadata.name);
      }
    } else {
      for (const { apiVersion, kind, metadata, spec } of registered(store, HELD, name)) {
        const { name: own, labels, annotations } = metadata;
        const kept = { ...(labels && { labels }), ...(annotations && { annotations }) };
        create(writer, { apiVersion, kind, metadata: { name: own, ...kept }, spec } as APIService);
        store.remove(HELD, undefined, own);
      }
    }
  }
}

/** Whether this cluster has the API, or would have it if it were not taken away. */
export function isApiHere(store: Store, name: MetricsApiName): boolean {
  return [RESOURCE, HELD].some((resource) => registered(store, resource, name).length > 0);
}

function registered(store: Store, resource: string, name: MetricsApiName): Stored<APIService>[] {
  const all = store.list(resource) as readonly Stored<APIService>[];
  return all.filter(({ spec }) => spec?.group === METRICS_APIS[name]);
}

/** Somebody may have registered it anew meanwhile. */
function create(writer: Writer, object: KubeObject): void {
  try {
    writer.create(RESOURCE, object, MANAGER);
  } catch (error) {
    if (!(error instanceof StatusError && error.reason === 'AlreadyExists')) throw error;
  }
}
