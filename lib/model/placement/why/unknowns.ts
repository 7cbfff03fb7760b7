// What cannot be known of a pod's placement, each in one sentence: where one of these holds, a verdict may be wrong.
import { beyondRules } from '#lib/rules/scheduling/beyond-rules.ts';
import type { PodRecord } from '../../records/records.ts';
import type { ClusterPicture } from '../picture.ts';
import { looksAtOthers, volumesOf } from '../pod-context.ts';
import { isStatic } from '../workloads.ts';

export function unknownsOf(pod: PodRecord, picture: ClusterPicture): string[] {
  const { known } = picture;
  const unknowns: string[] = [];
  if (isStatic(pod)) unknowns.push('Its kubelet started it from a file of its own: no scheduler was asked.');
  unknowns.push(...beyondRules(pod));
  if (!known.pods) unknowns.push('Pods may not be read: what room is left on the nodes is not known.');
  if (pod.claimVolumes.length > 0) unknowns.push(...ofVolumes(pod, picture));
  if (!known.namespaces && looksAtOthers(pod)) {
    unknowns.push('Namespaces may not be read: affinity that selects them by their labels is not judged.');
  }
  if (!known.services) unknowns.push('Services may not be read: the estimate leaves out how its pods are spread.');
  if (pod.resourceClaims.length > 0) {
    const names = pod.resourceClaims.join(', ');
    unknowns.push(`It claims devices (${names}): which nodes have them is not known here.`);
  }
  return unknowns;
}

function ofVolumes(pod: PodRecord, picture: ClusterPicture): string[] {
  if (!picture.known.storage) return ['Its claims, volumes or their classes may not be read: they are not judged.'];
  const waiting = volumesOf(pod, picture)?.waiting ?? [];
  if (waiting.length === 0 || pod.nodeName !== null) return [];
  const names = waiting.map(({ metadata }) => metadata?.name ?? '').join(', ');
  return [`Its storage is made only where it lands (${names}): whether that succeeds is its provisioner's to say.`];
}
