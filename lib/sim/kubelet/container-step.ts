// One container's way through its states, one step at a time: waiting, pulling, running, ended, back-off, again.
// Each step follows from the status as it stands and the time; nothing is remembered elsewhere.
import type { Container, ContainerState, ContainerStatus } from 'kubernetes-types/core/v1';
import { parseTimestamp, timestamp } from '../timestamp.ts';
import { backOffMs, goDuration, restartDelayMs } from './back-off.ts';
import type { ContainerNote } from './container-note.ts';
import { askedInVain, type FailingProbe } from './failing-probe.ts';
import type { Pull } from './image-registry.ts';
import type { ContainerRole, Program } from './program.ts';
import { containerIdOf, type Runtime } from './runtime-ids.ts';

export interface ContainerSituation {
  container: Container;
  role: ContainerRole;
  podUid: string;
  /** `web_default(6b1e...)`, as the kubelet writes a pod. */
  podText: string;
  restartPolicy: string;
  /** Undefined: nothing has happened yet. */
  status: ContainerStatus | undefined;
  /** Since when it may be pulled and started. */
  eligibleMs: number;
  /** It is this very step that made it so. */
  isTurn: boolean;
  pull: Pull;
  /** On the board already. */
  present: boolean;
  program: Program;
  runtime: Runtime;
  /** What a container says that is being made: `ContainerCreating`, or `PodInitializing` beside init containers. */
  creatingReason: string;
  /** From the container's start until its startup probe has passed; 0 without one. */
  startedAfterMs: number;
  /** From the container's start to its readiness. */
  readyAfterMs: number;
  /** Its readiness is asked for again and again, and never given; null where it will come. */
  failing: FailingProbe | null;
  /** Asked when it is to be created: a ConfigMap or Secret that is missing. */
  creationError: () => CreationError | null;
  /** Creating and starting it, once the image is there. */
  createMs: number;
  nowMs: number;
}

export interface CreationError {
  message: string;
  /** This is a new attempt, and worth an event. */
  tells: boolean;
  nextMs: number;
}

export interface ContainerStep {
  status: ContainerStatus;
  notes: readonly ContainerNote[];
  /** When the next step is due, if nothing else happens; null for never. */
  nextMs: number | null;
}

/** A failed attempt shows as ErrImagePull for this long, then as ImagePullBackOff until the next. */
const PULL_ERROR_SHOWN_MS = 5_000;
/** A registry's refusal comes within this time. */
const PULL_ERROR_AFTER_MS = 1_500;
const MANIFEST_CHECK_MS = 750;
/** An ended container shows how it ended for this long before it shows the back-off. */
const ENDED_SHOWN_MS = 2_000;

/** What is kept of a failed container's log (kuberuntime_container.go MaxContainerTerminationMessageLogLines, …Length). */
const LAST_WORDS_LINES = 80;
const LAST_WORDS_CHARS = 2_048;

const normal = (reason: string, message: string): ContainerNote => ({ type: 'Normal', reason, message });
const warning = (reason: string, message: string): ContainerNote => ({ type: 'Warning', reason, message });

export function stepContainer(situation: ContainerSituation): ContainerStep {
  const { status, container } = situation;
  const state = status?.state;
  if (status !== undefined && state?.running !== undefined) {
    return status.image === container.image ? whileRunning(situation) : replaced(situation, status);
  }
  if (state?.terminated !== undefined || situation.status?.lastState?.terminated !== undefined) {
    return afterEnd(situation);
  }
  return awaitImage(situation, 0);
}

function awaitImage(situation: ContainerSituation, restarts: number): ContainerStep {
  const fails = situation.pull.kind === 'failed' && !situation.present;
  return fails ? whilePullFails(situation) : beforeStart(situation, restarts);
}

/** Somebody gave the pod another image: the container goes, and comes back with that (kuberuntime_manager.go). */
function replaced(situation: ContainerSituation, status: ContainerStatus): ContainerStep {
  const message = `Container ${situation.container.name} definition changed, will be restarted`;
  const startedMs = parseTimestamp(status.state?.running?.startedAt);
  const program = { ...situation.program, exitCode: 0 };
  const end = ended({ ...situation, program }, status, startedMs, situation.nowMs);
  return { ...end, notes: [normal('Killing', message)], nextMs: situation.nowMs };
}

/** A container that has to wait for others. */
export function waiting(container: Container, reason: string, runtimeImage = container.image ?? ''): ContainerStatus {
  return {
    name: container.name,
    state: { waiting: { reason } },
    lastState: {},
    ready: false,
    restartCount: 0,
    image: runtimeImage,
    imageID: '',
    started: false,
  };
}

function waitingFor(situation: ContainerSituation, reason: string, message?: string): ContainerStatus {
  const base = situation.status ?? waiting(situation.container, reason);
  const state: ContainerState = { waiting: { reason, ...(message === undefined ? {} : { message }) } };
  return { ...base, state, ready: false, started: false };
}

