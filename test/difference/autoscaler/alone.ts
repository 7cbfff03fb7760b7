// One of several metrics on its own, with nothing that holds it back: what it proposes then shows.
import type { HPAScalingRules } from 'kubernetes-types/autoscaling/v2';
import { INT32_MAX } from '#lib/rules/hpa/integers.ts';
import type { OurAnswer } from './ours.ts';
import type { Answer, Question } from './question.ts';

export interface Alone {
  question: Question;
  /** In the metrics of the question it was taken from. */
  metric: number;
  /** As the rules here say; null where the metric fails. */
  proposed: number | null;
}

/** For the first look, where the metrics were asked at all. */
export function aloneQuestions({ autoscaler, looks, syncSeconds }: Question, ours: OurAnswer): Alone[] {
  const [look] = looks;
  const { spec } = autoscaler;
  const terms = ours.terms[0] ?? [];
  const replicas = look?.specReplicas ?? 0;
  if (look === undefined || spec === undefined || replicas === 0 || terms.length < 2) return [];
  const { refusal: _, ...free } = look;
  return terms.map((term, metric) => ({
    metric,
    proposed: term === null ? null : Math.max(0, term.replicas),
    question: {
      syncSeconds,
      looks: [free],
      autoscaler: {
        ...autoscaler,
        spec: {
          ...spec,
          minReplicas: 0,
          maxReplicas: INT32_MAX,
          metrics: (spec.metrics ?? []).slice(metric, metric + 1),
          behavior: {
            scaleUp: unbound(spec.behavior?.scaleUp, { type: 'Pods', value: INT32_MAX - replicas, periodSeconds: 1 }),
            scaleDown: unbound(spec.behavior?.scaleDown, { type: 'Percent', value: 100, periodSeconds: 1 }),
          },
        },
      },
    },
  }));
}

type Policy = NonNullable<HPAScalingRules['policies']>[number];

/** What the tolerance is, the metric's proposal depends on. */
function unbound(rules: HPAScalingRules | undefined, policy: Policy): HPAScalingRules {
  return { ...rules, selectPolicy: 'Max', stabilizationWindowSeconds: 0, policies: [policy] };
}

export function aloneDifferences({ metric, proposed }: Alone, real: Answer): string[] {
  const status = real.looks[0]?.status;
  const isActive = status?.conditions?.some((one) => one.type === 'ScalingActive' && one.status === 'True') === true;
  const really = isActive ? (status?.desiredReplicas ?? null) : null;
  return proposed === really ? [] : [`metric ${metric} proposes ${proposed}, really ${really}`];
}
