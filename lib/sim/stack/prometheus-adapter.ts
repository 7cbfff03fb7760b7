// prometheus-adapter as its pods are configured: finds its rules and its Prometheus by what they say, and asks that one.
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import { unableToFetch } from '../aggregated/unavailable.ts';
import { faultsOf } from '../faults.ts';
import type { ImageRegistry } from '../kubelet/image-registry.ts';
import type { PrometheusHistory } from '../monitoring/prometheus-history.ts';
import { evaluation } from '../monitoring/promql/evaluate.ts';
import type { Element } from '../monitoring/promql/evaluation.ts';
import { parseExpression } from '../monitoring/promql/parser.ts';
import { ExecutionError, METRIC_NAME, ParseError } from '../monitoring/promql/syntax-tree.ts';
import type { Recorder } from '../monitoring/recorder.ts';
import type { Stored } from '../store/object.ts';
import type { ObjectSource } from '../usage/load.ts';
import { type AdapterRule, metricNameOf, queryFor, rulesIn } from './adapter-rules.ts';
import { fileOf } from './environment.ts';

const IMAGE = 'registry.k8s.io/prometheus-adapter/prometheus-adapter';
const APISERVICES = 'apiservices.apiregistration.k8s.io';

export interface AdapterParts {
  source: ObjectSource;
  registry: ImageRegistry;
  recorder: Recorder;
  now: () => number;
}

export interface AskedMetric {
  /** Singular: `service`. */
  resource: string;
  namespace: string;
  names: readonly string[];
  metric: string;
}

export class PrometheusAdapter {
  /** --metrics-relist-interval as most set it. */
  readonly relistMs = 30_000;
  readonly #parts: AdapterParts;

  constructor(parts: AdapterParts) {
    this.#parts = parts;
  }

  /** Whether such a program stands behind an APIService. */
  isBehind(apiService: string): boolean {
    return this.#containerBehind(apiService) !== null;
  }

  /** Figures by name of the object; empty where no rule brings the metric. Throws a StatusError without a Prometheus. */
  figures(apiService: string, asked: AskedMetric): ReadonlyMap<string, number> {
    const { rules, history } = this.#configured(apiService);
    if (history === null) throw unableToFetch();
    for (const rule of rules) {
      const figures = this.#byRule(rule, history, asked);
      if (figures.size > 0) return figures;
    }
    return new Map();
  }

  /** What there is by now, each once; nothing without a Prometheus. */
  metrics(apiService: string): { resource: string; metric: string }[] {
    const { rules, history } = this.#configured(apiService);
    if (history === null) return [];
    const found = rules.flatMap((rule) =>
      this.#evaluated(rule.seriesQuery, history).flatMap(({ labels }) => {
        const metric = metricNameOf(rule, labels[METRIC_NAME] ?? '');
        const named = Object.entries(rule.labelOf).filter(([, label]) => labels[label] !== undefined);
        return metric === null ? [] : named.map(([resource]) => ({ resource, metric }));
      }),
    );
    return [...new Map(found.map((one) => [`${one.resource} ${one.metric}`, one])).values()];
  }

  #configured(apiService: string): { rules: AdapterRule[]; history: PrometheusHistory | null } {
    const found = this.#containerBehind(apiService);
    if (found === null) return { rules: [], history: null };
    const path = flagOf(found.container, 'config') ?? '';
    const rules = rulesIn(fileOf(this.#parts.source, found.pod, found.container, path) ?? '');
    return { rules, history: this.#historyOf(flagOf(found.container, 'prometheus-url') ?? '') };
  }

  #byRule(rule: AdapterRule, history: PrometheusHistory, asked: AskedMetric): ReadonlyMap<string, number> {
    const all = this.#evaluated(rule.seriesQuery, history).map(({ labels }) => labels[METRIC_NAME] ?? '');
    const series = all.find((name) => metricNameOf(rule, name) === asked.metric);
    const query = series === undefined ? null : queryFor(rule, series, asked);
    if (query === null) return new Map();
    return new Map(this.#evaluated(query.text, history).map(({ labels, value }) => [labels[query.label] ?? '', value]));
  }

  /** Queries that this Prometheus does not understand give nothing. */
  #evaluated(text: string, history: PrometheusHistory): Element[] {
    try {
      const found = evaluation(parseExpression(text), history.store);
      return found.type === 'vector' ? found.at(this.#parts.now()) : [];
    } catch (error) {
      if (error instanceof ParseError || error instanceof ExecutionError) return [];
      throw error;
    }
  }

  #containerBehind(apiService: string): { pod: Stored<Pod>; container: Container } | null {
    const { source, registry } = this.#parts;
    const { namespace, name = '' } = source.get(APISERVICES, undefined, apiService)?.spec?.service ?? {};
    for (const pod of this.#readyBehind(namespace, name)) {
      const isAdapter = ({ image = '' }: Container) => registry.factsOf(image)?.name === IMAGE;
      const container = pod.spec?.containers.find(isAdapter);
      if (container !== undefined) return { pod, container };
    }
    return null;
  }

  /** Behind `http://service.namespace.svc:9090/`. */
  #historyOf(url: string): PrometheusHistory | null {
    const { source, recorder } = this.#parts;
    const { prometheus } = faultsOf(source).metrics;
    const [, service = '', namespace = ''] = /^https?:\/\/([^./:]+)\.([^./:]+)/.exec(url) ?? [];
    for (const pod of prometheus === 'down' || prometheus === 'garbage' ? [] : this.#readyBehind(namespace, service)) {
      const history = recorder.historyOf(pod);
      if (history !== null) return history;
    }
    return null;
  }

  #readyBehind(namespace: string | undefined, name: string): Stored<Pod>[] {
    const { source } = this.#parts;
    const selector = source.get('services', namespace, name)?.spec?.selector ?? {};
    if (Object.keys(selector).length === 0) return [];
    return source
      .list('pods', namespace)
      .filter(
        ({ metadata, status }) =>
          matchesLabelSet(selector, metadata.labels) &&
          status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true,
      );
  }
}

function flagOf({ command = [], args = [] }: Container, name: string): string | undefined {
  const prefix = `--${name}=`;
  return [...command, ...args].find((word) => word.startsWith(prefix))?.slice(prefix.length);
}
