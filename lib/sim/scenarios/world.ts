// Everything around the API server that makes a cluster move: boards with their kubelets, the scheduler,
// the node lifecycle, usage, and the aggregated APIs. Put together for one instance; nothing here is global.
import type { Pod } from 'kubernetes-types/core/v1';
import type { AggregatedApi } from '../aggregated/aggregated-api.ts';
import { WARDLE } from '../aggregated/wardle.ts';
import type { Clock } from '../clock.ts';
import type { Controller } from '../controllers/controller.ts';
import { ImageRegistry } from '../kubelet/image-registry.ts';
import { Kubelet } from '../kubelet/kubelet.ts';
import type { LogLine, LogQuery } from '../kubelet/pod-logs.ts';
import { Power } from '../kubelet/power.ts';
import { NodeController } from '../node-lifecycle/node-controller.ts';
import { PodGarbageCollector } from '../node-lifecycle/pod-gc.ts';
import { TaintEvictionController } from '../node-lifecycle/taint-eviction.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import type { Stored } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import type { BuiltScenario } from './scenario.ts';

export interface World {
  /** To be run by the ControllerManager along with the workload controllers. */
  controllers: readonly Controller[];
  aggregated: readonly AggregatedApi[];
  /** What `pods/log` answers now; a later call with `sinceMs` continues it. Throws a StatusError as a kubelet does. */
  logs(pod: Stored<Pod>, query: LogQuery): readonly LogLine[];
}

export function simulatedWorld(parts: { store: Store; clock: Clock; scenario: BuiltScenario }): World {
  const { scenario } = parts;
  const power = new Power(scenario.boards, scenario.startMs);
  const registry = new ImageRegistry(scenario.images);
  return {
    controllers: [
      new Scheduler(),
      new Kubelet(power, registry),
      new NodeController(),
      new TaintEvictionController(),
      new PodGarbageCollector(),
    ],
    aggregated: [WARDLE],
    logs: () => [],
  };
}
