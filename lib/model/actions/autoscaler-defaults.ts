// The pace of an autoscaler that has none of its own: where a form begins.
// Mirrors kubernetes pkg/apis/autoscaling/v2/defaults.go (scaleUpLimit..., scaleDownLimit...).
import type { HPAScalingRules } from 'kubernetes-types/autoscaling/v2';

export const SCALE_UP_DEFAULT: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

/** The window is the controller's flag (--horizontal-pod-autoscaler-downscale-stabilization), as it is unless somebody set it. */
export const SCALE_DOWN_DEFAULT: HPAScalingRules = {
  stabilizationWindowSeconds: 300,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};
