// What the overview shows. Topic `overview`: key `cluster` is a ClusterView, `board/<name>` a BoardView.

export interface ClusterView {
  /** The kubeconfig context's name, or `in-cluster`. */
  name: string;
  /** `v1.37.2`; null until known. */
  version: string | null;
  /** Null for a real cluster. */
  simulated: { scenario: string /** Whether whoever looks may control it. */; controllable: boolean } | null;
  pods: { total: number; running: number; pending: number; failing: number; unknown: number } | null;
  alarms: readonly AlarmView[];
  sources: Readonly<Record<SourceName, SourceView>>;
}

export type SourceName = 'nodes' | 'pods' | 'events' | 'metrics';

/** How far one kind of data can be trusted. */
export type SourceView =
  | { state: 'loading' }
  | { state: 'live' }
  | { state: 'stale'; since: string; message: string }
  /** RBAC refused: `verb` and `resource` say what is missing. */
  | { state: 'forbidden'; verb: string; resource: string }
  /** The API does not exist there: for metrics, no metrics.k8s.io is registered. */
  | { state: 'absent'; message: string };

export type AlarmView =
  | {
      kind: 'node-not-ready';
      severity: 'error';
      node: string;
      since: string | null;
      /** Pods whose toleration of the outage runs out, and when the first of them leaves. */
      podsLeaving: number;
      leaveAt: string | null;
    }
  | { kind: 'node-pressure'; severity: 'warning'; node: string; condition: string; since: string | null }
  | { kind: 'pods-failing'; severity: 'error'; count: number; reason: string; example: PodRef }
  | { kind: 'pods-pending'; severity: 'warning'; count: number; since: string; example: PodRef };

export interface PodRef {
  namespace: string;
  name: string;
}

/** One board: a node and the hardware it runs on. */
export interface BoardView {
  name: string;
  /** `kubernetes.io/arch` or status.nodeInfo.architecture; `unknown` where neither is there. */
  arch: string;
  board: BoardGuess;
  roles: readonly string[];
  ready: ReadyView;
  cordoned: boolean;
  /** One pin a pod, at most PINS_MAX, in a stable order; `podCount` says how many there are. */
  pins: readonly PinView[];
  /** Null where pods may not be read: missing is not zero. */
  podCount: number | null;
  /** Allocatable; null where the node does not say. */
  cpuMillicores: number | null;
  memoryBytes: number | null;
  cpu: MeasureView;
  memory: MeasureView;
  /** What is wrong with the board itself (voltage, heat, its disk); null where nothing is, or no source tells. */
  health: { words: string; since: string } | null;
  taints: readonly TaintView[];
  createdAt: string;
}

/** Pins of a 40-pin header; beyond it the last one becomes +N. */
export const PINS_MAX = 40;

export interface BoardGuess {
  /** `Raspberry Pi 3`, `UP Board`, `arm64 board`. */
  label: string;
  /** `64-bit`, `32-bit userland`, ... or null. */
  detail: string | null;
  sure: 'confirmed' | 'likely' | 'guess' | 'unknown';
  /** How it is known, in one sentence. */
  why: string;
}

export interface ReadyView {
  status: 'True' | 'False' | 'Unknown' | 'missing';
  since: string | null;
  reason: string | null;
  message: string | null;
}

export type PinState = 'running' | 'starting' | 'pending' | 'failing' | 'completed' | 'terminating' | 'unknown';

export interface PinView extends PodRef {
  state: PinState;
  /** As `kubectl get pods` prints STATUS. */
  status: string;
  /** `1/1`, as kubectl prints READY. */
  ready: string;
}

/** A share of what is allocatable, measured or missing with the reason. Never zero for missing. */
export type MeasureView =
  | { state: 'measured'; used: number; allocatable: number; percent: number; at: string }
  | { state: 'missing'; reason: string; since: string | null };

export interface TaintView {
  key: string;
  value: string | null;
  effect: string;
  /** Put there by Kubernetes itself (node.kubernetes.io/*): not for a person to remove. */
  system: boolean;
  timeAdded: string | null;
}

/** One architecture's boards: made in the browser from the boards (shelvesOf), so that it can never disagree with them. */
export interface ShelfView {
  arch: string;
  /** `64-bit ARM`. */
  title: string;
  boards: readonly BoardView[];
  readyCount: number;
  /** Allocatable, over the boards that say it; null where none does. */
  cpuMillicores: number | null;
  memoryBytes: number | null;
  /** Null where pods may not be read. */
  podCount: number | null;
  cpu: ShelfUseView;
  memory: ShelfUseView;
  taint: ShelfTaintView;
}

/** Use over the measured boards only; `unmeasured` names the others, each with why. */
export type ShelfUseView =
  | {
      state: 'measured';
      used: number;
      allocatable: number;
      percent: number;
      measuredCount: number;
      unmeasured: readonly { board: string; reason: string; since: string | null }[];
    }
  | { state: 'missing'; reason: string; since: string | null };

/** Whether the boards are kept for pods that ask for their architecture: tainted by it with a hard effect. */
export interface ShelfTaintView {
  state: 'all' | 'some' | 'none';
  taintedCount: number;
}