function beforeStart(situation: ContainerSituation, restarts: number): ContainerStep {
  const { isTurn, eligibleMs, pull, present, createMs, nowMs, container } = situation;
  const pullMs = pull.kind === 'ok' && !present ? pull.tookMs : checkMs(container);
  const startMs = eligibleMs + pullMs + createMs;
  if (nowMs >= startMs) return start(situation, restarts, pullMs);
  const notes = isTurn && pullMs > 0 ? [normal('Pulling', `Pulling image "${container.image}"`)] : [];
  return { status: waitingFor(situation, situation.creatingReason), notes, nextMs: startMs };
}

/** With the policy Always the registry is asked each time, and finds that the layers are there. */
function checkMs({ imagePullPolicy }: Container): number {
  return imagePullPolicy === 'Always' ? MANIFEST_CHECK_MS : 0;
}

/** Attempts follow each other by the back-off from the first on; which one it is follows from the time alone. */
function whilePullFails(situation: ContainerSituation): ContainerStep {
  const { pull, container, eligibleMs, isTurn, nowMs, status } = situation;
  if (pull.kind !== 'failed') return beforeStart(situation, 0);
  const before = status?.state?.waiting?.reason;
  const pulling = normal('Pulling', `Pulling image "${container.image}"`);
  if (pull.reason === 'InvalidImageName') {
    const notes = before === pull.reason ? [] : [warning('InspectFailed', pull.message), failed(pull.reason)];
    return { status: waitingFor(situation, pull.reason, pull.message), notes, nextMs: null };
  }
  let attemptMs = eligibleMs + PULL_ERROR_AFTER_MS;
  if (nowMs < attemptMs) {
    return {
      status: waitingFor(situation, situation.creatingReason),
      notes: isTurn ? [pulling] : [],
      nextMs: attemptMs,
    };
  }
  for (let attempt = 0; ; attempt++) {
    const shownUntilMs = attemptMs + PULL_ERROR_SHOWN_MS;
    const nextAttemptMs = shownUntilMs + backOffMs(attempt);
    if (nowMs < shownUntilMs) {
      const told = `Failed to pull image "${container.image}": ${pull.message}`;
      const again = before === situation.creatingReason ? [] : [pulling];
      const notes = before === 'ErrImagePull' ? [] : [...again, warning('Failed', told), failed('ErrImagePull')];
      return { status: waitingFor(situation, 'ErrImagePull', pull.message), notes, nextMs: shownUntilMs };
    }
    if (nowMs < nextAttemptMs) {
      const message = `Back-off pulling image "${container.image}"`;
      const notes = before === 'ImagePullBackOff' ? [] : [normal('BackOff', message), failed('ImagePullBackOff')];
      const full = `${message}: ErrImagePull: ${pull.message}`;
      return { status: waitingFor(situation, 'ImagePullBackOff', full), notes, nextMs: nextAttemptMs };
    }
    attemptMs = nextAttemptMs;
  }
}

function failed(reason: string): ContainerNote {
  return warning('Failed', `Error: ${reason}`);
}

function start(situation: ContainerSituation, restarts: number, pullMs: number): ContainerStep {
  const { container, podUid, runtime, pull, status, nowMs, role, readyAfterMs, startedAfterMs } = situation;
  const sizeBytes = pull.kind === 'ok' ? pull.facts.sizeBytes : 0;
  const took = goDuration(pullMs);
  const pulled =
    pullMs > 0
      ? `Successfully pulled image "${container.image}" in ${took} (${took} including waiting). Image size: ${sizeBytes} bytes.`
      : `Container image "${container.image}" already present on machine and can be accessed by the pod`;
  const error = situation.creationError();
  if (error !== null) return notCreated(situation, error, normal('Pulled', pulled));
  const running: ContainerStatus = {
    name: container.name,
    state: { running: { startedAt: timestamp(nowMs) } },
    lastState: endedBefore(status),
    ready: role !== 'init' && readyAfterMs <= 0,
    restartCount: restarts,
    image: container.image ?? '',
    imageID: pull.kind === 'ok' ? pull.imageID : (status?.imageID ?? ''),
    containerID: containerIdOf(podUid, container.name, restarts, runtime),
    started: startedAfterMs <= 0,
  };
  const notes = [
    normal('Pulled', pulled),
    normal('Created', 'Container created'),
    normal('Started', 'Container started'),
  ];
  const next = whileRunning({ ...situation, status: running });
  return { status: running, notes, nextMs: next.nextMs };
}

/** kuberuntime_container.go ErrCreateContainerConfig: the image is there, what the environment is made of is not. */
function notCreated(
  situation: ContainerSituation,
  { message, tells, nextMs }: CreationError,
  pulled: ContainerNote,
): ContainerStep {
  const notes = tells ? [pulled, warning('Failed', `Error: ${message}`)] : [];
  return { status: waitingFor(situation, 'CreateContainerConfigError', message), notes, nextMs };
}

