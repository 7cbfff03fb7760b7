import 'server-only';
// One look along an autoscaler's chain: every hop is asked once, those that do not wait for each other at the same time.
import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import type { Pod } from 'kubernetes-types/core/v1';
import type { Transport } from '#lib/kube/index.ts';
import type { ApiFacts, Asked, ChainFacts, MetricFacts, UsageFacts } from '#lib/model/autoscaling/chain-facts.ts';
import { metricsGroup } from '#lib/model/autoscaling/metric-path.ts';
import { metricName } from '#lib/model/autoscaling/metric-view.ts';
import type { AutoscalerRecord } from '#lib/model/records/records.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import type { UsageService } from '../usage/usage-service.ts';
import { askApi } from './ask-apis.ts';
import { askCollector } from './ask-collector.ts';
import { askMetric } from './ask-metric.ts';
import { askProducer, type Counters } from './ask-producer.ts';
import { askPods, askScale } from './ask-target.ts';
import { Asking } from './asking.ts';
import { KindResources } from './kind-resources.ts';

/** Of an autoscaler with more the first are looked at. */
const METRICS_MAX = 8;

export interface ChainLookParts {
  transport: Transport;
  cache: ClusterCache;
  usage: UsageService;
}

export class ChainLook {
  readonly #parts: ChainLookParts;
  readonly #kinds = new KindResources();
  /** By the metric's place. */
  #counters = new Map<number, Counters>();

  constructor(parts: ChainLookParts) {
    this.#parts = parts;
  }

  /** Another cluster may answer from now on. */
  forget(): void {
    this.#kinds.forget();
    this.#counters.clear();
  }

  async look(autoscaler: AutoscalerRecord, signal: AbortSignal): Promise<ChainFacts> {
    const { transport, cache, usage } = this.#parts;
    const asking = new Asking({ transport, clusterMs: () => usage.clusterMs() }, signal);
    const namespace = autoscaler.metadata?.namespace ?? '';
    const specs = (autoscaler.spec?.metrics ?? []).slice(0, METRICS_MAX);
    const groups = [...new Set(specs.map(metricsGroup))];
    const apiServices = cache.side.items('apiservices.apiregistration.k8s.io');
    const [scale, ...apis] = await Promise.all([
      askScale(asking, this.#kinds, namespace, autoscaler.spec?.scaleTargetRef ?? { kind: '', name: '' }),
      ...groups.map((group) => askApi(asking, group, apiServices)),
    ]);
    const podSelector = scale.ok && scale.value.selector !== '' ? scale.value.selector : null;
    const pods = podSelector === null ? null : await askPods(asking, namespace, podSelector);
    const ground = { asking, namespace, podSelector, pods, apis };
    const metrics = await Promise.all(specs.map((spec, index) => this.#metric(spec, index, ground)));
    const hasPrometheus = usage.history.prometheuses.length > 0;
    return { scale, pods, apis, metrics, usage: this.#usage(), hasPrometheus };
  }

  async #metric(spec: MetricSpec, index: number, ground: Ground): Promise<MetricFacts> {
    const { asking, namespace, podSelector, apis } = ground;
    const group = metricsGroup(spec);
    const api = apis.find((one) => one.group === group);
    const [answer, sources] = await Promise.all([
      api === undefined
        ? { path: null, values: null }
        : askMetric(asking, this.#kinds, { spec, namespace, podSelector, api }),
      this.#sources(spec, index, ground),
    ]);
    return { spec, group, ...answer, ...sources };
  }

  /** Who makes the number and who collects it; of the kubelets' own figures the usage source knows. */
  async #sources(
    spec: MetricSpec,
    index: number,
    ground: Ground,
  ): Promise<Pick<MetricFacts, 'producer' | 'collector'>> {
    const pods = await this.#measuredPods(spec, ground);
    if (pods === null) return { producer: null, collector: null };
    const { asking, namespace } = ground;
    const before = this.#counters.get(index) ?? null;
    const [{ facts, counters }, collector] = await Promise.all([
      askProducer(asking, pods, metricName(spec), before),
      askCollector(asking, this.#parts.usage.history.prometheuses, namespace, pods),
    ]);
    this.#counters.set(index, counters);
    return { producer: facts, collector };
  }

  /** Null where nobody knows whose metric it is. */
  async #measuredPods({ pods, object }: MetricSpec, ground: Ground): Promise<readonly Pod[] | null> {
    const targets = ground.pods?.ok === true ? ground.pods.value : null;
    if (pods !== undefined) return targets;
    if (object?.describedObject.kind !== 'Service') return null;
    const { asking, namespace } = ground;
    const service = this.#parts.cache.side.items('services').get(`${namespace}/${object.describedObject.name}`);
    const labels = Object.entries(service?.selector ?? {});
    if (labels.length === 0) return null;
    const selector = labels.map(([name, value]) => `${name}=${value}`).join(',');
    // Mostly they are the target's own.
    if (selector === ground.podSelector && targets !== null) return targets;
    const asked = await askPods(asking, namespace, selector);
    return asked.ok ? asked.value : null;
  }

  #usage(): UsageFacts {
    const { cache, usage } = this.#parts;
    const { measures, nodes } = cache;
    const title = usage.head.live?.title ?? 'metrics.k8s.io';
    return { title, state: measures.source, measuredNodes: measures.byNode.size, nodes: nodes.size };
  }
}

interface Ground {
  asking: Asking;
  namespace: string;
  podSelector: string | null;
  pods: Asked<readonly Pod[]> | null;
  apis: readonly ApiFacts[];
}
