// STATUS, READY and restarts of a pod exactly as kubectl prints them.
// Mirrors printPod in kubernetes pkg/printers/internalversion/printers.go.
import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { isSidecar } from '../resources.ts';

export interface PodStatusText {
  /** `Running`, `Init:0/2`, `CrashLoopBackOff`, `Terminating`, ... */
  status: string;
  readyContainers: number;
  totalContainers: number;
  /** `1/2`. */
  ready: string;
  restarts: number;
  lastRestartAt: string | null;
}

export function podStatus(pod: Pod): PodStatusText {
  const sidecars = new Set((pod.spec?.initContainers ?? []).filter(isSidecar).map(({ name }) => name));
  const totalContainers = (pod.spec?.containers ?? []).length + sidecars.size;
  const init = initProgress(pod, sidecars);
  const initialized = hasCondition(pod, 'Initialized');
  const main = init.reason === null || initialized ? mainProgress(pod, init.reason ?? baseReason(pod)) : null;
  const readyContainers = init.ready + (main?.ready ?? 0);
  const restarts = main === null ? init.restarts : init.sidecarRestarts + main.restarts;
  const lastRestartAt = main === null ? init.lastRestartAt : later(init.sidecarLastRestartAt, main.lastRestartAt);
  const reason = main?.reason ?? init.reason ?? baseReason(pod);
  return {
    status: whileDeleting(pod, reason),
    readyContainers,
    totalContainers,
    ready: `${readyContainers}/${totalContainers}`,
    restarts,
    lastRestartAt,
  };
}

function baseReason(pod: Pod): string {
  const gated = (pod.status?.conditions ?? []).some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  if (gated) return 'SchedulingGated';
  return pod.status?.reason || pod.status?.phase || '';
}

function whileDeleting(pod: Pod, reason: string): string {
  if (!pod.metadata?.deletionTimestamp) return reason;
  // pkg/util/node: the reason the node controller gives pods of a node that stopped answering.
  if (pod.status?.reason === 'NodeLost') return 'Unknown';
  const phase = pod.status?.phase;
  return phase === 'Failed' || phase === 'Succeeded' ? reason : 'Terminating';
}

interface InitProgress {
  /** Null when no init container holds the pod back. */
  reason: string | null;
  ready: number;
  restarts: number;
  lastRestartAt: string | null;
  sidecarRestarts: number;
  sidecarLastRestartAt: string | null;
}

function initProgress(pod: Pod, sidecars: ReadonlySet<string>): InitProgress {
  const progress: InitProgress = {
    reason: null,
    ready: 0,
    restarts: 0,
    lastRestartAt: null,
    sidecarRestarts: 0,
    sidecarLastRestartAt: null,
  };
  for (const [index, container] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const restartedAt = container.lastState?.terminated?.finishedAt ?? null;
    progress.restarts += container.restartCount;
    progress.lastRestartAt = later(progress.lastRestartAt, restartedAt);
    const sidecar = sidecars.has(container.name);
    if (sidecar) {
      progress.sidecarRestarts += container.restartCount;
      progress.sidecarLastRestartAt = later(progress.sidecarLastRestartAt, restartedAt);
    }
    if (container.state?.terminated?.exitCode === 0) continue;
    if (sidecar && container.started === true) {
      if (container.ready) progress.ready++;
      continue;
    }
    progress.reason = initReason(container, index, (pod.spec?.initContainers ?? []).length);
    break;
  }
  return progress;
}

function initReason({ state }: ContainerStatus, index: number, total: number): string {
  if (state?.terminated) return `Init:${terminatedReason(state.terminated)}`;
  const waiting = state?.waiting?.reason;
  return waiting && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
}

function mainProgress(
  pod: Pod,
  reasonSoFar: string,
): { reason: string; ready: number; restarts: number; lastRestartAt: string | null } {
  let reason = reasonSoFar;
  let errorReason = '';
  let ready = 0;
  let restarts = 0;
  let lastRestartAt: string | null = null;
  // From the last container to the first: the first one's reason wins.
  for (const container of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    restarts += container.restartCount;
    lastRestartAt = later(lastRestartAt, container.lastState?.terminated?.finishedAt ?? null);
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason) {
      reason = waiting.reason;
    } else if (terminated) {
      reason = terminatedReason(terminated);
      if (terminated.exitCode !== 0) errorReason = reason;
    } else if (container.ready && running) {
      ready++;
    }
  }
  if (reason === 'Completed') {
    if (ready > 0 && hasCondition(pod, 'Ready')) reason = 'Running';
    else if (errorReason !== '') reason = errorReason;
    else if (ready > 0) reason = 'NotReady';
  }
  return { reason, ready, restarts, lastRestartAt };
}

function terminatedReason(terminated: { reason?: string; signal?: number; exitCode: number }): string {
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

function hasCondition(pod: Pod, type: string): boolean {
  return (pod.status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True');
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(b) > Date.parse(a) ? b : a;
}
