// What the workshop's pages are made of. Topic `workshop`: key `run` is a RunView, `check/<id>` a PreflightCheck,
// `step/<id>` a StepRow. Topic `workshop/<step>`: key `step` is a StepDetail, `component/<id>` a
// ComponentPlan, `gate/<component>/<id>` a GateView, `taints` a TaintsPlan (of the step `taints` alone).
import { formatAge } from '#lib/format/age.ts';
import { formatCount } from '#lib/format/count.ts';
import { formatMemory } from '#lib/format/memory.ts';
import type { StepId } from '#lib/stack/component.ts';
import { workloadKey } from '../placement/workload-ref.ts';
import type { WorkshopChoices } from './choices.ts';
import type { ComponentPlan } from './component-plan.ts';
import type { GateState } from './gates.ts';
import { objectKey } from './object-key.ts';
import type { WorkshopPlan } from './plan.ts';
import type { PreflightCheck } from './preflight/check.ts';
import type { PreloadImage } from './preload.ts';
import type { StepPlan } from './step-plan.ts';
import { stepTodo, type TodoLine } from './step-todo.ts';
import type { TaintsPlan } from './taints.ts';
import { type TokenAsk, tokenAskOf } from './token-ask.ts';

export interface StepRow {
  id: StepId;
  title: string;
  /**
   * As StepPlan has it, and what is going on: `running` while it is applied, awaited or undone; `failed`, and `stopped`
   * where somebody wanted that.
   */
  state: StepPlan['state'] | 'running' | 'failed' | 'stopped';
  words: string;
  /** What stands beside its title: `3 architectures`, `64Mi RAM`, `42s`; '' where there is nothing to say. */
  note: string;
}

export interface RunView {
  /** What is being done, by this server or by whoever holds the lease; null while nothing is. */
  doing: Doing | null;
  /** Who holds the lease and is not this server: then it can be watched, and not be changed. Null otherwise. */
  heldBy: string | null;
  /** Why it is not known whether somebody else is at work: then nothing can be changed. Null where it is known. */
  holderUnknown: string | null;
  /** What all plans shown are made for. */
  choices: WorkshopChoices;
  /** What would run next, in order. */
  rest: readonly StepId[];
  /** What each step of `rest` would do. */
  restLines: readonly { title: string; todo: TodoLine }[];
  /** Of applying all of `rest`; '' where there is none. */
  restFingerprint: string;
  /** Of applying all of `rest`. */
  restToken: TokenAsk | null;
  /** What can be undone, in the order in which it was done. */
  undoable: readonly StepId[];
  /** To be loaded onto boards beforehand where there is no way to a registry. */
  images: readonly PreloadImage[];
  /** That what is done and how to take it back is kept in the cluster; else why not. */
  journal: { kept: true } | { kept: false; why: string };
}

export interface Doing {
  does: 'apply' | 'undo';
  step: StepId;
  /** After it, in order. */
  rest: readonly StepId[];
  /** `applies Deployment kube-system/metrics-server`; '' where another server does it. */
  words: string;
  /** When this was begun with the step, ISO 8601. */
  startedAt: string;
}

export type WorkshopRow = RunView | PreflightCheck | StepRow;

export interface StepDetail extends Omit<StepPlan, 'components' | 'taints'> {
  /** Of applying this step alone: to be sent back with a confirmation. */
  fingerprint: string;
  /** When the API server last tried the step out, ISO 8601; null where it did not yet. */
  triedAt: string | null;
}

export interface GateView extends GateState {
  /**
   * The last lines that the container of its pod printed which crashed, without what looks like a secret; none until they
   * were read, and where they may not be.
   */
  log: readonly string[];
}

export type WorkshopStepRow = StepDetail | ComponentPlan | GateView | TaintsPlan;

export interface ViewInput extends Pick<RunView, 'doing' | 'heldBy' | 'holderUnknown' | 'choices' | 'journal'> {
  plan: WorkshopPlan;
  nowMs: number;
  fingerprintOf: Fingerprint;
}

/** Of what a person confirms; the same for the same. */
export type Fingerprint = (confirmed: unknown) => string;

export function workshopRows(input: ViewInput): ReadonlyMap<string, WorkshopRow> {
  const { plan, doing, heldBy, holderUnknown, choices, journal, fingerprintOf } = input;
  const rows = plan.steps.map((step) => stepRow(step, input));
  const rest = rows.filter(({ state }) => TO_DO.includes(state)).map(({ id }) => id);
  const run: RunView = {
    doing,
    heldBy,
    holderUnknown,
    choices,
    rest,
    restLines: plan.steps
      .filter(({ id }) => rest.includes(id))
      .map((step) => ({ title: step.title, todo: stepTodo(step) })),
    restFingerprint: rest.length === 0 ? '' : fingerprintOf(confirmedOf(plan, choices, rest)),
    restToken: tokenAskOf(plan, rest),
    undoable: plan.steps.filter(({ record }) => record !== null && record.state !== 'undone').map(({ id }) => id),
    images: plan.images,
    journal,
  };
  return new Map<string, WorkshopRow>([
    ['run', run],
    ...plan.preflight.map((check): [string, WorkshopRow] => [`check/${check.id}`, check]),
    ...rows.map((row): [string, WorkshopRow] => [`step/${row.id}`, row]),
  ]);
}

