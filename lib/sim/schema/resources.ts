// The resource types the simulated cluster serves out of the box: Kubernetes' own discovery data, cut to what is served.
import type { ResourceId } from '../store/object.ts';
import { type DiscoveryEntry, discoveryEntries } from './data.ts';
import { apiVersionOf, parseApiVersion } from './group-version.ts';
import { SERVED } from './served.ts';

export interface Subresource {
  /** `status`, `scale`, `eviction`. */
  name: string;
  /** Group, version and kind of the object it takes or gives. */
  group: string;
  version: string;
  kind: string;
  verbs: readonly string[];
}

export interface ResourceType {
  /** Where the store keeps the objects. Versions and groups that show the same objects share it. */
  id: ResourceId;
  group: string;
  version: string;
  /** The plural, as it stands in a path. */
  resource: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  verbs: readonly string[];
  shortNames: readonly string[];
  categories: readonly string[];
  subresources: readonly Subresource[];
  /** Whether this is its group's preferred version of the resource. */
  preferred: boolean;
  /** The apiVersion in which its objects are stored: differs for autoscaling/v1 and events.k8s.io/v1. */
  storedAs: string;
}

function subresource(entry: DiscoveryEntry, group: string, version: string): Subresource {
  return {
    name: entry.name.slice(entry.name.indexOf('/') + 1),
    group: entry.group ?? group,
    version: entry.version ?? version,
    kind: entry.kind,
    verbs: entry.verbs,
  };
}

function build(): ResourceType[] {
  const types: ResourceType[] = [];
  const seen = new Set<string>();
  for (const [apiVersion, entries] of Object.entries(discoveryEntries())) {
    const { group, version } = parseApiVersion(apiVersion);
    for (const entry of entries) {
      const served = SERVED[apiVersion]?.[entry.name];
      if (served === undefined) continue;
      const groupResource = group === '' ? entry.name : `${entry.name}.${group}`;
      const own = entries.filter(
        (sub) => sub.name.startsWith(`${entry.name}/`) && served.subresources?.includes(sub.name.split('/')[1] ?? ''),
      );
      types.push({
        id: served.id ?? groupResource,
        group,
        version,
        resource: entry.name,
        singular: entry.singularName,
        kind: entry.kind,
        namespaced: entry.namespaced,
        verbs: entry.verbs,
        shortNames: entry.shortNames ?? [],
        categories: entry.categories ?? [],
        subresources: own.map((sub) => subresource(sub, group, version)),
        preferred: !seen.has(groupResource),
        storedAs: served.storedAs ?? apiVersion,
      });
      seen.add(groupResource);
    }
  }
  return types;
}

let built: readonly ResourceType[] | undefined;

/** All served built-in types, groups in the order the API server lists them, the preferred version first. */
export function builtInResources(): readonly ResourceType[] {
  built ??= build();
  return built;
}

/** The served type of a group-version and plural: ('apps/v1', 'deployments'). */
export function builtInResource(apiVersion: string, resource: string): ResourceType | undefined {
  return builtInResources().find((type) => type.resource === resource && apiVersionOf(type) === apiVersion);
}

/** The served type of an object's apiVersion and kind. */
export function builtInResourceOfKind(apiVersion: string, kind: string): ResourceType | undefined {
  return builtInResources().find((type) => type.kind === kind && apiVersionOf(type) === apiVersion);
}
