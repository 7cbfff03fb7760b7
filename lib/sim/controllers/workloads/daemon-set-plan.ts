// What a DaemonSet has to start and end: first one pod per node, then the update of old ones.
// Mirrors podsShouldBeOnNode and rollingUpdate in kubernetes pkg/controller/daemon/{daemon_controller.go,update.go}.
import type { DaemonSet } from 'kubernetes-types/apps/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { isPodAvailable, isPodReady } from '#lib/rules/pods/pod-readiness.ts';
import { scaledValue } from '#lib/rules/rollout.ts';
import type { Stored } from '../../store/object.ts';
import { nodeVerdict } from './daemon-set-nodes.ts';

/** A daemon that failed is replaced this long after it was made, so that one which never lives does not spin. */
const FAILED_POD_REST_MS = 10_000;

export interface DaemonPlan {
  startOn: string[];
  end: Stored<Pod>[];
  remarks: { type: 'Normal' | 'Warning'; reason: string; message: string }[];
  /** Until a failed pod may be replaced. */
  waitMs: number | null;
}

export interface DaemonScene {
  set: Stored<DaemonSet>;
  nodes: readonly Stored<Node>[];
  /** The set's pods by the node they are on or meant for, oldest first. */
  podsByNode: ReadonlyMap<string, readonly Stored<Pod>[]>;
  isUpdated: (pod: Pod) => boolean;
  nowMs: number;
}

export interface UpdateBounds {
  surge: number;
  unavailable: number;
}

/** `manage`: pods for nodes that lack one, none for those that must not have one. */
export function placementPlan(scene: DaemonScene): DaemonPlan {
  const plan: DaemonPlan = { startOn: [], end: [], remarks: [], waitMs: null };
  const known = new Set(scene.nodes.map((node) => node.metadata.name));
  for (const node of scene.nodes) {
    const pods = scene.podsByNode.get(node.metadata.name) ?? [];
    const { shouldRun, mayStay } = nodeVerdict(scene.set, node);
    if (shouldRun && pods.length === 0) plan.startOn.push(node.metadata.name);
    else if (mayStay) keepOne(plan, scene, node.metadata.name, pods, shouldRun);
    else plan.end.push(...pods.filter(isStaying));
  }
  for (const [node, pods] of scene.podsByNode) {
    // Nobody else removes a pod that waits for a node which is gone.
    if (!known.has(node)) plan.end.push(...pods.filter((pod) => !pod.spec?.nodeName && isStaying(pod)));
  }
  return plan;
}

function keepOne(
  plan: DaemonPlan,
  scene: DaemonScene,
  node: string,
  pods: readonly Stored<Pod>[],
  shouldRun: boolean,
): void {
  const running: Stored<Pod>[] = [];
  for (const pod of pods.filter(isStaying)) {
    const phase = pod.status?.phase;
    if (phase === 'Failed' || phase === 'Succeeded') endFinished(plan, scene, node, pod, phase);
    else running.push(pod);
  }
  if (boundsOf(scene.set, 1).surge === 0) {
    plan.end.push(...running.slice(1));
    return;
  }
  if (running.length === 0 && shouldRun) plan.startOn.push(node);
  if (running.length <= 1) return;
  const newest = running.find(scene.isUpdated);
  const oldest = running.find((pod) => !scene.isUpdated(pod));
  plan.end.push(...running.filter((pod) => pod !== newest && pod !== oldest));
  if (newest === undefined || oldest === undefined) return;
  if (!isPodReady(oldest) || isAvailable(scene, newest)) plan.end.push(oldest);
}

function endFinished(plan: DaemonPlan, scene: DaemonScene, node: string, pod: Stored<Pod>, phase: string): void {
  const restMs = Date.parse(pod.metadata.creationTimestamp) + FAILED_POD_REST_MS - scene.nowMs;
  if (phase === 'Failed' && restMs > 0) {
    plan.waitMs = Math.min(plan.waitMs ?? restMs, restMs);
    return;
  }
  const what = `${phase.toLowerCase()} daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${node}`;
  const isFailure = phase === 'Failed';
  plan.remarks.push({
    type: isFailure ? 'Warning' : 'Normal',
    reason: isFailure ? 'FailedDaemonPod' : 'SucceededDaemonPod',
    message: `Found ${what}, will try to ${isFailure ? 'kill' : 'delete'} it`,
  });
  plan.end.push(pod);
}

