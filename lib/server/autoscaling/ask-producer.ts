import 'server-only';
// The programs that a metric is of: whether their pods answer what a collector would ask them.
import type { Pod } from 'kubernetes-types/core/v1';
import type { Asked, ProducerFacts } from '#lib/model/autoscaling/chain-facts.ts';
import type { Asking } from './asking.ts';

/** Each is a request through the API server to a board. */
const PODS_MAX = 10;
const PATH_DEFAULT = '/metrics';
const LINE_LENGTH_MAX = 200;

/** Counters as they were at the last look, by pod. */
export interface Counters {
  atMs: number;
  byPod: ReadonlyMap<string, number>;
}

interface Reading {
  /** All series of the metric's name together; null where there is none. */
  total: number | null;
  line: string | null;
}

export async function askProducer(
  asking: Asking,
  pods: readonly Pod[],
  metric: string,
  before: Counters | null,
): Promise<{ facts: ProducerFacts; counters: Counters }> {
  const running = pods.filter(
    ({ metadata, status }) => metadata?.deletionTimestamp === undefined && status?.phase === 'Running',
  );
  const candidates = running
    .slice(0, PODS_MAX)
    .map((pod) => ({ name: pod.metadata?.name ?? '', path: proxyPath(pod) }));
  const answers = await textsOf(
    asking,
    candidates.map(({ path }) => path),
  );
  const asked = candidates.slice(0, answers.length);
  const at = asking.now;
  const readings = new Map<string, Reading>();
  for (const [i, answer] of answers.entries()) {
    if (answer.ok) readings.set(asked[i]?.name ?? '', readingOf(answer.value, metric));
  }
  const measuring = [...readings].flatMap(([pod, { total }]) => (total === null ? [] : [[pod, total] as const]));
  const counters: Counters = { atMs: Date.parse(at), byPod: new Map(measuring) };
  const failed = answers.find((answer): answer is Extract<Asked<string>, { ok: false }> => !answer.ok);
  return {
    counters,
    facts: {
      at,
      latencyMs: Math.max(0, ...answers.map(({ latencyMs }) => latencyMs)),
      podCount: running.length,
      askedCount: asked.length,
      answeredCount: readings.size,
      measuringCount: measuring.length,
      failure: failed?.failure ?? null,
      path: asked[0]?.path ?? null,
      line: [...readings.values()].find(({ line }) => line !== null)?.line ?? null,
      perSecond: running.length > asked.length ? null : rateOf(before, counters),
    },
  };
}

/** Who may not ask the first may not ask the others. */
async function textsOf(asking: Asking, [first, ...others]: readonly string[]): Promise<readonly Asked<string>[]> {
  if (first === undefined) return [];
  const answer = await asking.text(first);
  if (!answer.ok && answer.failure.code === 403) return [answer];
  return [answer, ...(await Promise.all(others.map((path) => asking.text(path))))];
}

/** Where its annotations say that it is scraped, or else at its first port. */
function proxyPath({ metadata, spec }: Pod): string {
  const { namespace = '', name = '', annotations = {} } = metadata ?? {};
  const said = Number(annotations['prometheus.io/port']);
  const first = (spec?.containers ?? []).flatMap(({ ports = [] }) => ports)[0]?.containerPort;
  const port = Number.isInteger(said) && said > 0 && said < 65_536 ? said : first;
  const path = annotations['prometheus.io/path'] ?? '';
  const isPlain = /^(?:\/[\w-][\w.-]*)+$/.test(path);
  const pod = `${encodeURIComponent(name)}${port === undefined ? '' : `:${port}`}`;
  return `/api/v1/namespaces/${namespace}/pods/${pod}/proxy${isPlain ? path : PATH_DEFAULT}`;
}

/** An adapter gives `http_requests_total` as `http_requests`. */
function readingOf(text: string, metric: string): Reading {
  const names = new Set([metric, `${metric}_total`, `${metric}_count`]);
  let total: number | null = null;
  let line: string | null = null;
  for (const each of text.split('\n')) {
    const name = /^[A-Za-z_:][\w:]*/.exec(each)?.[0];
    if (name === undefined || !names.has(name)) continue;
    const value = Number(/\s(\S+)(?:\s+\d+)?\s*$/.exec(each)?.[1]);
    if (!Number.isFinite(value)) continue;
    total = (total ?? 0) + value;
    line ??= each.slice(0, LINE_LENGTH_MAX);
  }
  return { total, line };
}

function rateOf(before: Counters | null, now: Counters): number | null {
  if (before === null || now.atMs <= before.atMs) return null;
  let total = 0;
  let count = 0;
  for (const [pod, value] of now.byPod) {
    const earlier = before.byPod.get(pod);
    // One that began anew says nothing of what was between.
    if (earlier === undefined || value < earlier) continue;
    total += value - earlier;
    count++;
  }
  return count === 0 ? null : total / ((now.atMs - before.atMs) / 1_000);
}
