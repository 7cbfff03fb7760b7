// The one word a board's pin shows for a pod: made from what kubectl prints, so that the two never disagree.
import type { Pod } from 'kubernetes-types/core/v1';
import { type PodStatusText, podStatus } from './pod-status.ts';

export type PodState = 'running' | 'starting' | 'pending' | 'failing' | 'completed' | 'terminating' | 'unknown';

/** Reasons of waiting containers that a person has to act on (kubelet/images/types.go, kubelet/container/sync_result.go). */
const FAILING: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'ImageInspectError',
  'InvalidImageName',
  'RegistryUnavailable',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PostStartHookError',
  'PreCreateHookError',
  'CreatePodSandboxError',
  'Error',
  'OOMKilled',
  'StartError',
  'ContainerCannotRun',
  'ContainerStatusUnknown',
  'DeadlineExceeded',
  'Evicted',
]);

/** `nodeAnswers` false: the kubelet no longer reports, so what it said last is not known to hold. */
export function podState(pod: Pod, nodeAnswers: boolean, text: PodStatusText = podStatus(pod)): PodState {
  if (pod.metadata?.deletionTimestamp) return text.status === 'Unknown' ? 'unknown' : 'terminating';
  const phase = pod.status?.phase;
  if (phase === 'Succeeded') return 'completed';
  if (phase === 'Failed') return 'failing';
  if (!pod.spec?.nodeName) return 'pending';
  if (!nodeAnswers || phase === 'Unknown' || text.status === 'NodeLost') return 'unknown';
  if (isFailing(text.status)) return 'failing';
  if (text.status === 'Completed') return 'completed';
  return text.status === 'Running' && text.readyContainers === text.totalContainers ? 'running' : 'starting';
}

function isFailing(status: string): boolean {
  const reason = status.startsWith('Init:') ? status.slice('Init:'.length) : status;
  return FAILING.has(reason) || /^(Signal|ExitCode):/.test(reason);
}
