// The pace of an autoscaler as it is being typed: texts that may not be numbers yet.
import type { AutoscalerSettings } from '#lib/model/actions/autoscaler-action.ts';

type Behavior = NonNullable<AutoscalerSettings['behavior']>;
export type Rules = NonNullable<Behavior['scaleUp']>;

export interface PolicyDraft {
  /** A name for this row of the form. */
  id: number;
  type: string;
  value: string;
  period: string;
}

export interface RulesDraft {
  /** As the API server fills it in, as it is typed, or not at all. */
  way: 'usual' | 'own' | 'never';
  window: string;
  select: string;
  policies: readonly PolicyDraft[];
  /** What the form has no field for. */
  rest: Rules;
}

export interface PaceDraft {
  up: RulesDraft;
  down: RulesDraft;
}

export function rulesDraft(rules: Rules | undefined, usual: Rules): RulesDraft {
  const { stabilizationWindowSeconds, selectPolicy, policies, ...rest } = rules ?? usual;
  return {
    way: rules === undefined ? 'usual' : selectPolicy === 'Disabled' ? 'never' : 'own',
    window: stabilizationWindowSeconds === undefined ? '' : String(stabilizationWindowSeconds),
    select: selectPolicy === 'Min' ? 'Min' : 'Max',
    policies: (policies ?? []).map(({ type, value, periodSeconds }, id) => ({
      id,
      type,
      value: String(value),
      period: String(periodSeconds),
    })),
    rest,
  };
}

/** Undefined where a field is no number. */
export function behaviorOf({ up, down }: PaceDraft): Behavior | null | undefined {
  const scaleUp = rulesOf(up);
  const scaleDown = rulesOf(down);
  if (scaleUp === undefined || scaleDown === undefined) return undefined;
  if (scaleUp === null && scaleDown === null) return null;
  return { ...(scaleUp === null ? {} : { scaleUp }), ...(scaleDown === null ? {} : { scaleDown }) };
}

/** Null for the usual. */
function rulesOf({ way, window, select, policies, rest }: RulesDraft): Rules | null | undefined {
  if (way === 'usual') return null;
  const texts = policies.flatMap(({ value, period }) => [value, period]);
  if (![...texts, ...(window === '' ? [] : [window])].every(isCount)) return undefined;
  return {
    ...rest,
    ...(window === '' ? {} : { stabilizationWindowSeconds: Number(window) }),
    selectPolicy: way === 'never' ? 'Disabled' : select,
    policies: policies.map(({ type, value, period }) => ({
      type,
      value: Number(value),
      periodSeconds: Number(period),
    })),
  };
}

export function isCount(text: string): boolean {
  return /^\d{1,6}$/.test(text);
}
