// Plays a scene forward until nothing is left to happen: controllers, the scheduler, and what the timeline holds.
import { reconcileDaemonSet } from './daemon-sets.ts';
import { reconcileJob } from './jobs.ts';
import { placeWaiting } from './placing.ts';
import { reconcileBarePod, reconcileDeployment, reconcileReplicas } from './replica-sets.ts';
import type { Scene } from './scene.ts';
import { reconcileStatefulSet } from './stateful-sets.ts';
import type { ControllerKind, Workload } from './workload.ts';

/** Things that happen in one play; beyond it something goes round in circles, or the cluster is too large. */
const MOMENTS_MAX = 5_000;
/** Nodes looked at for pods: about a second of a computer. */
const LOOKS_MAX = 200_000;

/** False where it takes too much to be played to its end. */
export function play(scene: Scene): boolean {
  settle(scene);
  for (let moments = 0; moments < MOMENTS_MAX && !isTooMuch(scene); moments++) {
    const next = scene.timeline.take();
    if (next === null) return true;
    scene.now = next.at;
    for (const run of scene.chance.order(next.runs)) {
      run();
      if (scene.chance.between()) settle(scene);
    }
    settle(scene);
  }
  return false;
}

function settle(scene: Scene): void {
  do {
    for (const workload of scene.chance.order(scene.takeDirty())) {
      CONTROLLERS[workload.controller](scene, workload);
      if (scene.chance.between()) placeWaiting(scene);
    }
    placeWaiting(scene);
  } while (!scene.isSettled && !isTooMuch(scene));
}

function isTooMuch({ attempts, places }: Scene): boolean {
  return attempts * places.size > LOOKS_MAX;
}

const CONTROLLERS: Readonly<Record<ControllerKind, (scene: Scene, workload: Workload) => void>> = {
  Deployment: reconcileDeployment,
  replicas: reconcileReplicas,
  StatefulSet: reconcileStatefulSet,
  DaemonSet: reconcileDaemonSet,
  Job: reconcileJob,
  Pod: reconcileBarePod,
  none: () => undefined,
};
