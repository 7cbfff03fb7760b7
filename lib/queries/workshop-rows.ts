// Rows of the topics `workshop` and `workshop/<step>`, read back as what they are: lib/model/workshop/workshop-view.ts is
// the contract.
import type { Rows, TopicName } from '#lib/model/stream.ts';
import type { ComponentPlan } from '#lib/model/workshop/component-plan.ts';
import { CHECK_IDS, type PreflightCheck } from '#lib/model/workshop/preflight/check.ts';
import type { TaintsPlan } from '#lib/model/workshop/taints.ts';
import type { GateView, RunView, StepDetail, StepRow } from '#lib/model/workshop/workshop-view.ts';
import { type ComponentId, STEP_IDS, type StepId } from '#lib/stack/component.ts';
import { rowsUnder } from './rows-under.ts';

export const WORKSHOP_TOPIC: TopicName = 'workshop';

export function workshopTopic(step: StepId): TopicName {
  return `workshop/${step}`;
}

export function isStepId(text: string): text is StepId {
  return STEP_IDS.some((id) => id === text);
}

export interface WorkshopRows {
  run: RunView;
  /** In the order in which they are done. */
  steps: readonly StepRow[];
  /** In the order in which they are read. */
  checks: readonly PreflightCheck[];
}

/** Null until a plan was made. */
export function workshopOf(rows: Rows): WorkshopRows | null {
  const run = rows['run'] as RunView | undefined;
  if (run === undefined) return null;
  const steps = rowsUnder<StepRow>(rows, 'step/');
  steps.sort((a, b) => STEP_IDS.indexOf(a.id) - STEP_IDS.indexOf(b.id));
  const checks = rowsUnder<PreflightCheck>(rows, 'check/');
  checks.sort((a, b) => CHECK_IDS.indexOf(a.id) - CHECK_IDS.indexOf(b.id));
  return { run, steps, checks };
}

export interface StepRows {
  detail: StepDetail;
  taints: TaintsPlan | null;
  components: ReadonlyMap<ComponentId, ComponentPlan>;
  /** None of a component of which nothing is awaited yet. */
  gates: (component: ComponentId) => readonly GateView[];
}

/** Null until a plan was made. */
export function stepRowsOf(rows: Rows): StepRows | null {
  const detail = rows['step'] as StepDetail | undefined;
  if (detail === undefined) return null;
  return {
    detail,
    taints: (rows['taints'] as TaintsPlan | undefined) ?? null,
    components: new Map(rowsUnder<ComponentPlan>(rows, 'component/').map((one) => [one.id, one])),
    gates: (component) => rowsUnder<GateView>(rows, `gate/${component}/`),
  };
}

/** Where there is something to do, or to look at: what is going on, what failed, what comes next, or the end. */
export function currentStep({ run, steps }: WorkshopRows): StepId {
  const first = (state: StepRow['state']) => steps.find((step) => step.state === state)?.id;
  const blocked = steps.find(({ id, state }) => id === 'preflight' && state === 'blocked')?.id;
  const ended = first('failed') ?? first('stopped');
  return run.doing?.step ?? ended ?? blocked ?? first('ready') ?? first('unready') ?? lastDone(steps) ?? 'preflight';
}

/** The tour ends on the autoscaler; what else there is stands beside it. */
function lastDone(steps: readonly StepRow[]): StepId | null {
  return steps.find(({ id, state }) => id === 'autoscaler' && state === 'done')?.id ?? null;
}