function endedBefore(status: ContainerStatus | undefined): ContainerState {
  const terminated = status?.state?.terminated ?? status?.lastState?.terminated;
  return terminated === undefined ? {} : { terminated };
}

function whileRunning(situation: ContainerSituation): ContainerStep {
  const { status, program, role, readyAfterMs, startedAfterMs, nowMs } = situation;
  const startedMs = parseTimestamp(status?.state?.running?.startedAt);
  if (status === undefined || Number.isNaN(startedMs)) return beforeStart(situation, 0);
  const endsMs = program.endsAfterMs === null ? null : startedMs + program.endsAfterMs;
  if (endsMs !== null && nowMs >= endsMs) return { ...ended(situation, status, startedMs, nowMs), notes: [] };
  const readyMs = startedMs + readyAfterMs;
  const ready = role !== 'init' && nowMs >= readyMs;
  const started = nowMs >= startedMs + startedAfterMs;
  const upMs = started ? null : startedMs + startedAfterMs;
  // What never gets ready is not waited for.
  const asked = askedInVain(situation.failing, startedMs, nowMs);
  const due = [endsMs, upMs, asked?.nextMs ?? null, role !== 'init' && !ready ? readyMs : null];
  const soonestMs = Math.min(...due.filter((ms) => ms !== null));
  const nextMs = Number.isFinite(soonestMs) ? soonestMs : null;
  return { status: { ...status, ready, started }, notes: asked?.notes ?? [], nextMs };
}

function ended(situation: ContainerSituation, status: ContainerStatus, startedMs: number, nowMs: number) {
  const { exitCode } = situation.program;
  const terminated = {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    ...lastWords(situation),
    startedAt: timestamp(startedMs),
    finishedAt: timestamp(nowMs),
    ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
  };
  const done = situation.role === 'init' && exitCode === 0;
  const after: ContainerStatus = { ...status, state: { terminated }, ready: done, started: false };
  return { status: after, nextMs: mayRestart(situation, exitCode) ? nowMs + ENDED_SHOWN_MS : null };
}

/** The last lines of the log of one that failed, where the container asks for that (kuberuntime_container.go). */
function lastWords({ container, program }: ContainerSituation): { message?: string } {
  const { exitCode, prints } = program;
  const asks = container.terminationMessagePolicy === 'FallbackToLogsOnError' && exitCode !== 0;
  if (!asks || prints === null || prints.length === 0) return {};
  const last = prints.slice(-LAST_WORDS_LINES).map(({ text }) => `${text}\n`);
  return { message: last.join('').slice(-LAST_WORDS_CHARS) };
}

/** kuberuntime: a sidecar always, an init container only after a failure, the others by the pod's policy. */
export function mayRestart(
  { role, restartPolicy }: Pick<ContainerSituation, 'role' | 'restartPolicy'>,
  exitCode: number,
) {
  if (role === 'sidecar') return true;
  if (restartPolicy === 'Never') return false;
  return exitCode !== 0 || (role === 'main' && restartPolicy === 'Always');
}

/** kuberuntime_manager.go doBackOff. */
function afterEnd(situation: ContainerSituation): ContainerStep {
  const { status, container, podText, nowMs } = situation;
  const end = status?.state?.terminated ?? status?.lastState?.terminated;
  if (status === undefined || end === undefined) return beforeStart(situation, 0);
  if (!mayRestart(situation, end.exitCode)) return { status, notes: [], nextMs: null };
  const finishedMs = parseTimestamp(end.finishedAt);
  if (status.image !== container.image) {
    const isTurn = status.state?.terminated !== undefined;
    const held: ContainerStatus = { ...status, lastState: { terminated: end } };
    return awaitImage({ ...situation, status: held, isTurn, eligibleMs: finishedMs }, status.restartCount + 1);
  }
  const delayMs = restartDelayMs(status.restartCount, finishedMs - parseTimestamp(end.startedAt));
  const restartMs = finishedMs + delayMs;
  if (nowMs >= restartMs) return start(situation, status.restartCount + 1, checkMs(container));
  const shownUntilMs = finishedMs + ENDED_SHOWN_MS;
  if (status.state?.terminated !== undefined && nowMs < shownUntilMs)
    return { status, notes: [], nextMs: shownUntilMs };
  const message = `back-off ${goDuration(delayMs)} restarting failed container=${container.name} pod=${podText}`;
  const told = `Back-off restarting failed container ${container.name} in pod ${podText}`;
  const isNew = status.state?.waiting?.reason !== 'CrashLoopBackOff';
  const held: ContainerStatus = { ...status, lastState: { terminated: end } };
  return {
    status: waitingFor({ ...situation, status: held }, 'CrashLoopBackOff', message),
    notes: isNew ? [warning('BackOff', told)] : [],
    nextMs: restartMs,
  };
}
