// Reads everything of a cluster that a recording can hold: what discovery lists, page by page.
import { z } from 'zod';
import { isStatusError, type Transport } from '#lib/kube/index.ts';
import { type KubeObject, type ListedResource, recordingPlan } from '#lib/sim/index.ts';

const TIMEOUT_MS = 60_000;
const PAGE_OBJECTS = 500;
/** Pages of one resource: as many objects as the largest clusters have pods, three times over. */
const PAGES_MAX = 1_000;
/** How often a list is begun anew because its continue token has expired. */
const RESTARTS_MAX = 3;
const FORBIDDEN = 403;
const GONE = 410;
const DEFINITIONS: ListedResource = {
  apiVersion: 'apiextensions.k8s.io/v1',
  resource: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
};
const NODE_METRICS = '/apis/metrics.k8s.io/v1beta1/nodes';

const groupList = z.looseObject({
  groups: z.array(z.looseObject({ preferredVersion: z.looseObject({ groupVersion: z.string() }) })),
});
const resourceList = z.looseObject({
  resources: z.array(z.looseObject({ name: z.string(), kind: z.string(), verbs: z.array(z.string()) })),
});
const list = z.looseObject({
  metadata: z.looseObject({ continue: z.string().optional() }).optional(),
  items: z.array(z.record(z.string(), z.unknown())).nullable(),
});
const version = z.looseObject({ gitVersion: z.string() });

export interface ReadCluster {
  /** When reading began, milliseconds since the epoch, by the API server's clock where it says. */
  recordedMs: number;
  kubernetes: string;
  objects: KubeObject[];
  /** What metrics.k8s.io says of the nodes; empty where there is none. */
  nodeMetrics: KubeObject[];
  leftOut: Record<string, number>;
  /** Resources these credentials may not list. */
  refused: string[];
}

/** Throws a StatusError where the API server cannot be asked at all. */
export async function readCluster(transport: Transport): Promise<ReadCluster> {
  const asked = await transport.json({ path: '/version', timeoutMs: TIMEOUT_MS });
  const { gitVersion } = version.parse(asked.body);
  const cluster: ReadCluster = {
    recordedMs: 0,
    kubernetes: gitVersion,
    objects: [],
    nodeMetrics: [],
    leftOut: {},
    refused: [],
  };
  const definitions = (await objectsOf(transport, DEFINITIONS)) ?? [];
  const plan = recordingPlan(await discovered(transport), definitions);
  for (const resource of plan.record) {
    const objects = await objectsOf(transport, resource);
    if (objects === null) cluster.refused.push(nameOf(resource));
    for (const object of objects ?? []) cluster.objects.push(object);
  }
  for (const resource of plan.leaveOut) {
    const count = (await objectsOf(transport, resource))?.length ?? 0;
    if (count > 0) cluster.leftOut[nameOf(resource)] = count;
  }
  cluster.nodeMetrics = (await listOf(transport, NODE_METRICS)) ?? [];
  // After the last answer: nothing that was read is newer than this.
  const { headers } = await transport.json({ path: '/version', timeoutMs: TIMEOUT_MS });
  const serverMs = Date.parse(headers['date'] ?? '');
  return { ...cluster, recordedMs: Number.isNaN(serverMs) ? Date.now() : serverMs };
}

/** Every listable resource in its group's preferred version. */
async function discovered(transport: Transport): Promise<ListedResource[]> {
  const { body } = await transport.json({ path: '/apis', timeoutMs: TIMEOUT_MS });
  const versions = ['v1', ...groupList.parse(body).groups.map(({ preferredVersion }) => preferredVersion.groupVersion)];
  const listed: ListedResource[] = [];
  for (const apiVersion of versions) {
    try {
      const answer = await transport.json({ path: rootOf(apiVersion), timeoutMs: TIMEOUT_MS });
      for (const { name, kind, verbs } of resourceList.parse(answer.body).resources) {
        if (!name.includes('/') && verbs.includes('list')) listed.push({ apiVersion, resource: name, kind });
      }
    } catch (error) {
      // An aggregated API whose server is gone: there is nothing to read.
      if (!isStatusError(error)) throw error;
    }
  }
  return listed;
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function pathOf({ apiVersion, resource }: ListedResource): string {
  return `${rootOf(apiVersion)}/${resource}`;
}

function nameOf({ apiVersion, resource }: ListedResource): string {
  return apiVersion.includes('/') ? `${resource}.${apiVersion.split('/')[0]}` : resource;
}

/** As single reads give them: items of a list say neither apiVersion nor kind. */
async function objectsOf(transport: Transport, resource: ListedResource): Promise<KubeObject[] | null> {
  const { apiVersion, kind } = resource;
  const items = await listOf(transport, pathOf(resource));
  return items === null ? null : items.map((item) => ({ apiVersion, kind, ...item }));
}

/** All items; null where these credentials may not list them, or nobody answers for them. */
async function listOf(transport: Transport, path: string): Promise<Record<string, unknown>[] | null> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await pagesOf(transport, path);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      if (error.code === GONE && attempt < RESTARTS_MAX) continue;
      if (error.code === FORBIDDEN || error.code === 404 || error.code === 405 || error.code === 503) return null;
      throw error;
    }
  }
}

async function pagesOf(transport: Transport, path: string): Promise<Record<string, unknown>[]> {
  const objects: Record<string, unknown>[] = [];
  let token = '';
  for (let page = 0; page < PAGES_MAX; page++) {
    const next = token === '' ? '' : `&continue=${encodeURIComponent(token)}`;
    const answer = await transport.json({ path: `${path}?limit=${PAGE_OBJECTS}${next}`, timeoutMs: TIMEOUT_MS });
    const { items, metadata } = list.parse(answer.body);
    objects.push(...(items ?? []));
    token = metadata?.continue ?? '';
    if (token === '') return objects;
  }
  throw new Error(`${path} has more than ${PAGES_MAX} pages of ${PAGE_OBJECTS} objects`);
}
