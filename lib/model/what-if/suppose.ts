// Makes suppositions true at the beginning of a play.
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { QuantityError, wholeUnits } from '#lib/rules/quantity.ts';
import { PlanError } from '../actions/action-plan.ts';
import type { SupposableAction, WorkloadAction } from '../actions/cluster-action.ts';
import type { NodeAction } from '../actions/node-action.ts';
import { planNodeAction } from '../actions/node-plan.ts';
import type { Supposition } from '../placement/what-if-view.ts';
import { type WorkloadRef, workloadKey } from '../placement/workload-ref.ts';
import type { PodRecord } from '../records/records.ts';
import { changeNode, plugIn, timeOf, unplug } from './outages.ts';
import type { Place, Scene } from './scene.ts';
import { withImage, withPlacement, withRequests } from './template-changes.ts';
import type { TemplateChange, Workload } from './workload.ts';

/** What is supposed cannot be: said in words for the person who asked. */
export class SuppositionError extends Error {
  /** A Kubernetes Status reason: NotFound is 404, Invalid is 422. */
  readonly reason: 'NotFound' | 'Invalid';

  constructor(reason: 'NotFound' | 'Invalid', message: string) {
    super(message);
    this.name = 'SuppositionError';
    this.reason = reason;
  }
}

/** Why it changes nothing, where that is so. @throws {SuppositionError} */
export function suppose(scene: Scene, supposition: Supposition): string | null {
  if (supposition.suppose === 'action') return act(scene, supposition.action);
  const { node } = supposition;
  const place = placeNamed(scene, node);
  if (supposition.suppose === 'unplug') {
    if (!place.plugged) return `${node} does not answer as it is: unplugging it changes nothing.`;
    unplug(scene, place);
  } else {
    if (place.plugged) return `${node} answers as it is: plugging it in changes nothing.`;
    plugIn(scene, place);
  }
  return null;
}

function act(scene: Scene, action: SupposableAction): string | null {
  switch (action.action) {
    case 'cordon':
    case 'uncordon':
    case 'taint':
    case 'untaint':
      return changeNodeBy(scene, placeNamed(scene, action.node), action);
    case 'delete-pod': {
      const { namespace, name } = action.pod;
      const found = scene.actors.find(({ record }) => record.namespace === namespace && record.name === name);
      if (found === undefined) throw new SuppositionError('NotFound', `there is no pod ${namespace}/${name}`);
      // A kubelet makes its static pods again at once: nothing comes of deleting what stands for them.
      if (found.record.owner?.kind !== 'Node') scene.end(found, 'deleted');
      return null;
    }
    case 'scale':
    case 'place':
    case 'request':
    case 'image':
      changeWorkload(scene, workloadNamed(scene, action.workload), action);
      return null;
  }
}

/** Judged as it would be if it were done; another value of a taint takes the place of the one that is there. */
function changeNodeBy(scene: Scene, place: Place, action: NodeAction): string | null {
  const done = action.action === 'taint' ? { ...action, overwrite: true } : action;
  const { changes, effects } = planned(() => planNodeAction(place.record, [], done));
  if (!changes) return `${effects.join('; ')}: it changes nothing.`;
  switch (action.action) {
    case 'cordon':
    case 'uncordon':
      changeNode(scene, place, (record) => ({ ...record, unschedulable: action.action === 'cordon' }));
      break;
    case 'taint':
    case 'untaint': {
      const { key, value, effect } = action.taint;
      const isOther = (taint: { key: string; effect: string }) => taint.key !== key || taint.effect !== effect;
      const added = action.action === 'taint' ? [{ key, value, effect, timeAdded: timeOf(scene) }] : [];
      changeNode(scene, place, (record) => ({ ...record, taints: [...added, ...record.taints.filter(isOther)] }));
    }
  }
  return null;
}

function planned<T>(plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    if (error instanceof PlanError) throw new SuppositionError('Invalid', error.message);
    throw error;
  }
}

function changeWorkload(scene: Scene, workload: Workload, action: WorkloadAction): void {
  const { kind, name } = workload.ref;
  if (workload.controller === 'none') {
    throw new SuppositionError('Invalid', `what becomes of the pods of ${kind} ${name} is not known here`);
  }
  scene.touch(workload);
  if (action.action === 'scale') {
    if (kind === 'DaemonSet' || kind === 'Job' || kind === 'Pod') {
      throw new SuppositionError('Invalid', `${kind} ${name} cannot be scaled`);
    }
    workload.desired = action.replicas;
    return;
  }
  const sample = workload.template ?? scene.actorsOf(workload)[0]?.record;
  if (sample === undefined) throw new SuppositionError('Invalid', `nothing is known of the pods of ${kind} ${name}`);
  const change = changeBy(sample, action);
  const before = workload.change;
  if (samePod(before(sample), change(before(sample)))) return;
  workload.change = (pod) => change(before(pod));
  workload.generation = 1;
}

function changeBy(sample: PodRecord, action: Exclude<WorkloadAction, { action: 'scale' }>): TemplateChange {
  if (action.action === 'place') return (pod) => withPlacement(pod, action.placement);
  const { container, workload } = action;
  const known = sample.containers.map(({ name }) => name);
  if (!known.includes(container)) {
    const message = `${workload.name} has no container ${container}: it has ${known.join(', ')}`;
    throw new SuppositionError('Invalid', message);
  }
  if (action.action === 'image') {
    if (parseImageReference(action.image) === null) {
      throw new SuppositionError('Invalid', `image: ${JSON.stringify(action.image)} is no name that an image can have`);
    }
    return (pod) => withImage(pod, container, action.image);
  }
  for (const [resource, amount] of Object.entries(action.requests)) {
    if (amount !== null && !isQuantity(amount)) {
      throw new SuppositionError('Invalid', `${resource}: ${JSON.stringify(amount)} is no amount`);
    }
  }
  return (pod) => withRequests(pod, container, action.requests);
}

function isQuantity(text: string): boolean {
  try {
    return wholeUnits(text) >= 0;
  } catch (error) {
    if (error instanceof QuantityError) return false;
    throw error;
  }
}

/** In what a supposition can change. */
function samePod(a: PodRecord, b: PodRecord): boolean {
  const parts = ({ nodeSelector, affinity, tolerations, requests, images, containers }: PodRecord) =>
    JSON.stringify([nodeSelector, affinity, tolerations, requests, images, containers.map((one) => one.requests)]);
  return parts(a) === parts(b);
}

function placeNamed(scene: Scene, name: string): Place {
  const place = scene.places.get(name);
  if (place === undefined) throw new SuppositionError('NotFound', `there is no node ${name}`);
  return place;
}

function workloadNamed(scene: Scene, ref: WorkloadRef): Workload {
  const workload = scene.workloads.get(workloadKey(ref));
  if (workload !== undefined) return workload;
  throw new SuppositionError('NotFound', `there is no ${ref.kind} ${ref.namespace}/${ref.name}`);
}
