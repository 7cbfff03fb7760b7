// Everything around the API server that makes a cluster move: boards with their kubelets, the scheduler,
// the node lifecycle, usage, and the aggregated APIs. Put together for one instance; nothing here is global.
import type { Pod } from 'kubernetes-types/core/v1';
import type { AggregatedApi } from './aggregated/aggregated-api.ts';
import { CustomMetricsApi } from './aggregated/custom-metrics.ts';
import { MetricsApi } from './aggregated/metrics.ts';
import { WARDLE } from './aggregated/wardle.ts';
import type { Clock } from './clock.ts';
import type { Controller } from './controllers/controller.ts';
import { ImageRegistry } from './kubelet/image-registry.ts';
import { Kubelet } from './kubelet/kubelet.ts';
import { type LogLine, type LogQuery, PodLogs } from './kubelet/pod-logs.ts';
import { Power } from './kubelet/power.ts';
import { NodeController } from './node-lifecycle/node-controller.ts';
import { NodeRegistration } from './node-lifecycle/node-registration.ts';
import { PodGarbageCollector } from './node-lifecycle/pod-gc.ts';
import { TaintEvictionController } from './node-lifecycle/taint-eviction.ts';
import { ClusterNetwork } from './proxy/cluster-network.ts';
import { KubeletHttp } from './proxy/kubelet-http.ts';
import type { BuiltScenario } from './scenarios/scenario.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { type KubeObject, keyOf, type ObjectOf, type ResourceId, type Stored } from './store/object.ts';
import type { Store } from './store/store.ts';
import { Load, type ObjectSource } from './usage/load.ts';
import { UsageModel } from './usage/usage.ts';

export interface World {
  power: Power;
  load: Load;
  /** To be run by the ControllerManager along with the workload controllers. */
  controllers: readonly Controller[];
  aggregated: readonly AggregatedApi[];
  /** What `pods/log` answers now; a later call with `sinceMs` continues it. Throws a StatusError as a kubelet does. */
  logs: (pod: Stored<Pod>, query: LogQuery) => readonly LogLine[];
  /** What programs and kubelets answer over HTTP. */
  network: ClusterNetwork;
}

export function simulatedWorld(parts: { store: Store; clock: Clock; scenario: BuiltScenario }): World {
  const { store, clock, scenario } = parts;
  const power = new Power(scenario.boards, scenario.startMs);
  const registry = new ImageRegistry(scenario.images);
  const now = () => clock.now();
  const first = firstObjects(scenario.objects);
  const { startMs } = scenario;
  const load = new Load({ services: scenario.load ?? [], startMs, first, store, now });
  const usage = new UsageModel({ startMs, power, registry, load }, first);
  const logs = new PodLogs({ source: store, power, registry, now });
  return {
    power,
    load,
    controllers: [
      new Scheduler(),
      new Kubelet(power, registry, usage),
      new NodeController(),
      new NodeRegistration(),
      new TaintEvictionController(),
      new PodGarbageCollector(),
    ],
    aggregated: [
      new MetricsApi({ source: store, power, usage, now }),
      new CustomMetricsApi('v1beta2', { source: store, load, usage, now }),
      new CustomMetricsApi('v1beta1', { source: store, load, usage, now }),
      WARDLE,
    ],
    logs: (pod, query) => logs.read(pod, query),
    network: new ClusterNetwork({
      source: store,
      power,
      registry,
      kubelet: new KubeletHttp({ source: store, usage, now }),
      now,
      loadServed: (pod) => load.counter(pod),
    }),
  };
}

/** The scenario's own pods and services, before they are in the store. */
function firstObjects(objects: readonly KubeObject[]): ObjectSource {
  const kinds: Readonly<Record<string, string>> = { pods: 'Pod', services: 'Service' };
  const list = <R extends ResourceId>(resource: R, namespace?: string) =>
    objects.filter(
      ({ kind, metadata }) =>
        kind === kinds[resource] && (namespace === undefined || metadata?.namespace === namespace),
    ) as unknown as Stored<ObjectOf<R>>[];
  return {
    list,
    get: (resource, namespace, name) =>
      list(resource).find(({ metadata }) => keyOf(metadata.namespace, metadata.name) === keyOf(namespace, name)),
  };
}
