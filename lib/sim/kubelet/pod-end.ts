// A pod that is to go: containers get SIGTERM, then as long as they need within their grace, then the pod leaves the API.
import type { Container, ContainerStatus, Pod, PodStatus } from 'kubernetes-types/core/v1';
import type { Write } from '../controllers/controller.ts';
import type { Stored } from '../store/object.ts';
import { parseTimestamp, timestamp } from '../timestamp.ts';
import { conditionsOf, generationOf } from './pod-conditions.ts';
import type { PodNote } from './pod-sync.ts';
import type { Program } from './program.ts';

export interface PodEnd {
  status: PodStatus | null;
  notes: readonly PodNote[];
  /** It is time to take it out of the API. */
  gone: boolean;
  nextMs: number;
}

const KILLED_EXIT_CODE = 137;
/** The sandbox goes after its containers. */
const SANDBOX_STOP_MS = 300;

export function endPod(pod: Stored<Pod>, programOf: (container: Container) => Program, nowMs: number): PodEnd {
  const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1_000;
  const askedMs = parseTimestamp(pod.metadata.deletionTimestamp) - graceMs;
  const running = (pod.status?.containerStatuses ?? []).filter(({ state }) => state?.running !== undefined);
  const stops = running.map((status) => stopOf(pod, status, programOf, graceMs));
  const stopMs = Math.max(0, ...stops.map(({ afterMs }) => afterMs)) + SANDBOX_STOP_MS;
  const isNew = observedBefore(pod) !== pod.metadata.generation;
  const notes = isNew ? running.map(({ name }) => killing(name)) : [];
  if (nowMs < askedMs + stopMs) {
    const status = isNew ? { ...pod.status, ...generationOf(pod) } : null;
    return { status, notes, gone: false, nextMs: askedMs + stopMs };
  }
  return { status: finalStatus(pod, stops, nowMs), notes, gone: true, nextMs: nowMs };
}

export function removal({ metadata }: Stored<Pod>): Write {
  const { namespace, name, uid } = metadata;
  const options = { gracePeriodSeconds: 0, preconditions: { uid } };
  return { op: 'delete', resource: 'pods', ...(namespace === undefined ? {} : { namespace }), name, options };
}

interface Stop {
  name: string;
  afterMs: number;
  exitCode: number;
}

function stopOf(
  pod: Pod,
  status: ContainerStatus,
  programOf: (container: Container) => Program,
  graceMs: number,
): Stop {
  const container = pod.spec?.containers.find(({ name }) => name === status.name);
  const stopsAfterMs = container === undefined ? 0 : programOf(container).stopsAfterMs;
  const killed = stopsAfterMs === null || stopsAfterMs > graceMs;
  return { name: status.name, afterMs: killed ? graceMs : stopsAfterMs, exitCode: killed ? KILLED_EXIT_CODE : 0 };
}

function killing(container: string): PodNote {
  return {
    type: 'Normal',
    reason: 'Killing',
    message: `Stopping container ${container}`,
    fieldPath: `spec.containers{${container}}`,
  };
}

function observedBefore(pod: Stored<Pod>): number | undefined {
  return (pod.status as { observedGeneration?: number } | undefined)?.observedGeneration;
}

/** Every container ended: what watchers see just before the pod is gone. */
function finalStatus(pod: Stored<Pod>, stops: readonly Stop[], nowMs: number): PodStatus {
  const main = (pod.status?.containerStatuses ?? []).map((status): ContainerStatus => {
    const stop = stops.find(({ name }) => name === status.name);
    return stop === undefined ? { ...status, ready: false } : stopped(status, stop.exitCode, nowMs);
  });
  // Sidecars go last, once nobody needs them any more.
  const init = (pod.status?.initContainerStatuses ?? []).map((status) =>
    status.state?.running === undefined ? status : stopped(status, 0, nowMs),
  );
  const failed = stops.some(({ exitCode }) => exitCode !== 0);
  const allEnded = main.every(({ state }) => state?.terminated !== undefined);
  const phase = allEnded ? (failed ? 'Failed' : 'Succeeded') : 'Pending';
  const conditions = conditionsOf({ pod, phase, statuses: { init, main }, hasSandbox: false, nowMs });
  return {
    ...pod.status,
    phase,
    conditions,
    ...(init.length === 0 ? {} : { initContainerStatuses: init }),
    containerStatuses: main,
    ...generationOf(pod),
  };
}

function stopped(status: ContainerStatus, exitCode: number, nowMs: number): ContainerStatus {
  const startedAt = status.state?.running?.startedAt;
  const terminated = {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    ...(startedAt === undefined ? {} : { startedAt }),
    finishedAt: timestamp(nowMs),
    ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
  };
  return { ...status, state: { terminated }, ready: false, started: false };
}
