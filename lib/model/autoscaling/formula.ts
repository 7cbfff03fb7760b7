// How an autoscaler's number comes about, with the figures of the last look. The controller's own number is the truth:
// where ours differs, that is said.
import { formatDecimal } from '#lib/format/decimal.ts';
import { type Decision, decide, type TargetScale } from '#lib/rules/hpa/decision.ts';
import type { Terms } from '#lib/rules/hpa/proposal.ts';
import { NO_SELECTOR } from '#lib/rules/hpa/selector-problem.ts';
import { tolerancesOf } from '#lib/rules/hpa/tolerance.ts';
import type { AutoscalerRecord } from '../records/records.ts';
import type { FormulaLine, FormulaStep, FormulaView } from './autoscaling-view.ts';
import type { ChainFacts } from './chain-facts.ts';
import { desiredReplicasOf } from './desired-replicas.ts';
import { sourceOfFacts } from './facts-source.ts';
import { failureWords } from './failure-words.ts';
import { askedByRatio, formulaLine } from './formula-line.ts';
import { formulaSteps, windowMs } from './formula-steps.ts';
import { spanWords } from './hops/hop.ts';
import type { ObservedMemory } from './observed-memory.ts';
import { conditionOf } from './status-health.ts';

export interface FormulaInput {
  autoscaler: AutoscalerRecord;
  facts: ChainFacts;
  memory: ObservedMemory | null;
  /** The cluster's time of the look. */
  nowMs: number;
}

export interface Computed {
  view: FormulaView;
  /** Null where nothing could be computed. */
  decision: Decision | null;
}

export function computeFormula(input: FormulaInput): Computed {
  const { autoscaler, facts, memory, nowMs } = input;
  const controllers = desiredReplicasOf(autoscaler);
  const nothing = { ours: null, controllers, difference: null, lines: [], steps: [] };
  const scale = scaleOf(facts);
  if (typeof scale === 'string') return { view: { ...nothing, whyNot: scale }, decision: null };
  const source = sourceOfFacts(facts.metrics);
  const decision = decide({ autoscaler, scale, source, memory: memory?.memory ?? null, nowMs });
  const lines = linesOf(facts, decision);
  const failed = decision.remarks.find(({ reason }) => reason === 'FailedComputeMetricsReplicas');
  if (failed !== undefined) {
    const whyNot = failureWords(failed.message)?.words ?? failed.message;
    return { view: { ...nothing, whyNot, lines }, decision };
  }
  const ours = decision.rescale?.replicas ?? scale.specReplicas;
  const steps = stepsOf(input, scale, decision, lines);
  const view = { ours, whyNot: null, controllers, lines };
  if (controllers === null || controllers === ours) return { view: { ...view, difference: null, steps }, decision };
  const { words, step } = differenceOf(input, ours, controllers);
  return { view: { ...view, difference: words, steps: step === null ? steps : [...steps, step] }, decision };
}

/** A text where it is not known, and why. */
function scaleOf({ scale, pods }: ChainFacts): TargetScale | string {
  if (!scale.ok) return `the target's scale cannot be read: ${scale.failure.message}`;
  const { specReplicas, statusReplicas, selector } = scale.value;
  if (selector === '') return { specReplicas, statusReplicas, pods: [], selectorProblem: NO_SELECTOR };
  if (pods?.ok !== true) return `the target's pods cannot be read: ${pods?.failure.message ?? 'not asked for yet'}`;
  return { specReplicas, statusReplicas, pods: pods.value, selectorProblem: null };
}

function linesOf({ metrics }: ChainFacts, { terms }: Decision): FormulaLine[] {
  const replicas = terms.map((one) => one?.replicas ?? null);
  const most = Math.max(...replicas.map((one) => one ?? -1));
  const winner = replicas.indexOf(most);
  return metrics.flatMap(({ spec }, index) => {
    const term = terms[index];
    return term === undefined ? [] : [formulaLine(spec, term, index, index === winner)];
  });
}

function stepsOf(
  { autoscaler, memory, nowMs }: FormulaInput,
  { specReplicas }: TargetScale,
  decision: Decision,
  lines: readonly FormulaLine[],
): FormulaStep[] {
  const { maxReplicas = 0, minReplicas = 1 } = autoscaler.spec ?? {};
  if (decision.terms.length === 0) {
    const to = decision.rescale?.replicas ?? specReplicas;
    if (specReplicas === 0) return [{ kind: 'paused', from: 0, to: 0, words: PAUSED, until: null }];
    if (to < specReplicas)
      return [{ kind: 'cap', from: specReplicas, to, words: `capped at the maximum of ${maxReplicas}`, until: null }];
    return [{ kind: 'floor', from: specReplicas, to, words: `kept at the minimum of ${minReplicas}`, until: null }];
  }
  const winner = lines.find(({ won }) => won);
  const terms = winner === undefined ? null : decision.terms[winner.metric];
  if (winner?.result == null || terms == null) return [];
  const steps: FormulaStep[] = [];
  const words = unmovedWords(autoscaler, terms);
  if (words !== null) {
    steps.push({ kind: 'tolerance', from: askedByRatio(terms), to: winner.result, words, until: null });
  }
  const known = memory?.memory ?? { recommendations: [], ups: [], downs: [] };
  const input = {
    autoscaler,
    wanted: Math.max(0, winner.result),
    currentReplicas: specReplicas,
    memory: known,
    sinceMs: memory?.sinceMs ?? nowMs,
    nowMs,
  };
  return [...steps, ...formulaSteps(input)];
}

/** Null where the ratio decides. */
function unmovedWords({ spec }: AutoscalerRecord, { reason, ratio }: Terms): string | null {
  if (reason === 'direction-turned') {
    return 'with the pods that are not measured filled in, it would turn the other way: nothing changes';
  }
  if (reason !== 'within-tolerance') return null;
  const { up, down } = tolerancesOf(spec ?? {});
  const percent = formatDecimal(100 * (ratio > 1 ? up : down));
  return `within ${percent} % of the target, where nothing changes`;
}

const PAUSED = 'the target is scaled to zero: the autoscaler stands still until somebody scales it up';

interface Difference {
  words: string;
  /** What the controller must be doing; null where that is not known. */
  step: FormulaStep | null;
}

/** Its memory is nowhere to be read, and it looks every 15 seconds at figures of its own. */
function differenceOf({ autoscaler, memory, nowMs }: FormulaInput, ours: number, controllers: number): Difference {
  const able = conditionOf(autoscaler.status?.conditions ?? [], 'AbleToScale')?.reason ?? '';
  const isHeldDown = able === 'ScaleDownStabilized' && controllers > ours;
  const isHeldUp = able === 'ScaleUpStabilized' && controllers < ours;
  const sinceMs = memory?.sinceMs ?? nowMs;
  const window = windowMs(autoscaler, isHeldDown);
  const untilMs = sinceMs + window;
  if (isHeldDown || isHeldUp) {
    const of = `${isHeldDown ? 'higher' : 'lower'} recommendations of the last ${spanWords(window)}`;
    const isFromBefore = untilMs > nowMs;
    const when = isFromBefore ? 'from before anybody looked here' : 'made between two looks from here';
    const words = `the controller remembers ${of}, ${when}`;
    const until = isFromBefore ? new Date(untilMs).toISOString() : null;
    return { words, step: { kind: 'stabilisation', from: ours, to: controllers, words, until } };
  }
  const words = `by the figures read just now it would be ${ours}; the controller looked at its own up to 15 s ago`;
  return { words, step: null };
}
