// What deleting a pod would do: who makes another, and how long it has.
import type { Pod } from 'kubernetes-types/core/v1';
import { formatAge } from '#lib/format/age.ts';
import { type ActionPlan, nothingToDo } from './action-plan.ts';
import type { PodAction } from './cluster-action.ts';
import { kubectlDeletePod } from './kubectl.ts';

/** Set by the kubelet on the object that stands for a static pod (core/v1 MirrorPodAnnotationKey). */
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
/** core/v1 defaults.go, for servers that leave it out. */
const GRACE_SECONDS_DEFAULT = 30;

/** `nodeAnswers` is false where its node is NotReady: nobody there can end it. */
export function planPodAction(pod: Pod, nodeAnswers: boolean, action: PodAction): ActionPlan {
  const { metadata = {}, spec } = pod;
  const kubectl = kubectlDeletePod(action.pod);
  if (metadata.deletionTimestamp !== undefined) {
    return nothingToDo(kubectl, `${action.pod.name} is already being deleted`);
  }
  return {
    // Only this very pod: one of the same name that a StatefulSet has made meanwhile is another.
    write: {
      kind: 'delete',
      path: `/api/v1/namespaces/${action.pod.namespace}/pods/${action.pod.name}`,
      body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: metadata.uid } },
    },
    kubectl,
    changes: true,
    effects: [
      endEffect(pod),
      ...(nodeAnswers || spec?.nodeName === undefined
        ? []
        : [`${spec.nodeName} does not answer: the pod stays Terminating until it does`]),
      ...finalizerEffects(metadata.finalizers),
      nextEffect(pod),
      'this cannot be undone',
    ],
    evicts: [],
    undo: null,
  };
}

function endEffect({ metadata, spec, status }: Pod): string {
  const name = metadata?.name ?? '';
  const ended = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  if (spec?.nodeName === undefined || ended) return `deletes ${name} at once`;
  const seconds = spec.terminationGracePeriodSeconds ?? GRACE_SECONDS_DEFAULT;
  return `deletes ${name}: its containers have ${formatAge(seconds * 1000)} to end`;
}

function finalizerEffects(finalizers: readonly string[] = []): string[] {
  return finalizers.length === 0 ? [] : [`it stays until its finalizers are taken off: ${finalizers.join(', ')}`];
}

function nextEffect({ metadata = {}, spec, status }: Pod): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (metadata.annotations?.[MIRROR_ANNOTATION] !== undefined || owner?.kind === 'Node') {
    return `it is a static pod: the kubelet of ${spec?.nodeName ?? 'its node'} keeps it running, and it is listed again`;
  }
  if (owner === undefined) return 'no controller makes another: it is gone for good';
  const who = `${owner.kind} ${owner.name}`;
  switch (owner.kind) {
    case 'DaemonSet':
      return `${who} makes another on ${spec?.nodeName ?? 'its node'}`;
    case 'StatefulSet':
      return `${who} makes another of the same name when it is gone`;
    case 'Job':
      return status?.phase === 'Succeeded' || status?.phase === 'Failed'
        ? `${who} has counted it: no other is made`
        : `${who} makes another, unless it has failed too often`;
    default:
      return `${who} makes another, unless it is scaled down`;
  }
}
