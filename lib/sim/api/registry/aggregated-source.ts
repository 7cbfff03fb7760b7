// Resources of aggregated APIs, served while their APIService exists: answered by themselves, or kept in the store.
import type { AggregatedApi, AggregatedResource } from '../../aggregated/aggregated-api.ts';
import { apiVersionOf } from '../../schema/group-version.ts';
import { schemaFromCrd } from '../../schema/schema.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Store } from '../../store/store.ts';
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
    store.subscribe(({ resource, type }) => {
      if (resource === APISERVICES && type !== 'MODIFIED') this.#revision += 1;
    });
  }

  get revision(): number {
    return this.#revision;
  }

  served(): readonly Served[] {
    return this.#registered().flatMap((api) => api.resources().map((resource) => this.#served(api, resource)));
  }

  /** The API that answers every path under a group-version by itself, or undefined. */
  answering(group: string, version: string): AggregatedApi | undefined {
    return this.#registered().find((api) => api.group === group && api.version === version && api.handle !== undefined);
  }

  #registered(): AggregatedApi[] {
    return this.#apis.filter(({ apiService }) => this.#store.get(APISERVICES, undefined, apiService) !== undefined);
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
      toStored: (object) => ({ ...object, apiVersion: storedApiVersion }),
      fromStored: same,
      custom: true,
      ...(schema === undefined ? {} : { openApi: schema }),
      ...(api.handle === undefined ? {} : { aggregated: api }),
    };
  }
}
