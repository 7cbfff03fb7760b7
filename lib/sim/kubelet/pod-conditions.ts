// A pod's phase and conditions from its containers (kubelet_pods.go getPhase, status/generate.go).
import type { ContainerStatus, Pod, PodCondition } from 'kubernetes-types/core/v1';
import { timestamp } from '../timestamp.ts';
import { mayRestart } from './container-step.ts';

export interface ContainerStatuses {
  init: readonly ContainerStatus[];
  main: readonly ContainerStatus[];
}

export function isSidecar(container: object): boolean {
  return 'restartPolicy' in container && container.restartPolicy === 'Always';
}

function isDone(pod: Pod, status: ContainerStatus): boolean {
  const container = pod.spec?.initContainers?.find(({ name }) => name === status.name);
  if (container !== undefined && isSidecar(container)) return status.started === true;
  return status.state?.terminated?.exitCode === 0;
}

export function phaseOf(pod: Pod, { init, main }: ContainerStatuses): string {
  const restartPolicy = pod.spec?.restartPolicy ?? 'Always';
  const end = (status: ContainerStatus) => status.state?.terminated;
  const restarts = (status: ContainerStatus, role: 'init' | 'main') => {
    const code = end(status)?.exitCode;
    return code === undefined || mayRestart({ role, restartPolicy }, code);
  };
  const failedInit = init.some((status) => (end(status)?.exitCode ?? 0) !== 0 && !restarts(status, 'init'));
  if (failedInit) return 'Failed';
  if (init.some((status) => !isDone(pod, status))) return 'Pending';
  if (main.some((status) => status.state?.waiting !== undefined && status.lastState?.terminated === undefined)) {
    return 'Pending';
  }
  if (main.some((status) => restarts(status, 'main'))) return 'Running';
  return main.every((status) => end(status)?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

/** Fields the type package does not know, or knows as a text only. */
export const NEVER_PROBED: object = { lastProbeTime: null };

/** Since 1.34 conditions say, as the status does, which spec they were seen with. */
export function generationOf({ metadata }: Pod): { observedGeneration?: number } {
  return metadata?.generation === undefined ? {} : { observedGeneration: metadata.generation };
}

type Verdict = Pick<PodCondition, 'status' | 'reason' | 'message'>;

const TRUE: Verdict = { status: 'True' };

export interface ConditionInput {
  pod: Pod;
  phase: string;
  statuses: ContainerStatuses;
  /** The sandbox is up and has its address. */
  hasSandbox: boolean;
  nowMs: number;
}

/** In the kubelet's order; a transition time stays where the status stays. */
export function conditionsOf(input: ConditionInput): PodCondition[] {
  const { pod, phase, hasSandbox, nowMs } = input;
  const before = pod.status?.conditions ?? [];
  const containersReady = readyVerdict(input);
  const verdicts: [type: string, verdict: Verdict][] = [
    [
      'PodReadyToStartContainers',
      { status: hasSandbox && phase !== 'Succeeded' && phase !== 'Failed' ? 'True' : 'False' },
    ],
    ['Initialized', initializedVerdict(input)],
    ['Ready', containersReady],
    ['ContainersReady', containersReady],
    ['PodScheduled', TRUE],
  ];
  const known = new Set(verdicts.map(([type]) => type));
  return [
    ...verdicts.map(([type, verdict]) => {
      const old = before.find((condition) => condition.type === type);
      const since = old?.status === verdict.status ? old.lastTransitionTime : undefined;
      return { type, ...generationOf(pod), ...NEVER_PROBED, ...verdict, lastTransitionTime: since ?? timestamp(nowMs) };
    }),
    ...before.filter(({ type }) => !known.has(type)),
  ];
}

function readyVerdict({ pod, phase, statuses }: ConditionInput): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const sidecars = statuses.init.filter(({ name }) =>
    pod.spec?.initContainers?.some((container) => container.name === name && isSidecar(container)),
  );
  const unready = [...sidecars, ...statuses.main].filter(({ ready }) => !ready).map(({ name }) => name);
  if (unready.length === 0) return TRUE;
  return { status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: ${list(unready)}` };
}

function initializedVerdict({ pod, phase, statuses }: ConditionInput): Verdict {
  const incomplete = statuses.init.filter((status) => !isDone(pod, status)).map(({ name }) => name);
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  if (incomplete.length === 0) return TRUE;
  const message = `containers with incomplete status: ${list(incomplete)}`;
  return { status: 'False', reason: 'ContainersNotInitialized', message };
}

/** As Go prints a slice. */
function list(names: readonly string[]): string {
  return `[${names.join(' ')}]`;
}
