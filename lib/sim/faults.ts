// What is broken on purpose. Held in the store as an object that no API serves, so that a change wakes
// the controllers like any other change and a pure reconciler can see it.
import type { KubeObject } from './store/object.ts';
import type { Store } from './store/store.ts';

export interface PermissionTaken {
  user: string;
  /** One verb, or `*`. */
  verb: string;
  /** As kubectl writes it (`pods`, `deployments.apps`), all of a group (`*.apps`), or `*`. */
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
  /** Of all registries at once. `down` closes their listener, and boards pull nothing. */
  registry: RegistryState;
  /** Of each source of use. */
  metrics: Readonly<Record<MetricsSource, MetricsState>>;
  /** Of the programs that count their requests: `gone` is 404 at `/metrics`. */
  appMetrics: 'up' | 'gone';
  /** Metrics that adapters have no rule for: neither listed nor answered. */
  unknownMetrics: readonly string[];
  /** Boards whose power supply gives too little. */
  underVoltage: readonly string[];
  /** Boards that are so hot that their clock is held down. */
  overheated: readonly string[];
  /** Boards whose clock is CLOCK_BEHIND_MS behind, as without a battery before NTP has set it. */
  clocksBehind: readonly string[];
}

export const CLOCK_BEHIND_MS = 90_000;

/** APIs behind an APIService, by the group each serves. */
export const METRICS_APIS = {
  metricsApi: 'metrics.k8s.io',
  customMetrics: 'custom.metrics.k8s.io',
  externalMetrics: 'external.metrics.k8s.io',
} as const;
export type MetricsApiName = keyof typeof METRICS_APIS;
export type MetricsSource = MetricsApiName | 'heapster' | 'prometheus';
export const METRICS_SOURCES: readonly MetricsSource[] = [
  ...(Object.keys(METRICS_APIS) as MetricsApiName[]),
  'heapster',
  'prometheus',
];

/**
 * `stale` answers with what was measured last before it was set, `garbage` with what is no answer, `slow` after
 * SLOW_METRICS_MS, `down` not at all. A Prometheus or Heapster that is stale or down measures nothing meanwhile.
 */
export const METRICS_STATES = ['up', 'stale', 'garbage', 'slow', 'down'] as const;
/** Of an API also `gone`: its APIServices are taken away, and put back when it is mended. */
export const METRICS_API_STATES = [...METRICS_STATES, 'gone'] as const;
export type MetricsState = (typeof METRICS_API_STATES)[number];

/** Ten times what a source on a small board usually takes. */
export const SLOW_METRICS_MS = 3_000;

export type RegistryState = 'up' | 'down' | 'slow' | 'rate-limited';

export const NO_FAULTS: Faults = {
  nodesUnplugged: [],
  api: 'up',
  delayMs: 0,
  metricsMissing: [],
  permissionsTaken: [],
  registry: 'up',
  metrics: { metricsApi: 'up', customMetrics: 'up', externalMetrics: 'up', heapster: 'up', prometheus: 'up' },
  appMetrics: 'up',
  unknownMetrics: [],
  underVoltage: [],
  overheated: [],
  clocksBehind: [],
};

/** The resource the faults are stored under: not a served one, so no request can name it. */
export const FAULTS_RESOURCE = 'faults.simulation.internal';
const NAME = 'faults';

interface FaultsObject extends KubeObject {
  faults: Faults;
  sinceMs: Since;
}

/** What does not forget when it began. */
type Lasting = MetricsSource | 'appMetrics';

/** When a source came into the state it is in, in simulated milliseconds since the epoch; nothing of those that are up. */
type Since = Partial<Record<Lasting, number>>;

/** Anything one can read stored objects from: the store itself, or a controller's view of it. */
export type FaultSource = Pick<Store, 'get'>;

export function faultsOf(source: FaultSource): Faults {
  return held(source)?.faults ?? NO_FAULTS;
}

/** When this source became stale; null while it is not. */
export function staleSince(source: FaultSource, name: MetricsSource): number | null {
  return faultsOf(source).metrics[name] === 'stale' ? brokenSince(source, name) : null;
}

/** Since when it is in the state it is in; null while it is up. */
export function brokenSince(source: FaultSource, name: Lasting): number | null {
  return held(source)?.sinceMs[name] ?? null;
}

/** Replaces all faults; takes effect at once. What breaks by it is broken since `nowMs`. */
export function setFaults(store: Store, faults: Faults, nowMs = 0): void {
  const before = held(store);
  const names: readonly Lasting[] = [...METRICS_SOURCES, 'appMetrics'];
  const sinceMs: Since = {};
  for (const name of names) {
    const state = stateOf(faults, name);
    const isSame = state === stateOf(before?.faults ?? NO_FAULTS, name);
    if (state !== 'up') sinceMs[name] = (isSame ? before?.sinceMs[name] : undefined) ?? nowMs;
  }
  const object: FaultsObject = { metadata: { name: NAME }, faults, sinceMs };
  store.put(FAULTS_RESOURCE, object);
}

function stateOf({ metrics, appMetrics }: Faults, name: Lasting): MetricsState {
  return name === 'appMetrics' ? appMetrics : metrics[name];
}

function held(source: FaultSource): FaultsObject | undefined {
  return source.get(FAULTS_RESOURCE, undefined, NAME) as FaultsObject | undefined;
}
