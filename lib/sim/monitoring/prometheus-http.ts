// The HTTP API of a simulated Prometheus, as far as a dashboard of use needs it: queries, what it scrapes, and its build.
import type { Pod } from 'kubernetes-types/core/v1';
import { type HttpRequest, type HttpResponse, page, pageNotFound, text } from '../proxy/http-message.ts';
import type { Stored } from '../store/object.ts';
import { ALL_KINDS } from './asked-jobs.ts';
import { failure, PrometheusError, success } from './prometheus-answers.ts';
import type { PrometheusHistory } from './prometheus-history.ts';
import { queryInstant, queryRange } from './prometheus-query.ts';
import type { Target } from './scraped.ts';

export interface AskedPrometheus {
  pod: Stored<Pod>;
  history: PrometheusHistory;
  nowMs: number;
}

type Route = (asked: AskedPrometheus, parameters: URLSearchParams) => unknown;

/** Those that take a form as well. */
const QUERIES: Readonly<Record<string, Route>> = {
  '/api/v1/query': ({ history, nowMs }, parameters) => queryInstant(parameters, history, nowMs),
  '/api/v1/query_range': ({ history }, parameters) => queryRange(parameters, history),
};

const READS: Readonly<Record<string, Route>> = {
  '/api/v1/targets': ({ history }) => ({ activeTargets: targets(history), droppedTargets: [] }),
};

/** Labels of what was there only before are not looked for. */
const RECENT_MS = 3_600_000;
const FORM = /^application\/x-www-form-urlencoded\b/i;
const LABEL_VALUES = /^\/api\/v1\/label\/([^/]+)\/values$/;

export function answerPrometheus(request: HttpRequest, asked: AskedPrometheus): HttpResponse {
  const { method, path } = request;
  const query = Object.hasOwn(QUERIES, path) ? QUERIES[path] : undefined;
  if (query !== undefined && method === 'POST') return answered(() => query(asked, parametersOf(request)));
  if (method !== 'GET' && method !== 'HEAD') return text('Method Not Allowed\n', 405);
  if (path === '/') return { ...text('', 302), headers: { location: 'graph' } };
  if (path === '/graph')
    return page('Prometheus', 'Its API answers queries; a page to type them into is not simulated.');
  if (path === '/-/ready') return text('Prometheus Server is Ready.\n');
  if (path === '/-/healthy') return text('Prometheus Server is Healthy.\n');
  const route = query ?? (Object.hasOwn(READS, path) ? READS[path] : undefined);
  if (route !== undefined) return answered(() => route(asked, request.query));
  const label = LABEL_VALUES.exec(path)?.[1];
  if (label !== undefined) return answered(() => labelValues(asked, label));
  if (path === '/api/v1/status/buildinfo') return buildInfo(asked.pod);
  return pageNotFound();
}

function answered(task: () => unknown): HttpResponse {
  try {
    return success(task());
  } catch (error) {
    if (error instanceof PrometheusError) return failure(error);
    throw error;
  }
}

/** What stands in the form comes before what stands in the address. */
function parametersOf({ query, headers, body }: HttpRequest): URLSearchParams {
  if (!FORM.test(headers['content-type'] ?? '')) return query;
  return new URLSearchParams([...new URLSearchParams(new TextDecoder().decode(body)), ...query]);
}

function labelValues({ history, nowMs }: AskedPrometheus, label: string): string[] {
  history.completePast(nowMs - RECENT_MS, ALL_KINDS);
  const values = new Set<string>();
  for (const { labels } of history.store.series()) values.add(labels[label] ?? '');
  values.delete('');
  return [...values].sort();
}

function targets(history: PrometheusHistory): object[] {
  const last = history.lastScrape();
  return (last?.targets ?? []).map(({ job, url, labels, isUp, error }: Target) => ({
    discoveredLabels: {},
    labels,
    scrapePool: job,
    scrapeUrl: url,
    globalUrl: url,
    lastError: error,
    lastScrape: new Date(last?.atMs ?? 0).toISOString(),
    lastScrapeDuration: 0.1,
    health: isUp ? 'up' : 'down',
    scrapeInterval: `${history.intervalMs / 1_000}s`,
    scrapeTimeout: '10s',
  }));
}

/** Versions before 2.14 do not tell. */
function buildInfo({ spec }: Stored<Pod>): HttpResponse {
  const images = (spec?.containers ?? []).map(({ image = '' }) => image);
  const version = images.map((image) => /\/prometheus:v?(\d+\.\d+\.\d+)/.exec(image)?.[1]).find((one) => one);
  if (version === undefined || version.startsWith('1.')) return pageNotFound();
  const unknown = {
    revision: 'unknown',
    branch: 'HEAD',
    buildUser: 'root@simulated',
    buildDate: '',
    goVersion: 'go1.25.3',
  };
  return success({ version, ...unknown });
}
