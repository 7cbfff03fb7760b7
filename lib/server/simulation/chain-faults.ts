import 'server-only';
// What can break between a program that counts its requests and the autoscaler that goes by them, as faults of the control endpoint.
import type { SimulatedChainView } from '#lib/model/simulation-view.ts';
import type { ControlState } from './simulation-control.ts';

type Faults = ControlState['faults'];
type Permission = Faults['permissionsTaken'][number];

/** Those that adapters of a simulated cluster answer. */
export const ADAPTER_METRICS: readonly string[] = ['http_requests', 'ingress_requests_per_second'];

const CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';

/** All that the controller reads of metrics. */
const MAY_NOT_READ: readonly Permission[] = ['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io'].map(
  (group) => ({ user: CONTROLLER, verb: '*', resource: `*.${group}` }),
);

/** Whether it was taken for the chain's sake, not by hand. */
export function isOfChain({ user, verb, resource }: Permission): boolean {
  return MAY_NOT_READ.some((one) => one.user === user && one.verb === verb && one.resource === resource);
}

/** The faults that differ once a part works, or does not. */
export function chainFaults(faults: Faults, part: keyof SimulatedChainView, works: boolean): Partial<Faults> {
  switch (part) {
    case 'hasAppMetrics':
      return { appMetrics: works ? 'up' : 'gone' };
    case 'knowsMetrics': {
      const others = faults.unknownMetrics.filter((metric) => !ADAPTER_METRICS.includes(metric));
      return { unknownMetrics: works ? others : [...others, ...ADAPTER_METRICS] };
    }
    case 'mayRead': {
      const others = faults.permissionsTaken.filter((taken) => !isOfChain(taken));
      return { permissionsTaken: works ? others : [...others, ...MAY_NOT_READ] };
    }
  }
}

/** Said of a part once it works, and once it does not. */
export const CHAIN_WORDS: Readonly<Record<keyof SimulatedChainView, readonly [works: string, broken: string]>> = {
  hasAppMetrics: ['Programs answer at /metrics again.', 'Programs answer 404 at /metrics.'],
  knowsMetrics: ['Adapters know the metrics again.', 'Adapters do not know the metrics any more.'],
  mayRead: ['The autoscaler may read metrics again.', 'The autoscaler may not read metrics.'],
};
