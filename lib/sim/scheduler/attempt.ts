// What one scheduling attempt looks at beside the nodes: the pod's volumes, budgets, namespaces, and who already leaves.
import type { PersistentVolume, Pod } from 'kubernetes-types/core/v1';
import { selectorRequirements } from '#lib/rules/labels/label-selector.ts';
import { type DisruptionBudget, WAITS_FOR_VICTIMS } from '#lib/rules/scheduling/preemption.ts';
import type { SchedulingContext } from '#lib/rules/scheduling/scheduler.ts';
import type { ScoreContext } from '#lib/rules/scheduling/scoring.ts';
import { type PodVolumes, podVolumes, type Storage } from '#lib/rules/volumes/pod-volumes.ts';
import { SELECTED_NODE, type VolumePlan } from '#lib/rules/volumes/volume-binding.ts';
import { volumeLooks } from '#lib/rules/volumes/volume-looks.ts';
import type { View, Write } from '../controllers/controller.ts';
import {
  CLAIMS,
  type Claim,
  type PVolume,
  reservedVolume,
  VOLUMES,
  withAnnotations,
} from '../controllers/volumes/binding.ts';
import type { Stored } from '../store/object.ts';
import { isLeavingRoom } from './verdict.ts';

const BUDGETS = 'poddisruptionbudgets.policy';

/** schedule_one.go numFeasibleNodesToFind: fewer nodes are all looked at. */
const SAMPLE_NODES_MIN = 100;
const SAMPLE_PERCENT_MIN = 5;

export interface PodStorage {
  volumes: PodVolumes;
  storage: Storage;
}

/** Null for a pod without claims. */
export function storageOf(view: View, pod: Stored<Pod>): PodStorage | null {
  let all: readonly PersistentVolume[] | undefined;
  const storage: Storage = {
    claim: (namespace, name) => view.get(CLAIMS, namespace, name),
    volume: (name) => view.get(VOLUMES, undefined, name),
    storageClass: (name) => view.get('storageclasses.storage.k8s.io', undefined, name),
    volumes: () => {
      all ??= view.list(VOLUMES);
      return all;
    },
  };
  const volumes = podVolumes(pod, storage);
  return volumes === null ? null : { volumes, storage };
}

export function contextOf(
  view: View,
  pod: Stored<Pod>,
  parts: { storage: PodStorage | null; nodeCount: number; from: number },
): SchedulingContext {
  const { storage, nodeCount, from } = parts;
  const why = victimsLeave(view, pod) ? WAITS_FOR_VICTIMS : undefined;
  return {
    budgets: () => budgets(view),
    labelsOfNamespace: (namespace) => view.get('namespaces', undefined, namespace)?.metadata.labels ?? {},
    sample: { from, wanted: wantedNodes(nodeCount) },
    ...(why === undefined ? {} : { noPreemption: why }),
    ...(storage === null ? {} : { volumes: volumeLooks(storage.volumes, storage.storage).filter }),
  };
}

/** How well its volumes suit it on each node; nothing for a pod without claims. */
export function volumeScores(storage: PodStorage | null): Pick<ScoreContext, 'volumesOn'> {
  return storage === null ? {} : { volumesOn: volumeLooks(storage.volumes, storage.storage).score };
}

function wantedNodes(count: number): number {
  if (count < SAMPLE_NODES_MIN) return count;
  const percent = Math.max(SAMPLE_PERCENT_MIN, 50 - Math.trunc(count / 125));
  return Math.max(SAMPLE_NODES_MIN, Math.trunc((count * percent) / 100));
}

/** It has made room already, and those it ended are still on their way out. */
function victimsLeave(view: View, pod: Stored<Pod>): boolean {
  const node = pod.status?.nominatedNodeName;
  if (!node) return false;
  const priority = pod.spec?.priority ?? 0;
  return view.podsOn(node).some((other) => (other.spec?.priority ?? 0) < priority && isLeavingRoom(other));
}

function budgets(view: View): DisruptionBudget[] {
  return view.list(BUDGETS).flatMap(({ metadata, spec, status }) => {
    const selector = selectorRequirements(spec?.selector);
    if (selector === null) return [];
    const disrupted = new Set(Object.keys(status?.disruptedPods ?? {}));
    const { namespace = '' } = metadata;
    return [{ namespace, selector, disruptionsAllowed: status?.disruptionsAllowed ?? 0, disrupted }];
  });
}

/** binder.go bindAPIUpdate: reserves the volumes there are and says on which node the others are to be made. */
export function volumeWrites(plan: VolumePlan, node: string): Write[] {
  const reserved = plan.bind.flatMap(({ volume, claim }): Write[] => {
    const object = reservedVolume(volume as PVolume, claim as Claim);
    return object === null ? [] : [{ op: 'update', resource: VOLUMES, object }];
  });
  const chosen = plan.provide
    .filter(({ metadata }) => metadata?.annotations?.[SELECTED_NODE] === undefined)
    .map((claim): Write => {
      return { op: 'update', resource: CLAIMS, object: withAnnotations(claim as Claim, { [SELECTED_NODE]: node }) };
    });
  return [...reserved, ...chosen];
}
