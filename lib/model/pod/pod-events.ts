// Which events are about a pod: about this very one, and not one that had its name before.
import { isStatic } from '../placement/workloads.ts';
import type { EventRecord, PodRecord } from '../records/records.ts';

/**
 * A static pod's events name the uid of what its kubelet read from a file, which the API does not know it by
 * (kubectl pkg/describe/describe.go, PodDescriber).
 */
export function eventsAbout(pod: PodRecord, events: Iterable<EventRecord>): EventRecord[] {
  const found: EventRecord[] = [];
  for (const event of events) {
    const { kind, namespace, name } = event.about;
    if (kind !== 'Pod' || name !== pod.name || namespace !== pod.namespace) continue;
    if (event.aboutUid === null || event.aboutUid === pod.uid || isStatic(pod)) found.push(event);
  }
  return found;
}
