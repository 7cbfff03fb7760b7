import 'server-only';
// Actions on autoscalers as they come from outside: their shape and their bounds. Whether limits and policies make sense is
// the API server's to say, which tries them out before anything is written (autoscaling/v2 types.go).
import { z } from 'zod';

const AMOUNT_CHARS_MAX = 40;
const METRICS_MAX = 50;
const POLICIES_MAX = 10;
const REPLICAS_MAX = 100_000;
/** As the API server has them: an hour, and half of one. */
const WINDOW_SECONDS_MAX = 3_600;
const PERIOD_SECONDS_MAX = 1_800;
const PERCENT_MAX = 100_000;
/** Names of metrics may hold what names of objects may not. */
const METRIC_NAME = /^[A-Za-z0-9._:|-]{1,253}$/;

const amount = z.string().max(AMOUNT_CHARS_MAX);
const count = z.number().int().min(0).max(REPLICAS_MAX);

const policy = z.strictObject({
  type: z.enum(['Pods', 'Percent']),
  value: z.number().int().min(1).max(REPLICAS_MAX),
  periodSeconds: z.number().int().min(1).max(PERIOD_SECONDS_MAX),
});
const rules = z.strictObject({
  stabilizationWindowSeconds: z.number().int().min(0).max(WINDOW_SECONDS_MAX).optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).optional(),
  policies: z.array(policy).max(POLICIES_MAX).optional(),
  tolerance: amount.optional(),
});
const behavior = z.strictObject({ scaleUp: rules.optional(), scaleDown: rules.optional() }).nullable();
const limits = { min: count, max: count.min(1), behavior };

export const settingsShape = z.strictObject({ ...limits, targets: z.array(amount).max(METRICS_MAX) });
export const newSettingsShape = z.strictObject(limits);

export const newMetricShape = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('Resource'),
    resource: z.enum(['cpu', 'memory']),
    utilization: z.number().int().min(1).max(PERCENT_MAX),
  }),
  z.strictObject({
    type: z.literal('Object'),
    metric: z.string().regex(METRIC_NAME, 'not a name a metric can have'),
    service: z.string().min(1).max(253),
    average: amount,
  }),
]);