/** `rollingUpdate`: which old pods give way now, and where a new one may start beside an old one. */
export function updatePlan(scene: DaemonScene): DaemonPlan {
  const plan: DaemonPlan = { startOn: [], end: [], remarks: [], waitMs: null };
  const wanted = scene.nodes.filter((node) => nodeVerdict(scene.set, node).shouldRun).map((node) => node.metadata.name);
  const bounds = boundsOf(scene.set, wanted.length);
  const nodes = new Set([...scene.podsByNode.keys(), ...wanted]);
  const places = [...nodes].sort().map((node) => ({ node, ...pair(scene, node) }));
  if (bounds.surge > 0) surge(plan, scene, places, bounds.surge, wanted);
  else replace(plan, scene, places, bounds.unavailable);
  return plan;
}

interface Place {
  node: string;
  /** Undefined, both, where the node has more pods than one of each: placement clears that up first. */
  newPod: Stored<Pod> | undefined;
  oldPod: Stored<Pod> | undefined;
  isCrowded: boolean;
}

function replace(plan: DaemonPlan, scene: DaemonScene, places: readonly Place[], unavailableMax: number): void {
  const candidates: Stored<Pod>[] = [];
  let unavailable = 0;
  for (const { newPod, oldPod, isCrowded } of places) {
    if (isCrowded || (newPod === undefined) === (oldPod === undefined)) unavailable++;
    else if (newPod !== undefined) unavailable += isAvailable(scene, newPod) ? 0 : 1;
    else if (oldPod !== undefined && isAvailable(scene, oldPod)) candidates.push(oldPod);
    else if (oldPod !== undefined) {
      plan.end.push(oldPod);
      unavailable++;
    }
  }
  plan.end.push(...candidates.slice(0, Math.max(0, unavailableMax - unavailable)));
}

function surge(
  plan: DaemonPlan,
  scene: DaemonScene,
  places: readonly Place[],
  surgeMax: number,
  wanted: readonly string[],
): void {
  const candidates: string[] = [];
  const leaving: Stored<Pod>[] = [];
  let surging = 0;
  let available = 0;
  for (const { node, newPod, oldPod, isCrowded } of places) {
    const kept = oldPod ?? newPod;
    if (kept !== undefined && isAvailable(scene, kept)) available++;
    if (isCrowded) surging++;
    if (oldPod === undefined) continue;
    if (newPod !== undefined) {
      if (isAvailable(scene, newPod)) plan.end.push(oldPod);
      else surging++;
    } else if (!wanted.includes(node)) {
      if (isAvailable(scene, oldPod)) leaving.push(oldPod);
      else plan.end.push(oldPod);
    } else if (isAvailable(scene, oldPod)) candidates.push(node);
    else plan.startOn.push(node);
  }
  plan.end.push(...leaving.slice(0, Math.max(0, available - wanted.length)));
  plan.startOn.push(...candidates.slice(0, Math.max(0, surgeMax - surging)));
}

function pair(scene: DaemonScene, node: string): Omit<Place, 'node'> {
  const staying = (scene.podsByNode.get(node) ?? []).filter(isStaying);
  const updated = staying.filter(scene.isUpdated);
  const outdated = staying.filter((pod) => !scene.isUpdated(pod));
  const isCrowded = updated.length > 1 || outdated.length > 1;
  return isCrowded
    ? { newPod: undefined, oldPod: undefined, isCrowded }
    : { newPod: updated[0], oldPod: outdated[0], isCrowded };
}

/** Both round up; were both 0 nothing could ever be updated, so unavailable is 1. */
function boundsOf({ spec }: DaemonSet, wanted: number): UpdateBounds {
  const rolling = spec?.updateStrategy?.type === 'OnDelete' ? undefined : spec?.updateStrategy?.rollingUpdate;
  const surge = scaledValue(rolling?.maxSurge ?? 0, wanted, 'up') ?? 0;
  const unavailable = scaledValue(rolling?.maxUnavailable ?? 1, wanted, 'up') ?? 1;
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function isAvailable(scene: DaemonScene, pod: Pod): boolean {
  return isPodAvailable(pod, scene.set.spec?.minReadySeconds ?? 0, scene.nowMs);
}

function isStaying(pod: Stored<Pod>): boolean {
  return pod.metadata.deletionTimestamp === undefined;
}
