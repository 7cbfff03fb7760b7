import 'server-only';
// Which metrics the custom and external metrics APIs list, as discovery says it when it is asked.
import type { APIGroupList, APIResourceList } from 'kubernetes-types/meta/v1';
import { isStatusError, type Transport } from '#lib/kube/index.ts';
import {
  METRICS_GROUPS,
  type MetricsApiGroup,
  type MetricsApisView,
  type MetricsApiView,
  offeredMetric,
} from '#lib/model/autoscaling/custom-metrics.ts';
import { compareText } from '#lib/model/compare-text.ts';
import { hub } from '../live/running-hub.ts';

/** An adapter that does not answer must not hold up the page. */
const TIMEOUT_MS = 4_000;
const NAMES_BYTES_MAX = 4 * 1024 * 1024;

/** Never throws: what cannot be read is said. */
export async function metricsApis(): Promise<MetricsApisView> {
  const { transport, cache } = hub();
  const namespaces = [...new Set([...cache.pods.values()].map(({ namespace }) => namespace))].sort(compareText);
  try {
    const found = await registered(transport);
    return { apis: await Promise.all(found.map((one) => offered(transport, one))), trouble: null, namespaces };
  } catch (error) {
    return { apis: [], trouble: wordsOf(error), namespaces };
  }
}

type ApiName = Pick<MetricsApiView, 'group' | 'version'>;

async function registered(transport: Transport): Promise<ApiName[]> {
  const { groups } = await read<APIGroupList>(transport, '/apis');
  return METRICS_GROUPS.flatMap((group: MetricsApiGroup) => {
    const versions = groups.find(({ name }) => name === group)?.versions ?? [];
    return versions.map(({ version }) => ({ group, version }));
  });
}

async function offered(transport: Transport, { group, version }: ApiName): Promise<MetricsApiView> {
  try {
    const { resources } = await read<APIResourceList>(transport, `/apis/${group}/${version}`);
    const metrics = resources.flatMap((resource) => offeredMetric(group, resource) ?? []);
    metrics.sort((a, b) => compareText(a.metric, b.metric) || compareText(a.resource ?? '', b.resource ?? ''));
    return { group, version, metrics, trouble: null };
  } catch (error) {
    return { group, version, metrics: [], trouble: wordsOf(error) };
  }
}

/** What the API server answers at a path of discovery is of its kind. */
async function read<T>(transport: Transport, path: string): Promise<T> {
  return (await transport.json({ path, timeoutMs: TIMEOUT_MS, limitBytes: NAMES_BYTES_MAX })).body as T;
}

function wordsOf(error: unknown): string {
  if (isStatusError(error)) return error.message;
  console.error('bramble: metrics APIs:', error);
  return "what it answered cannot be read: see the server's log";
}
