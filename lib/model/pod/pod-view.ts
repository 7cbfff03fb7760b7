// What a pod's page shows. Topic `pod/<namespace>/<name>`: key `pod` is a PodView (absent where there is no such pod),
// `container/<name>` a PodContainerView, `event/<uid>` an EventView, `usage` a PodUsageView, `spark` its
// Sparkline (absent while nothing is remembered), `sources` the SourceView by name.
import type { ConditionView } from '../node/node-view.ts';
import type { PinState, PodRef } from '../overview/overview-view.ts';

export interface PodView extends PodRef {
  uid: string;
  createdAt: string;
  state: PinState;
  /** As kubectl prints STATUS and READY. */
  status: string;
  ready: string;
  restarts: number;
  lastRestartAt: string | null;
  words: StatusWords;
  /** Null while it has none. */
  node: PodNodeView | null;
  /** Nearest first: its ReplicaSet, then that one's Deployment; empty for a bare pod. */
  owners: readonly OwnerView[];
  /** Null while it is there. */
  gone: GoneView | null;
  qos: string;
  priority: number | null;
  priorityClass: string | null;
  serviceAccount: string | null;
  schedulerName: string;
  podIP: string | null;
  restartPolicy: string;
  conditions: readonly ConditionView[];
  /** In words: `arch=arm64:NoSchedule`, `node.kubernetes.io/not-ready:NoExecute for 5m`. */
  tolerations: readonly string[];
  nodeSelector: Readonly<Record<string, string>>;
  /** Required and preferred rules, each in one line. */
  affinity: readonly string[];
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

/** Where it is; beyond the name null where the node is not there or may not be read. */
export interface PodNodeView {
  name: string;
  arch: string | null;
  board: string | null;
  ready: boolean | null;
}

export interface OwnerView {
  kind: string;
  name: string;
  /** Not read but told from the name: `web` of the ReplicaSet `web-5d7f8`. */
  isGuess: boolean;
}

export interface GoneView {
  /** When this server saw it go, by the cluster's clock where that is known. */
  at: string;
  /** The pod that its controller made instead, if there is one. */
  successor: PodRef | null;
}

/** A pod's status as a person would say it. */
export interface StatusWords {
  headline: string;
  lines: readonly StatusLine[];
  /** Something keeps the scheduler from placing it: the why panel says what. */
  asksWhy: boolean;
}

/** One sentence; `since` and `until` are said with it as ages. */
export interface StatusLine {
  text: string;
  since?: string;
  until?: string;
  /** Word for word from the cluster. */
  quote?: string;
}

export type ContainerKind = 'init' | 'sidecar' | 'main' | 'ephemeral';

export interface PodContainerView {
  name: string;
  kind: ContainerKind;
  /** In the pod's order, init containers first. */
  index: number;
  image: string;
  /** What the runtime runs, `sha256:...`; null before the image is there. */
  digest: string | null;
  state: ContainerStateView;
  /** How it ended before it was started again. */
  last: ContainerEndView | null;
  ready: boolean;
  restarts: number;
  command: readonly string[];
  args: readonly string[];
  ports: readonly string[];
  /** As written in the pod. */
  requests: Readonly<Record<string, string>>;
  limits: Readonly<Record<string, string>>;
  probes: readonly { kind: 'startup' | 'readiness' | 'liveness'; text: string }[];
  /** Names, and where a value comes from; never a value. */
  env: readonly { name: string; from: string | null }[];
  mounts: readonly { path: string; from: string; readOnly: boolean }[];
}

export type ContainerStateView =
  | { kind: 'running'; since: string | null; started: boolean }
  | { kind: 'waiting'; reason: string; message: string }
  | ({ kind: 'ended' } & ContainerEndView)
  /** The kubelet has said nothing of it. */
  | { kind: 'unknown' };

export interface ContainerEndView {
  exitCode: number;
  /** `OOMKilled`, `Completed`, `Error`. */
  reason: string;
  message: string;
  /** What the exit code means: `killed because it used more memory than its limit`. */
  words: string;
  startedAt: string | null;
  endedAt: string | null;
}

export type PodUsageView =
  | {
      state: 'measured';
      at: string;
      containers: Readonly<Record<string, { cpuMillicores: number; memoryBytes: number }>>;
    }
  | { state: 'missing'; reason: string };
