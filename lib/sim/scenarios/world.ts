// Everything around the API server that makes a cluster move: boards with their kubelets, the scheduler,
// the node lifecycle, usage, and the aggregated APIs. Put together for one instance; nothing here is global.
import type { Pod } from 'kubernetes-types/core/v1';
import type { AggregatedApi } from '../aggregated/aggregated-api.ts';
import type { Clock } from '../clock.ts';
import type { Controller } from '../controllers/controller.ts';
import type { LogLine, LogQuery } from '../kubelet/pod-logs.ts';
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
  void parts;
  return { controllers: [], aggregated: [], logs: () => [] };
}
