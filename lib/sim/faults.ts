// What is broken on purpose. Held in the store as an object that no API serves, so that a change wakes
// the controllers like any other change and a pure reconciler can see it.
import type { KubeObject } from './store/object.ts';
import type { Store } from './store/store.ts';

export interface PermissionTaken {
  user: string;
  /** One verb, or `*`. */
  verb: string;
  /** As kubectl writes it (`pods`, `deployments.apps`), or `*`. */
  resource: string;
}

export interface Faults {
  /** Boards without power or network: no heartbeat, no status, no metrics, no logs, nothing starts or stops there. */
  nodesUnplugged: readonly string[];
  /** `stopped` closes the API's listener and its connections. */
  api: 'up' | 'stopped' | 'slow';
  /** How long each answer waits while the API is slow. */
  delayMs: number;
  /** Nodes that the metrics API leaves out, although they are up. */
  metricsMissing: readonly string[];
  permissionsTaken: readonly PermissionTaken[];
}

export const NO_FAULTS: Faults = {
  nodesUnplugged: [],
  api: 'up',
  delayMs: 0,
  metricsMissing: [],
  permissionsTaken: [],
};

/** The resource the faults are stored under: not a served one, so no request can name it. */
export const FAULTS_RESOURCE = 'faults.simulation.internal';
const NAME = 'faults';

interface FaultsObject extends KubeObject {
  faults: Faults;
}

/** Anything one can read stored objects from: the store itself, or a controller's view of it. */
export type FaultSource = Pick<Store, 'get'>;

export function faultsOf(source: FaultSource): Faults {
  const held = source.get(FAULTS_RESOURCE, undefined, NAME) as FaultsObject | undefined;
  return held?.faults ?? NO_FAULTS;
}

/** Replaces all faults; takes effect at once. */
export function setFaults(store: Store, faults: Faults): void {
  const object: FaultsObject = { metadata: { name: NAME }, faults };
  store.put(FAULTS_RESOURCE, object);
}
