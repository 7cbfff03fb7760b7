// The resources that CustomResourceDefinitions add: one for each served version of each established definition.
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from 'kubernetes-types/apiextensions/v1';
import { apiVersionOf } from '../../schema/group-version.ts';
import type { ResourceType, Subresource } from '../../schema/resources.ts';
import { schemaFromCrd } from '../../schema/schema.ts';
import { fieldsOf, type KubeObject } from '../../store/object.ts';
import type { Store } from '../../store/store.ts';
import type { Served, ServedSource } from './registry.ts';
import { compareVersions } from './version-order.ts';

export const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const STATUS_VERBS = ['get', 'patch', 'update'];

export class CustomResources implements ServedSource {
  readonly #store: Store;
  #revision = 0;

  /** Lives as long as the store does. */
  constructor(store: Store) {
    this.#store = store;
    store.subscribe(({ resource }) => {
      if (resource === DEFINITIONS) this.#revision += 1;
    });
  }

  get revision(): number {
    return this.#revision;
  }

  served(): readonly Served[] {
    return (this.#store.list(DEFINITIONS) as CustomResourceDefinition[]).filter(isEstablished).flatMap(servedBy);
  }
}

export function isEstablished(definition: CustomResourceDefinition): boolean {
  const conditions = definition.status?.conditions ?? [];
  return conditions.some(({ type, status }) => type === 'Established' && status === 'True');
}

/** `prometheuses.monitoring.coreos.com`: the definition's own name. */
export function storageOf(definition: CustomResourceDefinition): string {
  return `${definition.spec.names.plural}.${definition.spec.group}`;
}

function servedBy(definition: CustomResourceDefinition): Served[] {
  const { group, versions } = definition.spec;
  const stored = versions.find(({ storage }) => storage)?.name ?? '';
  const storedAs = apiVersionOf({ group, version: stored });
  return versions
    .filter(({ served }) => served)
    .toSorted((a, b) => compareVersions(a.name, b.name))
    .map((version, index) => servedVersion(definition, version, storedAs, index === 0));
}

function servedVersion(
  definition: CustomResourceDefinition,
  version: CustomResourceDefinitionVersion,
  storedAs: string,
  preferred: boolean,
): Served {
  const apiVersion = apiVersionOf({ group: definition.spec.group, version: version.name });
  const openApi = version.schema?.openAPIV3Schema;
  const { scale } = version.subresources ?? {};
  const selectable = fieldsOf(version as object).selectableFields;
  return {
    type: typeOf(definition, version, storedAs, preferred),
    apiVersion,
    storage: storageOf(definition),
    storedApiVersion: storedAs,
    schema: schemaFromCrd(openApi),
    openApi: openApi ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    // Without a conversion webhook, versions differ in nothing but their name.
    toStored: (object) => renamed(object, storedAs),
    fromStored: (object) => renamed(object, apiVersion),
    columns: version.additionalPrinterColumns ?? [],
    selectableFields: pathsIn(selectable),
    custom: true,
    ...(scale === undefined
      ? {}
      : {
          scalePaths: {
            spec: scale.specReplicasPath,
            status: scale.statusReplicasPath,
            selector: scale.labelSelectorPath,
          },
        }),
  };
}

function renamed(object: KubeObject, apiVersion: string): KubeObject {
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

function pathsIn(fields: unknown): string[] {
  if (!Array.isArray(fields)) return [];
  return fields.map((field: unknown) => {
    const path = typeof field === 'object' && field !== null ? fieldsOf(field).jsonPath : undefined;
    return typeof path === 'string' ? path.replace(/^\./, '') : '';
  });
}

function typeOf(
  definition: CustomResourceDefinition,
  version: CustomResourceDefinitionVersion,
  storedAs: string,
  preferred: boolean,
): ResourceType {
  const { group, names, scope } = definition.spec;
  const { kind, plural, singular = kind.toLowerCase(), shortNames = [], categories = [] } = names;
  const subresources: Subresource[] = [];
  const own = { group, version: version.name, kind };
  if (version.subresources?.status !== undefined) subresources.push({ ...own, name: 'status', verbs: STATUS_VERBS });
  if (version.subresources?.scale !== undefined) {
    subresources.push({ name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: STATUS_VERBS });
  }
  return {
    id: storageOf(definition),
    ...own,
    resource: plural,
    singular,
    namespaced: scope === 'Namespaced',
    verbs: VERBS,
    shortNames,
    categories,
    subresources,
    preferred,
    storedAs,
  };
}
