// Everything that is in a cluster, read over its API: for comparing before and after, and one way there with another.
import type { Direct } from '../soak/direct.ts';

interface ApiObject {
  metadata: {
    namespace?: string;
    name: string;
    uid: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: unknown[];
  };
  spec?: unknown;
  data?: unknown;
  rules?: unknown;
  subjects?: unknown;
}

interface Found {
  resource: string;
  object: ApiObject;
}

interface ResourceList {
  resources: { name: string; verbs: string[] }[];
}

/** Come and go by themselves: what happened, and measures. */
const PASSING = /^(events|pods\.metrics|nodes\.metrics|.*\.custom\.metrics)/;
/** Of a spec: what the cluster fills in as it likes, or changes later. */
const OWN_WILL: readonly string[] = [
  'clusterIP',
  'clusterIPs',
  'nodePort',
  'volumeName',
  'replicas',
  'caBundle',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  // The version that a Secret is stored under.
  'bramble.dev/secret-version',
];
/** Named by chance. */
const BY_CHANCE = /^(persistentvolumes|endpoints|endpointslices|leases|pods|replicasets|controllerrevisions)(\.|$)/;

export async function allObjects(direct: Direct): Promise<Found[]> {
  const groups = (await direct.ask('GET', '/apis')) as { groups: { preferredVersion: { groupVersion: string } }[] };
  const roots = ['/api/v1', ...groups.groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const found: Found[] = [];
  for (const root of roots) {
    const group = root === '/api/v1' ? '' : `.${root.split('/')[2] ?? ''}`;
    const { resources } = ((await direct.ask('GET', root)) ?? { resources: [] }) as ResourceList;
    for (const { name, verbs } of resources) {
      const resource = `${name}${group}`;
      if (name.includes('/') || !verbs.includes('list') || PASSING.test(resource)) continue;
      const items = (await direct.items(`${root}/${name}`)) as ApiObject[];
      found.push(...items.map((object) => ({ resource, object })));
    }
  }
  return found;
}

/** One line an object, with its uid and all that somebody wrote into it. */
export function linesOf(found: readonly Found[]): string[] {
  return found
    .map(({ resource, object: { metadata, spec, data, rules, subjects } }) => {
      const { namespace, name, uid, labels, annotations } = metadata;
      // Leases are renewed all the time: that one is there is what counts.
      const content = resource.startsWith('leases') ? null : [spec, data, rules, subjects];
      return JSON.stringify([resource, namespace, name, uid, labels, annotations, content]);
    })
    .sort();
}

/** What was asked for, however the cluster named and numbered it: the same of two clusters on which the same was done. */
export function wantedOf(found: readonly Found[]): string[] {
  return found
    .filter(({ resource, object }) => !BY_CHANCE.test(resource) && object.metadata.ownerReferences === undefined)
    .map(({ resource, object: { metadata, spec } }) => {
      const kept = JSON.stringify(spec, (key, value: unknown) => (OWN_WILL.includes(key) ? undefined : value));
      const labels = Object.entries(metadata.labels ?? {})
        .map(String)
        .sort();
      return JSON.stringify([resource, metadata.namespace, metadata.name, labels, kept]);
    })
    .sort();
}

/** What is in one and not in the other, shortened. */
export function differenceOf(before: readonly string[], after: readonly string[]): string[] {
  const short = (sign: string) => (line: string) => `${sign} ${line.slice(0, LINE_LENGTH_MAX)}`;
  return [
    ...after.filter((line) => !before.includes(line)).map(short('+')),
    ...before.filter((line) => !after.includes(line)).map(short('-')),
  ];
}

const LINE_LENGTH_MAX = 300;
