import 'server-only';
// Actions as they come from outside: their shape and their bounds; what they mean is the planner's to judge.
import { z } from 'zod';
import { StatusError } from '#lib/kube/index.ts';
import type { ActionRequest, ClusterAction, SupposableAction } from '#lib/model/actions/cluster-action.ts';
import { isActedKind } from '#lib/model/actions/workload-kind.ts';
import { dnsLabelErrors, dnsSubdomainErrors, labelKeyErrors } from '#lib/rules/labels/label-syntax.ts';
import { affinityShape } from './affinity-shape.ts';
import { newMetricShape, newSettingsShape, settingsShape } from './autoscaler-shape.ts';
import { isNodeName } from './node-name.ts';

const TEXT_CHARS_MAX = 400;
const IMAGE_CHARS_MAX = 1_000;
const ENTRIES_MAX = 100;
const REPLICAS_MAX = 100_000;

const node = z.string().refine(isNodeName, 'not a name a node can have');
const text = z.string().max(TEXT_CHARS_MAX);
const namespace = z.string().refine((name) => dnsLabelErrors(name).length === 0, 'not a name a namespace can have');
const name = z.string().refine((given) => dnsSubdomainErrors(given).length === 0, 'not a name an object can have');
export const workloadShape = z.strictObject({
  kind: z.string().refine(isActedKind, 'not a kind that can be acted on here'),
  namespace,
  name,
});

// What a key and a value may be is the planner's to say; here only that they are bounded.
const taint = z.strictObject({
  key: text,
  value: text,
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});

const toleration = z
  .strictObject({
    key: text.optional(),
    operator: z.enum(['Exists', 'Equal', 'Lt', 'Gt']).optional(),
    value: text.optional(),
    effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute', '']).optional(),
    tolerationSeconds: z.number().int().nullish(),
  })
  .transform(withoutAbsent);

const labels = z.record(text, text).refine((all) => Object.keys(all).length <= ENTRIES_MAX, 'too many labels');
const placement = z.strictObject({
  nodeSelector: labels.nullable(),
  affinity: affinityShape.transform(withoutAbsent).nullable(),
  tolerations: z.array(toleration).max(ENTRIES_MAX).nullable(),
});
const resource = text.refine((given) => labelKeyErrors(given).length === 0, 'not a name a resource can have');
const requests = z
  .record(resource, text.nullable())
  .refine((all) => Object.keys(all).length <= ENTRIES_MAX, 'too many resources');

const SUPPOSABLE = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('cordon'), node }),
  z.strictObject({ action: z.literal('uncordon'), node }),
  z.strictObject({ action: z.literal('taint'), node, taint, overwrite: z.literal([true, false]).optional() }),
  z.strictObject({ action: z.literal('untaint'), node, taint }),
  z.strictObject({ action: z.literal('place'), workload: workloadShape, placement }),
  z.strictObject({
    action: z.literal('scale'),
    workload: workloadShape,
    replicas: z.number().int().min(0).max(REPLICAS_MAX),
  }),
  z.strictObject({ action: z.literal('request'), workload: workloadShape, container: text, requests }),
  z.strictObject({
    action: z.literal('image'),
    workload: workloadShape,
    container: text,
    image: z.string().max(IMAGE_CHARS_MAX),
  }),
  z.strictObject({ action: z.literal('delete-pod'), pod: z.strictObject({ namespace, name }) }),
]);

const autoscaler = z.strictObject({ namespace, name });
const ACTION = z.discriminatedUnion('action', [
  ...SUPPOSABLE.options,
  z.strictObject({ action: z.literal('edit-autoscaler'), autoscaler, settings: settingsShape }),
  z.strictObject({
    action: z.literal('autoscale'),
    workload: workloadShape,
    name,
    metric: newMetricShape,
    settings: newSettingsShape,
  }),
  z.strictObject({ action: z.literal('delete-autoscaler'), autoscaler }),
]);

const REQUEST = z.strictObject({
  action: ACTION,
  dryRun: z.boolean(),
  previewed: z.string().max(64).optional(),
});

/** Throws StatusError 422 naming the field that is wrong. */
export function actionRequestOf(body: unknown): ActionRequest {
  const { action, ...rest } = parsed(REQUEST, body);
  const { previewed, dryRun } = rest;
  return { action: withoutAbsent(action) as ClusterAction, dryRun, ...(previewed === undefined ? {} : { previewed }) };
}

/** Throws StatusError 422, as above. */
export function supposableActionOf(body: unknown): SupposableAction {
  return withoutAbsent(parsed(SUPPOSABLE, body)) as SupposableAction;
}

export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new StatusError(422, 'Invalid', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not valid'}`);
}

/** What is absent is absent here, and not undefined. */
function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
