// Whose pod it is, in words a person knows: the Deployment rather than its ReplicaSet.
import { TEMPLATE_HASH_LABEL } from '#lib/rules/pods/template-hash.ts';
import type { PodRecord } from './records.ts';

/**
 * `Deployment/web`, `DaemonSet/kube-proxy`; null for a bare pod. A ReplicaSet of a Deployment is named
 * `<deployment>-<pod-template-hash>`, so that the Deployment is known without reading ReplicaSets.
 */
export function topOwner(pod: Pick<PodRecord, 'owner' | 'labels'>): string | null {
  if (pod.owner === null) return null;
  const { kind, name } = pod.owner;
  const hash = pod.labels[TEMPLATE_HASH_LABEL];
  const suffix = hash ? `-${hash}` : '';
  if (kind === 'ReplicaSet' && suffix !== '' && name.endsWith(suffix) && name.length > suffix.length) {
    return `Deployment/${name.slice(0, -suffix.length)}`;
  }
  return `${kind}/${name}`;
}
