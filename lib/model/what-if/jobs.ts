// Jobs in a play: lost pods count as failed and are made again, until there were too many of them.
// Mirrors manageJob in kubernetes pkg/controller/job/job_controller.go. Not modelled: indexes, pods that finish.
import { backOffLeftMs } from '#lib/rules/jobs/job-back-off.ts';
import { type Actor, hasEnded, isActive } from './actor.ts';
import { makePod } from './new-pod.ts';
import { recreate } from './replica-sets.ts';
import type { Scene } from './scene.ts';
import type { Workload } from './workload.ts';

export function reconcileJob(scene: Scene, workload: Workload): void {
  // A Job with another template is deleted and created anew.
  if (workload.generation === 1) recreate(scene, workload);
  const { generation } = workload;
  const actors = scene.actorsOf(workload);
  for (const actor of actors) if (actor.set !== generation && isActive(actor)) scene.end(actor, 'replaced');
  if (generation === 1 && workload.sets.get(1) === 0) return;
  const own = scene.actors.filter((actor) => actor.workload === workload.key && actor.set === generation);
  const active = own.filter(isActive);
  const failures = own.filter(isFailure);
  if (failures.length > workload.failuresLeft) {
    workload.desired = 0;
    workload.gaveUp = true;
    for (const actor of active) scene.end(actor, 'unwanted');
    return;
  }
  const waitSeconds = active.length < workload.desired ? restSeconds(scene, failures) : 0;
  if (waitSeconds > 0) {
    scene.timeline.add(scene.now + waitSeconds, () => scene.touch(workload));
    return;
  }
  for (let made = active.length; made < workload.desired; made++) makePod(scene, workload, generation);
}

/** Until it makes another: the failure of one on a lost board counts from when that was lost, which was before. */
function restSeconds(scene: Scene, failures: readonly Actor[]): number {
  const seen = failures.filter((actor) => actor.gone || scene.placeOf(actor)?.plugged === true);
  const lastMs = Math.max(...seen.map(({ ending }) => (ending?.at ?? 0) * 1_000));
  return (
    backOffLeftMs({ count: failures.length, lastMs: seen.length === 0 ? null : lastMs }, scene.now * 1_000) / 1_000
  );
}

/** A pod that is taken away counts as failed, whatever it did. */
function isFailure({ ending, record }: Actor): boolean {
  if (hasEnded(record)) return false;
  return ending !== null && ending.cause !== 'leaving' && ending.cause !== 'unwanted' && ending.cause !== 'replaced';
}