/**
 * What a person confirms who applies these steps: what is made, what is there already and is completed, which boards are
 * tainted, whose pods have to leave and what becomes of them. How far each is and what a pod is called does not count, so
 * that a plan stays what it was while something else in the cluster changes.
 */
export function confirmedOf({ steps }: WorkshopPlan, choices: WorkshopChoices, ids: readonly StepId[]): unknown {
  const confirmed = steps
    .filter(({ id }) => ids.includes(id))
    .map(({ id, components, taints }) => [
      id,
      components
        .filter(({ state }) => state === 'offered' || state === 'done')
        .map((one) => [one.id, one.objects.map(({ ref, change }) => [objectKey(ref), change === 'create'])]),
      taints === null ? [] : [taints.kubectl, evictions(taints)],
    ]);
  return [choices, confirmed];
}

function evictions({ pods }: TaintsPlan): string[] {
  const leaving = pods.filter(({ fate }) => fate !== 'stranded');
  return [...new Set(leaving.map(({ owner, fate }) => `${workloadKey(owner)} ${fate}`))].sort();
}

export interface StepInput extends Pick<StepDetail, 'triedAt' | 'fingerprint'> {
  step: StepPlan;
  gates: ReadonlyMap<string, readonly GateView[]>;
}

export function stepRows({ step, gates, triedAt, fingerprint }: StepInput): ReadonlyMap<string, WorkshopStepRow> {
  const { components, taints, ...rest } = step;
  const detail: StepDetail = { ...rest, triedAt, fingerprint };
  return new Map<string, WorkshopStepRow>([
    ['step', detail],
    ...(taints === null ? [] : [['taints', taints] as [string, WorkshopStepRow]]),
    ...components.map((component): [string, WorkshopStepRow] => [`component/${component.id}`, component]),
    ...[...gates].flatMap(([component, states]) =>
      states.map((state): [string, WorkshopStepRow] => [`gate/${component}/${state.id}`, state]),
    ),
  ]);
}

const TO_DO: readonly StepRow['state'][] = ['ready', 'failed', 'stopped'];
const RUNNING: readonly string[] = ['applying', 'waiting', 'undoing'];
const LEFT = 'Whoever was at it is gone: apply it again to go on, or undo it.';

export function isUnderWay(record: StepPlan['record']): boolean {
  return record !== null && RUNNING.includes(record.state);
}

/** It failed, or somebody stopped it. */
export function hasEndedEarly({ record }: Pick<StepPlan, 'record'>): boolean {
  return record?.state === 'failed' || record?.state === 'stopped';
}

/** What a journal says of a step is true of now only while somebody is at it. */
export function recordShown(record: StepPlan['record'], step: StepId, doing: Doing | null): StepPlan['record'] {
  const isLeft = isUnderWay(record) && doing?.step !== step;
  return record !== null && isLeft ? { ...record, state: 'failed', message: LEFT } : record;
}

function stepRow(step: StepPlan, { plan, nowMs, doing }: ViewInput): StepRow {
  const { id, title, state, words, record } = step;
  if (record !== null && isUnderWay(record)) {
    const note = formatAge(nowMs - Date.parse(record.startedAt));
    return { id, title, state: 'running', words: RUNNING_WORDS[record.state] ?? '', note };
  }
  if (record?.state === 'failed') return { id, title, state: 'failed', words: record.message ?? 'it failed', note: '' };
  if (record?.state === 'stopped') {
    return { id, title, state: 'stopped', words: record.message ?? 'it was stopped', note: 'stopped' };
  }
  // A run is ahead of what was last read of the cluster.
  if (doing?.does === 'apply' && record?.state === 'applied' && (state === 'ready' || state === 'unready')) {
    return { id, title, state: 'done', words: 'was applied just now', note: '' };
  }
  if (doing?.does === 'undo' && record?.state === 'undone' && (state === 'done' || state === 'unready')) {
    return { id, title, state: 'ready', words: 'was taken back just now', note: '' };
  }
  return { id, title, state, words, note: noteOf(step, plan) };
}

const RUNNING_WORDS: Readonly<Record<string, string>> = {
  applying: 'is being applied',
  waiting: 'waits until it is ready',
  undoing: 'is being taken back',
};

function noteOf({ id, state, components, taints, record }: StepPlan, { preflight }: WorkshopPlan): string {
  if (id === 'preflight') {
    const inTheWay = preflight.filter((check) => check.state === 'blocked').length;
    const noted = preflight.filter((check) => check.state !== 'ok').length - inTheWay;
    if (inTheWay > 0) return `${inTheWay} in the way`;
    return noted === 0 ? 'all well' : `done, ${noted} to know`;
  }
  if (id === 'taints') {
    const archs = new Set(taints?.boards.filter((board) => board.state !== 'open').map(({ arch }) => arch));
    return archs.size === 0 ? '' : formatCount(archs.size, 'architecture');
  }
  if (state === 'skipped') return '';
  if (state === 'ready' && record?.state === 'applied') return 'to update';
  const chosen = components.filter((one) => one.chosen && one.state !== 'theirs');
  const bytes = chosen
    .flatMap(({ fits }) => fits)
    .reduce((sum, { asks, replicas }) => sum + asks.memoryBytes * (replicas ?? 1), 0);
  return bytes === 0 ? '' : `${formatMemory(bytes)} RAM`;
}
