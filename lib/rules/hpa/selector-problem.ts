// Why a target's pods cannot be told. Mirrors kubernetes pkg/controller/podautoscaler/horizontal.go
// (validateAndParseSelector).

/** As the event says it, and as the condition ScalingActive does. */
export interface SelectorProblem {
  reason: string;
  message: string;
  condition: { reason: string; message: string };
}

/** The target's scale names no selector. */
export const NO_SELECTOR: SelectorProblem = {
  reason: 'SelectorRequired',
  message: 'selector is required',
  condition: { reason: 'InvalidSelector', message: "the HPA target's scale is missing a selector" },
};

/** `keys`: namespace/name of those that select the same pods, two of them. */
export function ambiguousSelector(selector: string, keys: readonly string[]): SelectorProblem {
  const both = [...keys].sort().join(' ');
  const message = `pods by selector ${selector} are controlled by more than one HPA (e.g. [${both}])`;
  return { reason: 'AmbiguousSelector', message, condition: { reason: 'AmbiguousSelector', message } };
}
