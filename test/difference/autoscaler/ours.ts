// What the rules here say to a question about an autoscaler, in the oracle's form.
import type { CrossVersionObjectReference, HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { type Decision, decide, type TargetScale } from '#lib/rules/hpa/decision.ts';
import type { Memory } from '#lib/rules/hpa/memory.ts';
import { MetricError, type MetricName, type MetricSource, type PodReadings } from '#lib/rules/hpa/metric-source.ts';
import { NO_SELECTOR } from '#lib/rules/hpa/selector-problem.ts';
import { matchesRequirements } from '#lib/rules/labels/label-selector.ts';
import { parseLabelSelector } from '#lib/rules/labels/label-selector-parser.ts';
import {
  type Answer,
  FIRST_LOOK_MS,
  type GivenLook,
  type LookAnswer,
  type Question,
  type Reading,
} from './question.ts';

export interface OurAnswer extends Answer {
  /** How each metric's number came about at each look. */
  terms: Decision['terms'][];
}

export function ourAnswer({ autoscaler, syncSeconds, looks }: Question): OurAnswer {
  const answer: OurAnswer = { looks: [], terms: [] };
  let memory: Memory | null = null;
  let status = autoscaler.status;
  let specReplicas = 0;
  for (const [index, look] of looks.entries()) {
    specReplicas = look.specReplicas ?? specReplicas;
    const nowMs = FIRST_LOOK_MS + index * syncSeconds * 1_000;
    const scale = look.scaleError ?? scaleOf(look, specReplicas);
    const current: HorizontalPodAutoscaler = { ...autoscaler, ...(status === undefined ? {} : { status }) };
    const decision = decide({ autoscaler: current, scale, source: sourceOf(look), memory, nowMs });
    const { rescale } = decision;
    const done = rescale !== null && look.refusal !== undefined ? rescale.refused(look.refusal) : decision;
    memory = done.memory;
    status = done.status;
    if (rescale !== null && look.refusal === undefined) specReplicas = rescale.replicas;
    answer.terms.push(decision.terms);
    answer.looks.push(answerOf(nowMs, done, rescale?.replicas ?? null));
  }
  return answer;
}

function answerOf(nowMs: number, { status, remarks }: Pick<Decision, 'status' | 'remarks'>, rescale: number | null) {
  const at = new Date(nowMs).toISOString().replace('.000Z', 'Z');
  const answer: LookAnswer = { at, status, events: remarks.map((remark) => ({ ...remark })), rescale };
  // As it goes over the wire: nothing undefined, no -0.
  return JSON.parse(JSON.stringify(answer)) as LookAnswer;
}

function scaleOf({ selector, statusReplicas, pods }: GivenLook, specReplicas: number): TargetScale {
  if (selector === '') return { specReplicas, statusReplicas, pods: [], selectorProblem: NO_SELECTOR };
  const requirements = parseLabelSelector(selector);
  const selected = pods.filter(({ metadata }) => matchesRequirements(requirements, metadata?.labels));
  return { specReplicas, statusReplicas, pods: selected, selectorProblem: null };
}

function sourceOf({ metrics }: GivenLook): MetricSource {
  const answer = (key: string): Reading => {
    const found = metrics[key] ?? { error: `nobody said what ${key} is` };
    if (found.error !== undefined) throw new MetricError(found.error);
    return found;
  };
  const perPod = (key: string): PodReadings =>
    new Map(
      Object.entries(answer(key).pods ?? {}).map(([name, { valueMilli, at, windowSeconds }]) => [
        name,
        { valueMilli, timestampMs: Date.parse(at), windowMs: windowSeconds * 1_000 },
      ]),
    );
  return {
    resource: (resource, container) => perPod(`resource/${resource}/${container}`),
    pods: ({ name }: MetricName) => perPod(`pods/${name}`),
    object: ({ name }: MetricName, about: CrossVersionObjectReference) =>
      answer(`object/${about.kind}/${about.name}/${name}`).valuesMilli?.[0] ?? 0,
    external: ({ name }: MetricName) => answer(`external/${name}`).valuesMilli ?? [],
  };
}
