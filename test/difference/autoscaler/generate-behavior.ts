// How fast a made-up autoscaler may go, complete as an API server stores it: rules of both directions, each with policies.
import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from 'kubernetes-types/autoscaling/v2';
import type { Draw } from '../draw.ts';

const WINDOWS_SECONDS = [0, 15, 30, 60, 300, 3_600] as const;
const PERIODS_SECONDS = [1, 15, 30, 60, 300, 1_800] as const;
const PODS = [1, 2, 4, 10] as const;
const PERCENTS = [1, 10, 50, 100, 900] as const;
const TOLERANCES = ['0', '50m', '0.05', '0.1', '0.25', '500m', '1'] as const;
const SELECTIONS = ['Max', 'Max', 'Max', 'Min', 'Min', 'Disabled'] as const;

/** kubernetes-types knows the field of 1.37 not yet. */
type Rules = HPAScalingRules & { tolerance?: string };

export function behaviorOf(draw: Draw): HorizontalPodAutoscalerBehavior {
  const scaleDown = rulesOf(draw);
  // Only upwards has the API a default for the window; downwards it is the controller's flag.
  if (draw.percent(25)) delete scaleDown.stabilizationWindowSeconds;
  return { scaleUp: rulesOf(draw), scaleDown };
}

function rulesOf(draw: Draw): Rules {
  return {
    stabilizationWindowSeconds: draw.pick(WINDOWS_SECONDS),
    selectPolicy: draw.pick(SELECTIONS),
    policies: draw.times(1, 3, () => {
      const periodSeconds = draw.pick(PERIODS_SECONDS);
      return draw.percent(50)
        ? { type: 'Pods', value: draw.pick(PODS), periodSeconds }
        : { type: 'Percent', value: draw.pick(PERCENTS), periodSeconds };
    }),
    ...draw.maybe(35, () => ({ tolerance: draw.pick(TOLERANCES) })),
  };
}
