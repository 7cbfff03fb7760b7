// What the menu of a simulated cluster shows, and what it can ask for.
// Topic `simulation`: key `state` is a SimulationView, `board/<name>` a SimulatedBoardView, `load/<namespace>/<service>`
// a SimulatedLoadView, `trouble` a TroubleView.

export interface SimulationView {
  scenario: string;
  scenarios: readonly ScenarioView[];
  /** `real`, `paused` or `x10`. */
  clockMode: string;
  api: 'up' | 'slow' | 'stopped';
  /** Of all registries at once. */
  registry: 'up' | 'down' | 'slow' | 'rate-limited';
  /** What tells of use in this cluster, and how each answers. */
  metrics: readonly SimulatedSourceView[];
  /** How long each answer waits while the API is slow. */
  delayMs: number;
  /** Permissions that were taken by hand: kept, unless all is mended. */
  permissionsTakenCount: number;
  /** Of what autoscalers go by; null where no program here counts its requests. */
  autoscaling: SimulatedChainView | null;
  /** `leaving`: their namespace is still being removed. */
  exercises: 'none' | 'added' | 'leaving';
}

export type SimulatedApi = 'metricsApi' | 'customMetrics' | 'externalMetrics';

/** `gone` is of APIs: nobody knows of them. */
export interface SimulatedSourceView {
  source: SimulatedApi | 'heapster' | 'prometheus';
  state: 'up' | 'stale' | 'garbage' | 'slow' | 'down' | 'gone';
}

/** What else can break between a program that counts its requests and the autoscaler that goes by them. */
export interface SimulatedChainView {
  /** Whether programs answer at `/metrics`. */
  hasAppMetrics: boolean;
  /** Whether adapters have a rule for the metrics. */
  knowsMetrics: boolean;
  /** Whether the controller may read them. */
  mayRead: boolean;
}

export type SimulatedHealth = 'good' | 'under-voltage' | 'overheated';

export interface ScenarioView {
  name: string;
  title: string;
  /** One sentence. */
  summary: string;
  parameters: Readonly<Partial<Record<'nodes' | 'pods', { default: number; min: number; max: number }>>>;
}

export interface SimulatedBoardView {
  name: string;
  arch: string;
  /** `unplugged` by hand; `dark` by the scenario's own course, and not to be changed. */
  power: 'on' | 'unplugged' | 'dark';
  /** Whether the metrics API leaves it out although it is up. */
  metricsMissing: boolean;
  health: SimulatedHealth;
  /** What its health can be made; only `good` where nothing on it tells. */
  healthChoices: readonly SimulatedHealth[];
}

/** What clients outside the cluster ask of a service. */
export interface SimulatedLoadView {
  namespace: string;
  service: string;
  /** Now, to three digits. */
  requestsPerSecond: number;
  /** Set by hand, in the place of the scenario's own. */
  isSet: boolean;
}

/** There while the simulation does not answer: the other rows are then what was last known. */
export interface TroubleView {
  message: string;
}

export type SimulationAction =
  | { action: 'clock'; mode: 'real' | 'paused' | 'x10' | 'x60' }
  /** Pauses first where the clock runs. */
  | { action: 'step'; stepMs: number }
  | { action: 'power'; board: string; plugged: boolean }
  | { action: 'metrics'; board: string; missing: boolean }
  | { action: 'api'; api: 'up' | 'slow' | 'stopped' }
  | { action: 'metrics-source'; source: SimulatedSourceView['source']; state: SimulatedSourceView['state'] }
  | { action: 'autoscaling'; part: keyof SimulatedChainView; works: boolean }
  | { action: 'health'; board: string; health: SimulatedHealth }
  | { action: 'registry'; registry: SimulationView['registry'] }
  /** Null is the scenario's own. */
  | { action: 'load'; namespace: string; service: string; requestsPerSecond: number | null }
  /** Adds or removes the workloads that are there to be found. */
  | { action: 'exercises'; added: boolean }
  | { action: 'mend' }
  | { action: 'cut-watches' }
  | { action: 'expire-history' }
  | { action: 'scenario'; name: string; nodes?: number; pods?: number }
  | { action: 'reset' };

export interface SimulationResult {
  /** What was done, in one sentence. */
  done: string;
}
