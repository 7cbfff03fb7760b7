import 'server-only';
// Rows of the workshop's topics, out of what was last seen of the cluster and of the run.
import type { GateState } from '#lib/model/workshop/gates.ts';
import type { Journal, RunRecord } from '#lib/model/workshop/journal.ts';
import { type Known, knownOr } from '#lib/model/workshop/known.ts';
import type { WorkshopPlan } from '#lib/model/workshop/plan.ts';
import { heldTo, notedOf } from '#lib/model/workshop/step-plan.ts';
import {
  confirmedOf,
  type Doing,
  isUnderWay,
  type RunView,
  recordShown,
  stepRows,
  workshopRows,
} from '#lib/model/workshop/workshop-view.ts';
import type { ComponentId, StepId } from '#lib/stack/component.ts';
import { fingerprintOf } from '../actions/fingerprint.ts';
import type { CrashLogs } from '../pods/crash-logs.ts';
import { lastWords } from './look/last-words.ts';
import type { WorkshopPicture } from './look/workshop-eyes.ts';

export interface Seen {
  picture: WorkshopPicture;
  /** As it is now, where it is ours; else as it was read. */
  journal: Known<Journal | null>;
  gates: ReadonlyMap<ComponentId, readonly GateState[]>;
  heldBy: Known<string | null>;
  run: RunRecord | null;
  /** What is being done right now; '' where that is somebody else's. */
  words: string;
  /** What a container printed last that crashed. */
  crashLog: CrashLogs['of'];
}

export function workshopTopicRows(seen: Seen): ReadonlyMap<string, unknown> {
  const { picture, journal, heldBy } = seen;
  return workshopRows({
    plan: planWithRecords(seen),
    nowMs: Date.now(),
    doing: doingOf(seen),
    heldBy: knownOr(heldBy, null),
    holderUnknown: heldBy.known ? null : heldBy.why,
    choices: picture.choices,
    journal: journal.known ? { kept: true } : { kept: false, why: journal.why },
    fingerprintOf,
  });
}

export function stepTopicRows(seen: Seen, id: StepId): ReadonlyMap<string, unknown> {
  const { picture, gates } = seen;
  const step = planWithRecords(seen).steps.find((one) => one.id === id);
  if (step === undefined) return new Map();
  const own = new Map(
    [...gates]
      .filter(([component]) => step.components.some((one) => one.id === component))
      .map(([component, states]) => [component, states.map((state) => ({ ...state, log: logOf(state, seen) }))]),
  );
  const fingerprint = applyFingerprint(picture, [id]);
  const triedMs = picture.triedMs.get(id);
  const triedAt = triedMs === undefined ? null : new Date(triedMs).toISOString();
  return stepRows({ step, gates: own, triedAt, fingerprint });
}

/** Of applying these steps as they were seen. */
export function applyFingerprint({ plan, choices }: WorkshopPicture, steps: readonly StepId[]): string {
  return fingerprintOf(confirmedOf(plan, choices, steps));
}

function logOf({ pod }: GateState, { picture, crashLog }: Seen): string[] {
  const crashed = pod?.crashed ?? null;
  if (pod === null || crashed === null) return [];
  const { namespace, name } = pod;
  const record = knownOr(picture.facts.pods, []).find((one) => one.namespace === namespace && one.name === name);
  const text = record === undefined ? null : crashLog(record, crashed);
  return text === null ? [] : lastWords(text);
}

/** A run writes its journal more often than the cluster is looked at. */
function planWithRecords(seen: Seen): WorkshopPlan {
  const { plan } = seen.picture;
  const now = knownOr(seen.journal, null);
  if (now === null) return plan;
  const doing = doingOf(seen);
  const recordOf = (id: StepId) => recordShown(notedOf(now, id), id, doing);
  return { ...plan, steps: plan.steps.map((step) => heldTo({ ...step, record: recordOf(step.id) }, seen.gates)) };
}

function doingOf({ run, journal, words }: Seen): RunView['doing'] {
  const [step, ...rest] = run?.steps ?? [];
  if (run === null || step === undefined) return null;
  const now = knownOr(journal, null);
  const noted = now === null ? null : notedOf(now, step);
  // What is noted of it may be of what was done with it before.
  const startedAt = isUnderWay(noted) ? (noted?.startedAt ?? run.startedAt) : run.startedAt;
  const doing: Doing = { does: run.does, step, rest, words, startedAt };
  return doing;
}
