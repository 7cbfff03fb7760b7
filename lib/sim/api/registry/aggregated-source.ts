// Resources of aggregated APIs, served while their APIService exists: answered by themselves, or kept in the store.
import type { AggregatedApi, AggregatedResource } from '../../aggregated/aggregated-api.ts';
import { isApiAvailable } from '../../aggregated/availability.ts';
import { FAULTS_RESOURCE } from '../../faults.ts';
import { apiVersionOf } from '../../schema/group-version.ts';
import { schemaFromCrd } from '../../schema/schema.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Change, Store } from '../../store/store.ts';
import type { Served, ServedSource } from './registry.ts';

const APISERVICES = 'apiservices.apiregistration.k8s.io';

const same = (object: KubeObject) => object;

export class AggregatedSource implements ServedSource {
  readonly #store: Store;
  readonly #apis: readonly AggregatedApi[];
  #revision = 0;

  /** Lives as long as the store does. */
  constructor(store: Store, apis: readonly AggregatedApi[]) {
    this.#store = store;
    this.#apis = apis;
    store.subscribe((change) => {
      if (isOfServed(change)) this.#revision += 1;
    });
  }

  get revision(): number {
    return this.#apis.reduce((sum, api) => sum + (api.revision?.() ?? 0), this.#revision);
  }

  served(): readonly Served[] {
    return this.#registered().flatMap((api) => api.resources().map((resource) => this.#served(api, resource)));
  }

  /** The API that answers every path under a group-version by itself, or undefined. */
  answering(group: string, version: string): AggregatedApi | undefined {
    return this.#registered().find((api) => api.group === group && api.version === version && api.handle !== undefined);
  }

  isUnavailable(group: string, version: string): boolean {
    const api = this.#registered().find((one) => one.group === group && one.version === version);
    const registration = api && this.#store.get(APISERVICES, undefined, api.apiService);
    return registration !== undefined && !isApiAvailable(registration);
  }

  /** Within a group those come first that their APIServices prefer. */
  #registered(): AggregatedApi[] {
    const found = this.#apis.flatMap((api) => {
      const registration = this.#store.get(APISERVICES, undefined, api.apiService);
      return registration === undefined ? [] : [{ api, priority: registration.spec?.versionPriority ?? 0 }];
    });
    const groups = Map.groupBy(found, ({ api }) => api.group);
    return [...groups.values()].flatMap((group) => group.sort((a, b) => b.priority - a.priority).map(({ api }) => api));
  }

  #served(api: AggregatedApi, resource: AggregatedResource): Served {
    const apiVersion = apiVersionOf(resource);
    const schema = api.schemas?.[resource.kind];
    // All versions of a stored API share the first one's objects.
    const first = this.#apis.find((one) => one.group === api.group && one.handle === undefined);
    const storedApiVersion = first === undefined ? apiVersion : apiVersionOf(first);
    return {
      type: { ...resource, storedAs: storedApiVersion },
      apiVersion,
      storage: resource.id,
      storedApiVersion,
      schema: schema === undefined ? undefined : schemaFromCrd(schema),
      toStored: (object) => ({ ...(api.toStored?.(object) ?? object), apiVersion: storedApiVersion }),
      fromStored: api.fromStored ?? same,
      custom: true,
      ...(schema === undefined ? {} : { openApi: schema }),
      ...(api.handle === undefined ? {} : { aggregated: api }),
    };
  }
}

/** What an API lists depends on what is broken of it on purpose too. */
function isOfServed({ resource, type, object, previous }: Change): boolean {
  if (resource !== APISERVICES) return resource === FAULTS_RESOURCE;
  if (type !== 'MODIFIED' || previous === undefined) return true;
  return isApiAvailable(object) !== isApiAvailable(previous);
}
