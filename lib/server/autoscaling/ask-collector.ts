import 'server-only';
// A Prometheus that scrapes the pods: which of them it can, and when it last did.
import type { Pod } from 'kubernetes-types/core/v1';
import type { PrometheusClient } from '#lib/kube/index.ts';
import type { CollectorFacts } from '#lib/model/autoscaling/chain-facts.ts';
import type { Asking } from './asking.ts';

/** Each is asked until one knows the pods. */
const PROMETHEUSES_MAX = 3;
/** An expression that names them all is still a short one. */
const PODS_MAX = 50;

type Targets = CollectorFacts['targets'];

/** Null where there is no Prometheus to ask, or no pod to ask about. */
export async function askCollector(
  asking: Asking,
  clients: readonly PrometheusClient[],
  namespace: string,
  pods: readonly Pod[],
): Promise<CollectorFacts | null> {
  const running = pods.filter(({ status }) => status?.phase === 'Running').slice(0, PODS_MAX);
  const queries = selectorsOf(namespace, running).map((selector) => `up{${selector}}`);
  if (running.length === 0) return null;
  const each = clients.slice(0, PROMETHEUSES_MAX).map((client) => askOne(asking, client, queries));
  const found = await Promise.all(each);
  const knowing = found.find(({ targets }) => targets.ok && targets.value.total > 0);
  // One that fails tells more than one that knows nothing of them.
  return knowing ?? found.find(({ targets }) => !targets.ok) ?? found[0] ?? null;
}

async function askOne(asking: Asking, client: PrometheusClient, queries: readonly string[]): Promise<CollectorFacts> {
  let facts: CollectorFacts | null = null;
  for (const query of queries) {
    const targets = await asking.timed((signal) => targetsOf(client, query, signal));
    facts = { title: client.title, targets, query };
    if (!targets.ok || targets.value.total > 0) return facts;
  }
  return facts ?? { title: client.title, query: '', targets: asking.failed(400, 'there is nothing to ask for') };
}

/** By its pods' names where they are labels, else by the addresses that it scrapes. */
function selectorsOf(namespace: string, pods: readonly Pod[]): string[] {
  const names = pods.map(({ metadata }) => metadata?.name ?? '').filter((name) => name !== '');
  const addresses = pods.flatMap(({ status }) => status?.podIP ?? []).map((address) => literal(address));
  return [
    `namespace="${namespace}",pod=~"${names.map(literal).join('|')}"`,
    ...(addresses.length === 0 ? [] : [`instance=~"\\\\[?(${addresses.join('|')})\\\\]?:.+"`]),
  ];
}

/** Inside a quoted expression a backslash is written twice. */
function literal(text: string): string {
  return text.replace(/[.[\]]/g, (sign) => `\\\\${sign}`);
}

async function targetsOf(
  client: PrometheusClient,
  query: string,
  signal: AbortSignal,
): Promise<Extract<Targets, { ok: true }>['value']> {
  const [up, times] = await Promise.all([client.now(query, signal), client.now(`timestamp(${query})`, signal)]);
  const newestMs = Math.max(...times.map(({ value }) => value * 1_000));
  return {
    total: up.length,
    up: up.filter(({ value }) => value === 1).length,
    newestAt: Number.isFinite(newestMs) ? new Date(newestMs).toISOString() : null,
  };
}
