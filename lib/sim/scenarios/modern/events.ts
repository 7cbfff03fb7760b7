// What the last hour left in the event list: the latest backup.
import type { Event } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import { eventObjects, type Note } from '../objects/events.ts';
import type { Ground } from '../objects/ground.ts';

/** Events older than this are forgotten (kube-apiserver --event-ttl). */
const KEPT_MS = 3_600_000;
const ENDED_AFTER_MS = 46_000;

export function eventObjectsOf(ground: Ground, objects: readonly KubeObject[]): Event[] {
  const notes = objects.flatMap((object) => {
    const bornMs = Date.parse(String(object.metadata?.creationTimestamp));
    const isRecent = bornMs + KEPT_MS > ground.nowMs;
    if (!isRecent || object.kind !== 'Job') return [];
    const age = `${Math.round((ground.nowMs - bornMs) / 1_000)}s`;
    const pod = objects.find(
      ({ kind, metadata }) => kind === 'Pod' && metadata?.ownerReferences?.[0]?.uid === object.metadata?.uid,
    );
    const cronJob = objects.find(
      ({ kind, metadata }) => kind === 'CronJob' && metadata?.uid === object.metadata?.ownerReferences?.[0]?.uid,
    );
    return notesOf(object, pod, cronJob, age);
  });
  return eventObjects(ground, notes);
}

function notesOf(job: KubeObject, pod: KubeObject | undefined, cronJob: KubeObject | undefined, age: string): Note[] {
  const name = job.metadata?.name ?? '';
  const fromCronJob = (reason: string, message: string, laterMs: number): Note[] =>
    cronJob === undefined ? [] : [{ about: cronJob, age, laterMs, reason, message, component: 'cronjob-controller' }];
  const fromJob = (reason: string, message: string, laterMs: number): Note => ({
    about: job,
    age,
    laterMs,
    reason,
    message,
    component: 'job-controller',
  });
  return [
    ...fromCronJob('SuccessfulCreate', `Created job ${name}`, 0),
    fromJob('SuccessfulCreate', `Created pod: ${pod?.metadata?.name}`, 0),
    fromJob('Completed', 'Job completed', ENDED_AFTER_MS),
    ...fromCronJob('SawCompletedJob', `Saw completed job: ${name}, condition: Complete`, ENDED_AFTER_MS),
  ];
}
