import 'server-only';
// What goes with a namespace, or with the definition of a kind: all that is in it or of it, whoever made it.
import type { APIGroupList, APIResource, APIResourceList, ObjectMeta } from 'kubernetes-types/meta/v1';
import type { Transport } from '#lib/kube/index.ts';
import { type Known, known, notKnown } from '#lib/model/workshop/known.ts';
import type { ObjectRef } from '#lib/model/workshop/object-key.ts';
import type { Resident, Residents } from '#lib/model/workshop/undo.ts';
import type { ManifestObject } from '#lib/stack/component.ts';
import { patiently } from '../run/patience.ts';
import { type ClusterReader, itemsOf, METADATA } from './cluster-reader.ts';

const JSON_TYPE = 'application/json';
const TIMEOUT_MS = 10_000;
/** In every namespace (kubernetes pkg/controller/certificates/rootcacertpublisher, pkg/controller/serviceaccount). */
const EVERYWHERE: readonly string[] = ['ConfigMap kube-root-ca.crt', 'ServiceAccount default'];
/** Written by what runs, and made anew when it is gone. */
const PASSING: readonly string[] = ['Event', 'Endpoints', 'EndpointSlice', 'Lease'];
/** Figures, which nobody keeps. */
const MEASURED: readonly string[] = ['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io'];
/** Before Kubernetes 1.24 every account had one (kubernetes pkg/controller/serviceaccount/tokens_controller.go). */
const TOKEN_OF = 'kubernetes.io/service-account.name';
const NONE: Residents = { found: [], unread: null };

interface Kind {
  kind: string;
  /** `apps/v1`. */
  apiVersion: string;
  /** `/apis/apps/v1`. */
  root: string;
  /** `deployments`. */
  plural: string;
}

/** `holder` as it was read; what it holds without what has an owner in the cluster and what every cluster makes anew. */
export function residentsOf(sight: Sight, holder: ManifestObject): Promise<Residents> {
  return holder.kind === 'Namespace' ? inNamespace(sight, holder.metadata.name) : ofDefinition(sight, holder);
}

export interface Sight {
  transport: Transport;
  signal: AbortSignal;
  /** What it has read for another holder is not read again. */
  reader: ClusterReader;
}

/** Of some dozens of questions one may meet an API server that is busy: it alone is asked again. */
async function answerTo(sight: Sight, path: string, resource: string, accept = JSON_TYPE): Promise<Known<unknown>> {
  const { transport, signal, reader } = sight;
  const first = await reader.answer(path, resource, accept);
  if (first.known) return known(first.value?.body ?? null);
  if (first.refused === true) return first;
  const request = { path, timeoutMs: TIMEOUT_MS, signal, headers: { accept } };
  const again = await reader.ask(resource, () => patiently(() => transport.json(request), signal));
  return again.known ? known(again.value?.body ?? null) : again;
}

async function inNamespace(sight: Sight, namespace: string): Promise<Residents> {
  const kinds = await namespacedKinds(sight);
  if (!kinds.known) return { ...NONE, unread: kinds.why };
  const place = `/namespaces/${encodeURIComponent(namespace)}`;
  const read = await Promise.all(
    kinds.value.map((kind) => listed(sight, kind, `${kind.root}${place}/${kind.plural}`, namespace)),
  );
  return together(read, (metadata) => (metadata.ownerReferences ?? []).length === 0);
}

async function ofDefinition(sight: Sight, { metadata, ...definition }: ManifestObject): Promise<Residents> {
  // The API server lets nobody store one without (apiextensions-apiserver pkg/apis/apiextensions/v1/types.go).
  const { group, names, versions } = definition['spec'] as {
    group: string;
    names: { kind: string; plural: string };
    versions: readonly { name: string; served: boolean }[];
  };
  const version = versions.find(({ served }) => served)?.name;
  if (version === undefined) return { ...NONE, unread: `no version of ${metadata.name} is served` };
  const apiVersion = `${group}/${version}`;
  const kind = { kind: names.kind, apiVersion, root: `/apis/${apiVersion}`, plural: names.plural };
  return together([await listed(sight, kind, `${kind.root}/${names.plural}`, null)], () => true);
}

interface Listed {
  kind: Kind;
  items: Known<readonly ObjectMeta[]>;
}

async function listed(sight: Sight, kind: Kind, path: string, place: string | null): Promise<Listed> {
  const answer = await answerTo(sight, path, place === null ? kind.plural : `${kind.plural} in ${place}`, METADATA);
  if (!answer.known) return { kind, items: answer };
  const items = itemsOf<{ metadata?: ObjectMeta }>(answer.value);
  return { kind, items: known(items.map(({ metadata = {} }) => metadata)) };
}

function together(read: readonly Listed[], counts: (metadata: ObjectMeta) => boolean): Residents {
  const unread = read.flatMap(({ items }) => (items.known ? [] : [items.why]));
  const found = read.flatMap(({ kind, items }) => {
    const all = items.known ? items.value : [];
    return all.filter((one) => counts(one) && staysUntilDeleted(kind, one)).map((one) => residentOf(kind, one));
  });
  // Some are served by more than one group.
  const once = new Map(found.map((one) => [one.uid, one]));
  return { found: [...once.values()], unread: unread[0] ?? null };
}

function staysUntilDeleted({ kind }: Kind, { name = '', annotations, deletionTimestamp }: ObjectMeta): boolean {
  if (deletionTimestamp !== undefined || EVERYWHERE.includes(`${kind} ${name}`)) return false;
  const account = kind === 'Secret' ? annotations?.[TOKEN_OF] : undefined;
  return account === undefined || !name.startsWith(`${account}-token-`);
}

function residentOf({ kind, apiVersion }: Kind, { namespace, name = '', uid }: ObjectMeta): Resident {
  const object: ObjectRef = { apiVersion, kind, namespace: namespace ?? null, name };
  return { object, uid: uid ?? null };
}

/** That there can be objects of; each in the version that its group prefers. */
async function namespacedKinds(sight: Sight): Promise<Known<readonly Kind[]>> {
  const groups = await answerTo(sight, '/apis', 'groups of the API');
  if (!groups.known) return groups;
  const { groups: found = [] } = (groups.value ?? {}) as Partial<APIGroupList>;
  const versions = found
    .filter(({ name }) => !MEASURED.includes(name))
    .flatMap(({ preferredVersion, versions: [first] }) => preferredVersion?.groupVersion ?? first?.groupVersion ?? []);
  const roots = ['/api/v1', ...versions.map((version) => `/apis/${version}`)];
  const read = await Promise.all(roots.map(async (root) => ({ root, answer: await answerTo(sight, root, root) })));
  const unread = read.find(({ answer }) => !answer.known);
  if (unread?.answer.known === false)
    return notKnown(`kinds of ${unread.root} could not be found: ${unread.answer.why}`);
  return known(read.flatMap(({ root, answer }) => (answer.known ? kindsOf(root, answer.value) : [])));
}

function kindsOf(root: string, body: unknown): Kind[] {
  const { resources = [] } = (body ?? {}) as Partial<APIResourceList>;
  const apiVersion = root.slice(root.indexOf('/', 1) + 1);
  return resources.filter(isKept).map(({ kind, name: plural }) => ({ kind, apiVersion, root, plural }));
}

function isKept({ kind, name, namespaced, verbs }: APIResource): boolean {
  return namespaced && verbs.includes('list') && !name.includes('/') && !PASSING.includes(kind);
}
