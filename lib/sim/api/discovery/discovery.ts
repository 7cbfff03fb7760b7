// What the API says it serves: aggregated discovery in one document, and the older lists group by group.
import { createHash } from 'node:crypto';
import { unknownPath } from '../../refusals.ts';
import { type Answer, type ApiRequest, type BodyAnswer, objectAnswer } from '../answer.ts';
import { wantsAggregatedDiscovery } from '../negotiation.ts';
import type { Registry, Served } from '../registry/registry.ts';

const AGGREGATED_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

interface GroupVersions {
  group: string;
  /** Best first. */
  versions: { version: string; resources: Served[] }[];
}

function groupsOf(registry: Registry): GroupVersions[] {
  const groups = new Map<string, GroupVersions>();
  for (const served of registry.all()) {
    const { group, version } = served.type;
    const known = groups.get(group) ?? { group, versions: [] };
    groups.set(group, known);
    const inVersion = known.versions.find((one) => one.version === version);
    if (inVersion === undefined) known.versions.push({ version, resources: [served] });
    else inVersion.resources.push(served);
  }
  return [...groups.values()];
}

/** Answers /api, /apis and what lies under them as far as it is discovery; null for any other path. */
export function discoveryAnswer(registry: Registry, request: ApiRequest): Answer | null {
  const parts = request.path.split('/').filter((part) => part !== '');
  const [root, ...rest] = parts;
  if (root !== 'api' && root !== 'apis') return null;
  const groups = groupsOf(registry);
  const core = groups.filter(({ group }) => (group === '') === (root === 'api'));
  if (rest.length === 0) {
    if (wantsAggregatedDiscovery(request.headers.accept) !== null) return aggregated(registry, core, request);
    return withEtag(objectAnswer(root === 'api' ? coreVersions(core) : groupList(core)), request);
  }
  if (root === 'api') return rest.length === 1 ? resourceList(core, '', rest[0] ?? '', request) : null;
  if (rest.length === 1) return groupAnswer(core, rest[0] ?? '', request);
  return rest.length === 2 ? resourceList(core, rest[0] ?? '', rest[1] ?? '', request) : null;
}

function aggregated(registry: Registry, groups: readonly GroupVersions[], request: ApiRequest): Answer {
  const items = groups.map(({ group, versions }) => ({
    metadata: { name: group, creationTimestamp: null },
    versions: versions.map(({ version, resources }) => ({
      version,
      resources: resources.map(aggregatedResource),
      freshness: registry.isAvailable(group, version) ? 'Current' : 'Stale',
    })),
  }));
  const document = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
  return withEtag({ ...objectAnswer(document), contentType: AGGREGATED_TYPE }, request);
}

function aggregatedResource({ type }: Served): object {
  const { group, version, kind, namespaced, resource, singular, verbs, shortNames, categories } = type;
  return {
    resource,
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(type.subresources.length === 0
      ? {}
      : {
          subresources: type.subresources.map((sub) => ({
            subresource: sub.name,
            responseKind: { group: sub.group, version: sub.version, kind: sub.kind },
            verbs: sub.verbs,
          })),
        }),
  };
}

function coreVersions(groups: readonly GroupVersions[]): object {
  const versions = groups.flatMap((group) => group.versions.map(({ version }) => version));
  return { kind: 'APIVersions', versions, serverAddressByClientCIDRs: [] };
}

function groupObject({ group, versions }: GroupVersions) {
  const list = versions.map(({ version }) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: list, preferredVersion: list[0] };
}

function groupList(groups: readonly GroupVersions[]): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupObject) };
}

function groupAnswer(groups: readonly GroupVersions[], name: string, request: ApiRequest): Answer {
  const found = groups.find(({ group }) => group === name);
  if (found === undefined) throw unknownPath();
  return withEtag(objectAnswer({ kind: 'APIGroup', apiVersion: 'v1', ...groupObject(found) }), request);
}

function resourceList(groups: readonly GroupVersions[], group: string, version: string, request: ApiRequest): Answer {
  const found = groups.find((one) => one.group === group)?.versions.find((one) => one.version === version);
  if (found === undefined) throw unknownPath();
  const resources = found.resources.flatMap(({ type }) => [
    {
      name: type.resource,
      singularName: type.singular,
      namespaced: type.namespaced,
      kind: type.kind,
      verbs: type.verbs,
      ...(type.shortNames.length === 0 ? {} : { shortNames: type.shortNames }),
      ...(type.categories.length === 0 ? {} : { categories: type.categories }),
    },
    ...type.subresources.map((sub) => ({
      name: `${type.resource}/${sub.name}`,
      singularName: '',
      namespaced: type.namespaced,
      ...(sub.group === type.group && sub.version === type.version ? {} : { group: sub.group, version: sub.version }),
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ]);
  const groupVersion = group === '' ? version : `${group}/${version}`;
  return withEtag(
    objectAnswer({
      kind: 'APIResourceList',
      ...(group === '' ? {} : { apiVersion: 'v1' }),
      groupVersion,
      resources,
    }),
    request,
  );
}

/** Discovery is cached by clients: an unchanged document is not sent again. */
function withEtag(answer: BodyAnswer, request: ApiRequest): Answer {
  const hash = createHash('sha512');
  for (const chunk of answer.body) hash.update(chunk);
  const etag = `"${hash.digest('hex').toUpperCase()}"`;
  const headers = { ...answer.headers, etag, vary: 'Accept', 'cache-control': 'public' };
  if (request.headers['if-none-match'] === etag)
    return { status: 304, contentType: answer.contentType, body: [], headers };
  return { ...answer, headers };
}
