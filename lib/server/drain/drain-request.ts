import 'server-only';
// Asking for a drain: its preview from what is there now, its beginning as it was previewed, its end.
import type { Node, Pod, PodList } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget, PodDisruptionBudgetList } from 'kubernetes-types/policy/v1';
import { z } from 'zod';
import { isStatusError, patchObject, StatusError } from '#lib/kube/index.ts';
import { type DrainInput, planDrain } from '#lib/model/drain/drain-plan.ts';
import type { DrainConsent, DrainPreview, DrainRequest } from '#lib/model/drain/drain-view.ts';
import { nodeAnswers } from '#lib/model/overview/board.ts';
import { Verdicts } from '#lib/model/placement/verdicts.ts';
import { projectNode } from '#lib/model/records/project-node.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import { parsed } from '../actions/action-request.ts';
import { fingerprintOf } from '../actions/fingerprint.ts';
import { isNodeName } from '../actions/node-name.ts';
import { readObject } from '../actions/read-object.ts';
import type { Hub } from '../live/hub.ts';
import { SCHEDULING_SOURCES } from '../live/side-sources.ts';
import { PictureMaker } from '../placement/picture-maker.ts';
import { evict } from './drain-run.ts';

/** How long a preview waits for what only the scheduler's rules need. */
const SOURCES_MS = 3_000;

const consent = z.strictObject({ force: z.boolean(), deleteEmptyDirData: z.boolean() });
const REQUEST = z.discriminatedUnion('drain', [
  z.strictObject({ drain: z.literal('preview'), consent }),
  z.strictObject({ drain: z.literal('start'), consent, previewed: z.string().max(64) }),
  z.strictObject({ drain: z.literal('cancel') }),
]);

/** `body` is a DrainRequest. Answers what it does, or did begin. Throws StatusError: ours, or the API's. */
export async function runDrainRequest(hub: Hub, node: string, body: unknown): Promise<DrainPreview | { node: string }> {
  if (!isNodeName(node)) throw new StatusError(422, 'Invalid', 'the path names no node');
  const request: DrainRequest = parsed(REQUEST, body);
  switch (request.drain) {
    case 'preview':
      return tried(hub, await previewOf(hub, node, request.consent));
    case 'start':
      return start(hub, node, request);
    case 'cancel':
      hub.drains.cancel(node);
      return { node };
  }
}

async function start(hub: Hub, node: string, request: DrainRequest & { drain: 'start' }): Promise<{ node: string }> {
  hub.drains.requireFree(node);
  const preview = await previewOf(hub, node, request.consent);
  if (request.previewed !== preview.fingerprint) {
    const message = `${node} changed since the preview: this would now do something else`;
    throw new StatusError(409, 'Conflict', message);
  }
  if (preview.missing.length > 0) {
    throw new StatusError(422, 'Invalid', `consent is missing: ${preview.missing.join(', ')}`);
  }
  await cordon(hub, node, false);
  hub.drains.begin(
    node,
    preview.pods.filter(({ fate }) => fate === 'evicted'),
  );
  return { node };
}

/** Whoever may not cordon or evict hears so before anything is done; a budget's refusal is no answer to that. */
async function tried(hub: Hub, preview: DrainPreview): Promise<DrainPreview> {
  await cordon(hub, preview.node, true);
  const going = preview.pods.filter(({ fate }) => fate === 'evicted');
  const first = going.find(({ budget }) => budget === null) ?? going[0];
  if (first === undefined) return preview;
  try {
    await evict(hub.transport, first, { dryRun: true });
  } catch (error) {
    if (!isStatusError(error) || error.code === 403 || !error.answered) throw error;
  }
  return preview;
}

async function cordon(hub: Hub, node: string, dryRun: boolean): Promise<void> {
  const patch = { spec: { unschedulable: true } };
  await patchObject(hub.transport, {
    path: `/api/v1/nodes/${node}`,
    type: 'application/merge-patch+json',
    patch,
    dryRun,
  });
}

async function previewOf(hub: Hub, node: string, given: DrainConsent): Promise<DrainPreview> {
  const [object, pods, budgets] = await Promise.all([
    readObject<Node>(hub.transport, `/api/v1/nodes/${node}`),
    readObject<PodList>(
      hub.transport,
      `/api/v1/pods?${new URLSearchParams({ fieldSelector: `spec.nodeName=${node}` })}`,
    ),
    budgetsOf(hub),
    hub.whenSettled(SOURCES_MS, SCHEDULING_SOURCES),
  ]);
  const input: DrainInput = {
    node,
    isCordoned: object.spec?.unschedulable === true,
    answers: nodeAnswers(projectNode(object)),
    pods: pods.items,
    budgets,
    feasibleCount: feasibleCounter(hub, node),
    consent: given,
  };
  const plan = planDrain(input);
  return { ...plan, fingerprint: fingerprintOf(confirmedOf(plan)) };
}

/** Where a pod could land is the scheduler's business and changes by the second: it is no part of what is confirmed. */
function confirmedOf({ kubectl, pods }: Omit<DrainPreview, 'fingerprint'>): unknown {
  return [kubectl, pods.map(({ uid, fate, isLost, losesData }) => [uid, fate, isLost, losesData])];
}

function feasibleCounter(hub: Hub, drained: string): (pod: Pod) => number | null {
  const picture = new PictureMaker(hub.cache).picture();
  const verdicts = new Verdicts();
  return (pod) => {
    const verdictAt = verdicts.of({ ...projectPod(pod), nodeName: null }, picture);
    const others = picture.nodes.flatMap(({ name }, index) => (name === drained ? [] : [verdictAt(index)]));
    return others.includes('?') ? null : others.filter((verdict) => verdict === '.').length;
  };
}

async function budgetsOf(hub: Hub): Promise<readonly PodDisruptionBudget[] | null> {
  try {
    return (await readObject<PodDisruptionBudgetList>(hub.transport, '/apis/policy/v1/poddisruptionbudgets')).items;
  } catch (error) {
    if (isStatusError(error) && (error.code === 403 || error.code === 404)) return null;
    throw error;
  }
}
