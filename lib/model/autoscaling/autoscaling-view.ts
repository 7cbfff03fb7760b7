// What the autoscaling pages show: rows of the topic `autoscaling` (a row for each autoscaler) and of the topics
// `autoscaler/<namespace>/<name>`. In both, row `sources` says how far they can be trusted: a SourceView by name of the
// resource as kubectl spells it (`horizontalpodautoscalers.autoscaling`, `pods`, `events`).
import type { EventView } from '../node/node-view.ts';
import type { SourceView } from '../overview/overview-view.ts';

/** Row `autoscaler/<namespace>/<name>` of topic `autoscaling`; row `autoscaler` of its own topic has it as `row`. */
export interface AutoscalerRow {
  namespace: string;
  name: string;
  createdAt: string;
  /** As `kubectl get hpa` prints REFERENCE and TARGETS. */
  reference: string;
  targets: string;
  /** 1 where the object does not say. */
  min: number;
  max: number;
  /** status.currentReplicas, status.desiredReplicas; null before the first look of the controller. */
  replicas: number | null;
  desired: number | null;
  /** Pods of the target by architecture of their node, in the usual order; null where pods may not be read. */
  byArch: readonly ArchReplicas[] | null;
  /** Pods of the target without a node. */
  pending: number | null;
  health: ChainHealth;
}

export interface ArchReplicas {
  arch: string;
  pods: number;
  ready: number;
}

export interface ChainHealth {
  state: HopState;
  /** `the adapter does not answer`, `waits before it scales down`. Plain words, one line. */
  words: string;
}

/** `unknown` is what could not be looked at, with the reason in words: never taken for `ok`. */
export type HopState = 'ok' | 'waiting' | 'limited' | 'broken' | 'unknown';

export type HopName = 'producer' | 'collector' | 'adapter' | 'metric' | 'autoscaler' | 'target' | 'pods';

/** Row `hop/<metric index>/<name>` of an autoscaler's topic; hops behind the autoscaler are said once, index 0. */
export interface HopView {
  name: HopName;
  /** Which of the autoscaler's metrics, from 0. */
  metric: number;
  /** `sample app`, `Prometheus`, `custom metrics API`. */
  title: string;
  state: HopState;
  /** The most important figure, short: `501 req/s`, `8 of 8 up`; null where there is none. */
  value: string | null;
  detail: string;
  /** What is wrong in one sentence, and what to do next; null while it is ok. */
  trouble: { words: string; next: string; kubectl: string | null } | null;
  /** How to see the same by hand. */
  proof: { kubectl: string; answer: string | null } | null;
  /** When this was looked at, ISO 8601 of the cluster's time; null for what is watched. */
  at: string | null;
  latencyMs: number | null;
}

/** Row `autoscaler` of an autoscaler's topic. */
export interface AutoscalerView {
  row: AutoscalerRow;
  uid: string;
  resourceVersion: string;
  target: { kind: string; apiVersion: string; name: string; href: string | null };
  metrics: readonly MetricView[];
  formula: FormulaView;
  conditions: readonly HpaConditionView[];
  lastScaleAt: string | null;
  /** Requests in a second of the cluster's own above which pods are added; null where it counts something else. */
  scalesAbove: number | null;
  /** In which the cluster serves it, `autoscaling/v2`: its YAML is read in that. */
  apiVersion: string;
  source: SourceView;
}

export interface HpaConditionView {
  type: string;
  status: string;
  reason: string;
  message: string;
  since: string | null;
}

export interface MetricView {
  type: 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';
  /** `http_requests of Service sample-metrics-app`, `cpu of its pods`. */
  title: string;
  /** As kubectl writes them: `333m`, `100 (avg)`; current null where it has none. */
  current: string | null;
  target: string;
  /** What the words mean: `333m is a third of a request per second for each replica`. */
  meaning: string | null;
  /** Why a Value target with a constant total runs up to the cap, and the like; null mostly. */
  caution: string | null;
}

/** How desired came about, term by term. */
export interface FormulaView {
  /** Our own number; null where it cannot be computed, and why. */
  ours: number | null;
  whyNot: string | null;
  /** The controller's: shown as the truth. */
  controllers: number | null;
  /** Where the two differ: in words. */
  difference: string | null;
  /** One line for each metric; the winner is the largest. */
  lines: readonly FormulaLine[];
  /** From the winner's number to what is done: tolerance, stabilisation, policies, cap, each as it applied. */
  steps: readonly FormulaStep[];
}

export interface FormulaLine {
  metric: number;
  won: boolean;
  /** In order of reading: `ceil(`, `8 ready`, ` × `, `501`, ` / `, `100 target`, `) = `, `41`. */
  terms: readonly FormulaTerm[];
  result: number | null;
}

export interface FormulaTerm {
  text: string;
  /** What is this? Null for a sign. */
  meaning: string | null;
}

export interface FormulaStep {
  kind: 'tolerance' | 'stabilisation' | 'policy' | 'cap' | 'floor' | 'paused';
  from: number;
  to: number;
  words: string;
  /** Until when it holds as far as is known, ISO 8601 of the cluster's time. */
  until: string | null;
}

/** Row `timeline` of an autoscaler's topic: as far back as the dashboard has watched or history reaches. */
export interface TimelineView {
  since: string | null;
  stepMs: number;
  fromMs: number;
  /** Values at fromMs, fromMs + stepMs, ...; null is a hole. */
  metric: readonly (number | null)[];
  target: number | null;
  unit: string;
  desired: readonly (number | null)[];
  ready: readonly { arch: string; values: readonly (number | null)[] }[];
  marks: readonly { key: string; atMs: number; text: string; isWarning: boolean }[];
}

/** Row `load` of the topic `load`: the load generator, for all viewers. What it shows of a run stays until the next one. */
export interface LoadView {
  state: 'idle' | 'running';
  /** Why it cannot run here; null where it can. */
  refused: string | null;
  /** Whose pods are asked: `default/Deployment/web`. */
  workload: string | null;
  /** `service web:80`. */
  target: string | null;
  /** As the clock of whoever sends it goes: a simulated cluster whose clock runs faster sees fewer in a second of its own. */
  requestsPerSecond: number | null;
  secondsLeft: number | null;
  sent: number;
  answered: number;
  failed: number;
  /** Not sent, as too many were not answered yet. */
  heldBack: number;
  lastError: string | null;
  /** Why the last run ended: `it had run for 60 s`. */
  ended: string | null;
  /** What does the same without the dashboard. */
  kubectl: string | null;
  limits: LoadLimits;
}

export interface LoadLimits {
  requestsPerSecondMax: number;
  secondsMax: number;
}

export type AutoscalerEvent = EventView;
