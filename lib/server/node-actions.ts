import 'server-only';
// Acting on a node: read it fresh, plan, then let the API server try the plan out or carry it out.
import { createHash } from 'node:crypto';
import type { Node } from 'kubernetes-types/core/v1';
import { z } from 'zod';
import { patchObject, StatusError } from '#lib/kube/index.ts';
import type { NodeActionResult } from '#lib/model/node-action.ts';
import { type NodePlan, NodePlanError, planNodeAction } from '#lib/model/node-plan.ts';
import { projectNode } from '#lib/model/project-node.ts';
import type { NodeRecord } from '#lib/model/records.ts';
import type { Hub } from './hub.ts';
import { isNodeName } from './node-name.ts';

const READ_TIMEOUT_MS = 10_000;

const node = z.string().refine(isNodeName, 'not a name a node can have');
// What a key and a value may be is the planner's to say; here only that they are bounded.
const taint = z.strictObject({
  key: z.string().max(400),
  value: z.string().max(400),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});
const REQUEST = z.strictObject({
  action: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('cordon'), node }),
    z.strictObject({ action: z.literal('uncordon'), node }),
    z.strictObject({ action: z.literal('taint'), node, taint, overwrite: z.boolean().optional() }),
    z.strictObject({ action: z.literal('untaint'), node, taint }),
  ]),
  dryRun: z.boolean(),
  previewed: z.string().max(64).optional(),
});

/** `name` is the node in the path, `body` a NodeActionRequest. Throws StatusError: ours for a bad request, else the API's. */
export async function runNodeAction(hub: Hub, name: string, body: unknown): Promise<NodeActionResult> {
  const { action, dryRun, previewed } = requestOf(name, body);
  const path = `/api/v1/nodes/${name}`;
  const { body: fresh } = await hub.transport.json({ path, timeoutMs: READ_TIMEOUT_MS });
  const plan = planOf(projectNode(fresh as Node), hub, action);
  const fingerprint = fingerprintOf(plan);
  if (previewed !== undefined && previewed !== fingerprint) {
    throw new StatusError(409, 'Conflict', `${name} changed since the preview: this would now do something else`);
  }
  if (plan.patch !== null) {
    await patchObject(hub.transport, { path, type: plan.patch.type, patch: plan.patch.body, dryRun });
  }
  const { kubectl, changes, effects, evicts, undo } = plan;
  return { kubectl, applied: changes && !dryRun, changes, effects, evicts, fingerprint, undo };
}

function fingerprintOf({ effects, evicts }: NodePlan): string {
  return createHash('sha256')
    .update(JSON.stringify([effects, evicts]))
    .digest('hex')
    .slice(0, 16);
}

function requestOf(name: string, body: unknown): z.infer<typeof REQUEST> {
  const parsed = REQUEST.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') || 'body';
    throw new StatusError(422, 'Invalid', `${where}: ${issue?.message ?? 'not valid'}`);
  }
  if (parsed.data.action.node !== name) {
    throw new StatusError(400, 'BadRequest', `the action is about another node than the path (${name})`);
  }
  return parsed.data;
}

function planOf(record: NodeRecord, { cache }: Hub, action: z.infer<typeof REQUEST>['action']): NodePlan {
  let plan: NodePlan;
  try {
    plan = planNodeAction(record, [...cache.podsOn(record.name).values()], action);
  } catch (error) {
    if (!(error instanceof NodePlanError)) throw error;
    throw new StatusError(error.reason === 'Conflict' ? 409 : 422, error.reason, error.message);
  }
  if (cache.podsKnown || !plan.changes) return plan;
  return { ...plan, effects: [...plan.effects, 'pods may not be read: what this does to them is not known'] };
}
