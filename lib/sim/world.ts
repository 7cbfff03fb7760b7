// Everything around the API server that makes a cluster move: boards with their kubelets, the scheduler,
// the node lifecycle, usage, and the aggregated APIs. Put together for one instance; nothing here is global.
import type { Pod } from 'kubernetes-types/core/v1';
import type { AggregatedApi } from './aggregated/aggregated-api.ts';
import { AvailabilityController } from './aggregated/availability.ts';
import { Collected } from './aggregated/collected.ts';
import { CustomMetricsApi } from './aggregated/custom-metrics.ts';
import { ExternalMetricsApi } from './aggregated/external-metrics.ts';
import { MetricsApi } from './aggregated/metrics.ts';
import { WARDLE } from './aggregated/wardle.ts';
import type { Clock } from './clock.ts';
import type { Controller } from './controllers/controller.ts';
import { ImageRegistry } from './kubelet/image-registry.ts';
import { Kubelet } from './kubelet/kubelet.ts';
import { type LogLine, type LogQuery, PodLogs } from './kubelet/pod-logs.ts';
import { Power } from './kubelet/power.ts';
import { measuringApplications } from './monitoring/applications.ts';
import { Kubelets } from './monitoring/kubelets.ts';
import { Recorder } from './monitoring/recorder.ts';
import { NodeController } from './node-lifecycle/node-controller.ts';
import { NodeRegistration } from './node-lifecycle/node-registration.ts';
import { PodGarbageCollector } from './node-lifecycle/pod-gc.ts';
import { TaintEvictionController } from './node-lifecycle/taint-eviction.ts';
import { HTTP_APPLICATIONS } from './proxy/applications.ts';
import { ClusterNetwork } from './proxy/cluster-network.ts';
import { KubeletHttp } from './proxy/kubelet-http.ts';
import { toldAt } from './proxy/what-is-told.ts';
import type { BuiltScenario } from './scenarios/scenario.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { behavioursOf } from './stack/behaviours.ts';
import { PrometheusOperator } from './stack/operator/prometheus-operator.ts';
import { PrometheusAdapter } from './stack/prometheus-adapter.ts';
import { ingressRouter } from './stack/traefik.ts';
import {
  type APIService,
  type KubeObject,
  keyOf,
  type ObjectOf,
  type ResourceId,
  type Stored,
} from './store/object.ts';
import type { Store } from './store/store.ts';
import { Load, type ObjectSource } from './usage/load.ts';
import { UsageModel } from './usage/usage.ts';

export interface World {
  power: Power;
  load: Load;
  /** Of all registries. */
  images: ImageRegistry;
  /** To be run by the ControllerManager along with the workload controllers. */
  controllers: readonly Controller[];
  aggregated: readonly AggregatedApi[];
  /** What `pods/log` answers now; a later call with `sinceMs` continues it. Throws a StatusError as a kubelet does. */
  logs: (pod: Stored<Pod>, query: LogQuery) => readonly LogLine[];
  /** What measures beyond the kubelets themselves. */
  recorder: Recorder;
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
  const behaviours = behavioursOf(registry, {
    source: store,
    selfSignedKubelets: scenario.selfSignedKubelets === true,
  });
  const usage = new UsageModel({ startMs, power, registry, behaviours, load }, first);
  const logs = new PodLogs({ source: store, power, registry, behaviours, now });
  const kubelets = new Kubelets({ source: store, first, startMs, power, usage });
  const configs = scenario.scrapes ?? [];
  const running = { power, registry, behaviours, now };
  const toldBy = (pod: Stored<Pod>, port: number) => toldAt(running, pod, port);
  const recorder = new Recorder({ ...running, source: store, startMs, load, kubelets, configs, toldBy });
  const collected = new Collected({ source: store, configs });
  const ruled = new PrometheusAdapter({ source: store, registry, recorder, now });
  const adapter = { source: store, load, collected, adapter: ruled, now };
  const aggregated: AggregatedApi[] = [
    new MetricsApi({ source: store, power, usage, now }),
    new CustomMetricsApi('v1beta2', adapter),
    new CustomMetricsApi('v1beta1', adapter),
    new ExternalMetricsApi(adapter),
    ...WARDLE,
  ];
  const router = ingressRouter({
    source: store,
    ask: (address, request) => network.ask(address, request),
    turn: (count) => network.turn(count),
  });
  const network: ClusterNetwork = new ClusterNetwork({
    source: store,
    power,
    registry,
    behaviours,
    kubelet: new KubeletHttp({ source: store, usage, now, selfSigned: scenario.selfSignedKubelets === true }),
    applications: {
      ...HTTP_APPLICATIONS,
      ...measuringApplications({ source: store, recorder, now }),
      'ingress-router': router,
    },
    now,
    loadServed: (pod) => load.counter(pod),
    asked: (pod) => load.ask(pod),
  });
  return {
    power,
    load,
    images: registry,
    controllers: [
      new Scheduler(),
      new Kubelet(power, registry, usage, behaviours),
      new NodeController(),
      new NodeRegistration(),
      new TaintEvictionController(),
      new PodGarbageCollector(),
      recorder,
      new PrometheusOperator(registry),
      new AvailabilityController(aggregated, withoutService(scenario.objects)),
    ],
    aggregated,
    recorder,
    logs: (pod, query) => logs.read(pod, query),
    network,
  };
}

/** APIs that a scenario has without what serves them, by name of their APIService. */
function withoutService(objects: readonly KubeObject[]): ReadonlySet<string> {
  const keyed = (namespace: string | undefined, name: string | undefined) => keyOf(namespace, name ?? '');
  const services = new Set(
    objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => keyed(metadata?.namespace, metadata?.name)),
  );
  const registrations = objects.filter(({ kind }) => kind === 'APIService') as APIService[];
  const alone = registrations.filter(({ spec }) => !services.has(keyed(spec?.service?.namespace, spec?.service?.name)));
  return new Set(alone.map(({ metadata }) => metadata?.name ?? ''));
}

/** The scenario's own nodes, pods and services, before they are in the store. */
function firstObjects(objects: readonly KubeObject[]): ObjectSource {
  const kinds: Readonly<Record<string, string>> = { nodes: 'Node', pods: 'Pod', services: 'Service' };
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
