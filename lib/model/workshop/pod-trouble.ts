// What is the matter with the pods of a workload that is awaited: of the first that is in trouble, with where more is told.
import { ended } from '#lib/format/sentence.ts';
import { isCrash } from '../images/doctor.ts';
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import type { PodRef } from '../overview/overview-view.ts';
import { explainPod } from '../placement/why/why.ts';
import type { ContainerRecord, PodRecord, WorkloadRecord } from '../records/records.ts';
import type { Room } from './room.ts';

export interface PodTrouble {
  /** Sentences. */
  words: string;
  pod: TroubledPod | null;
}

export interface TroubledPod extends PodRef {
  /** That crashed: its log may tell why. Null where none did. */
  crashed: string | null;
}

export interface TroubleGround {
  room: Room;
  platformsOf: PlatformsOf;
}

/** Where it could land, what a container waits for, or how it ended. Null where nothing is the matter. */
export function podTrouble(
  pods: readonly PodRecord[],
  workload: WorkloadRecord,
  { room, platformsOf }: TroubleGround,
): PodTrouble | null {
  const living = pods.filter(({ deletionAt }) => deletionAt === null);
  const pending = living.find(({ nodeName }) => nodeName === null);
  if (pending !== undefined) {
    const { why } = explainPod({ pod: pending, workload, picture: room.picture(), platformsOf, events: [] });
    return { words: `${pending.name} is Pending: ${why.summary}`, pod: refOf(pending) };
  }
  const inTrouble = living.flatMap((pod) =>
    pod.containers.flatMap((container) => {
      const words = containerWords(container);
      return words === null ? [] : [{ pod, container, words }];
    }),
  );
  const first = inTrouble.find(({ container }) => container.waiting !== null) ?? inTrouble[0];
  if (first === undefined) return null;
  const { pod, container, words } = first;
  return { words: `${pod.name} on ${pod.nodeName}: container ${container.name} ${words}`, pod: refOf(pod, container) };
}

function containerWords(container: ContainerRecord): string | null {
  const { waiting, ended: end } = container;
  if (waiting !== null && waiting.reason !== 'ContainerCreating') {
    return `waits, ${ended(waiting.message === '' ? waiting.reason : `${waiting.reason}: ${waiting.message}`)}`;
  }
  return isCrash(container) && end !== null ? `ended with exit code ${end.exitCode}.` : null;
}

/** As far as the last of its pods that failed tells. */
export function jobFailure(pods: readonly PodRecord[]): PodTrouble {
  const failures = pods.flatMap((pod) =>
    pod.containers.flatMap((container) => {
      const { ended: end } = container;
      return end === null || end.exitCode === 0 ? [] : [{ pod, container, end }];
    }),
  );
  const last = failures.sort((a, b) => (b.end.at ?? '').localeCompare(a.end.at ?? ''))[0];
  if (last === undefined) return { words: 'It failed, and none of its pods is there to say why.', pod: null };
  const { pod, container, end } = last;
  const why = [end.reason, end.message].filter((text) => text !== '').join(': ');
  const on = pod.nodeName === null ? '' : ` on ${pod.nodeName}`;
  const words = ended(
    `It failed: ${pod.name}${on}, container ${container.name}, exit code ${end.exitCode}${why === '' ? '' : `, ${why}`}`,
  );
  return { words, pod: refOf(pod, container) };
}

function refOf({ namespace, name }: PodRecord, container?: ContainerRecord): TroubledPod {
  return { namespace, name, crashed: container !== undefined && isCrash(container) ? container.name : null };
}
