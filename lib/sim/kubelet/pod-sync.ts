// A bound pod's next status: sandbox and address, init containers one after the other, then the others together.
import type { Container, ContainerStatus, Pod, PodStatus, Probe } from 'kubernetes-types/core/v1';
import type { Stored } from '../store/object.ts';
import { parseTimestamp, timestamp } from '../timestamp.ts';
import type { Behaviour, Behaviours } from './behaviour.ts';
import type { Board } from './board.ts';
import type { ContainerNote } from './container-note.ts';
import { type ContainerSituation, type CreationError, stepContainer, waiting } from './container-step.ts';
import type { ImageRegistry, Pull } from './image-registry.ts';
import { conditionsOf, generationOf, isSidecar, phaseOf } from './pod-conditions.ts';
import { type ContainerRole, execFormatError, type Program, programOf } from './program.ts';

export interface PodSituation {
  pod: Stored<Pod>;
  board: Board;
  hostIP: string;
  /** Asked for only when the pod has no address yet. */
  freeIP: () => string;
  registry: ImageRegistry;
  behaviours: Behaviours;
  /** Whether the board holds an image, by the name containers give it. */
  holds: (image: string) => boolean;
  /** Why a registry would not hand over an image of its that is not on the board; null where it would. */
  pullRefusal: (image: string) => Pull | null;
  /** Since when its volumes are mounted; null while one cannot be: there is no sandbox before. */
  mountedMs: number | null;
  /** What keeps a container from being created now; null where nothing does. */
  creationError: (container: Container) => CreationError | null;
  nowMs: number;
}

export interface PodNote extends ContainerNote {
  /** Absent where it is about the whole pod. */
  fieldPath?: string;
}

export interface PodStep {
  status: PodStatus;
  notes: readonly PodNote[];
  nextMs: number | null;
}

/** The sandbox and its network, and creating a container: on a Raspberry Pi 3. */
const SANDBOX_MS = 1_200;
const CREATE_MS = 600;

export interface ProgramGround {
  board: Board;
  registry: ImageRegistry;
  behaviours: Behaviours;
}

export function programFor(pod: Pod, container: Container, role: ContainerRole, ground: ProgramGround): Program {
  const { board, registry, behaviours } = ground;
  const pull = registry.pull(container.image ?? '', board);
  if (pull.kind === 'ok' && !pull.runsHere) return execFormatError(container, pull.facts);
  return behaviours(pod, container).program ?? programOf(container, pull.kind === 'ok' ? pull.facts : undefined, role);
}

export function stepPod(situation: PodSituation): PodStep {
  const { pod, board, nowMs } = situation;
  const before: PodStatus = pod.status ?? {};
  const startTime = before.startTime ?? timestamp(nowMs);
  const { mountedMs } = situation;
  const sandboxMs = Math.max(parseTimestamp(startTime), mountedMs ?? 0) + SANDBOX_MS / board.coreSpeed;
  const hasSandbox = mountedMs !== null && nowMs >= sandboxMs;
  const ip = before.podIP ?? (hasSandbox ? addressOf(situation) : undefined);
  const run = new ContainerRun(situation, sandboxMs, hasSandbox);
  const statuses = run.all();
  const ephemeral = run.ephemeral();
  const phase = phaseOf(pod, statuses);
  const status: PodStatus = {
    ...before,
    phase,
    conditions: conditionsOf({ pod, phase, statuses, hasSandbox, nowMs }),
    hostIP: situation.hostIP,
    hostIPs: [{ ip: situation.hostIP }],
    ...(ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] }),
    startTime,
    ...(statuses.init.length === 0 ? {} : { initContainerStatuses: statuses.init }),
    containerStatuses: statuses.main,
    ...(ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: ephemeral }),
    ...generationOf(pod),
  };
  const due = hasSandbox || mountedMs === null ? run.due : [sandboxMs, ...run.due];
  return { status, notes: run.notes, nextMs: due.length === 0 ? null : Math.min(...due) };
}

function addressOf({ pod, hostIP, freeIP }: PodSituation): string {
  return pod.spec?.hostNetwork === true ? hostIP : freeIP();
}

/** Steps all containers of a pod once, and gathers what they have to tell. */
class ContainerRun {
  readonly notes: PodNote[] = [];
  readonly due: number[] = [];
  readonly #situation: PodSituation;
  readonly #sandboxMs: number;
  readonly #hasSandbox: boolean;
  readonly #creatingReason: string;

  constructor(situation: PodSituation, sandboxMs: number, hasSandbox: boolean) {
    this.#situation = situation;
    this.#sandboxMs = sandboxMs;
    this.#hasSandbox = hasSandbox;
    const hasInit = (situation.pod.spec?.initContainers ?? []).length > 0;
    this.#creatingReason = hasInit ? 'PodInitializing' : 'ContainerCreating';
  }

  all(): { init: ContainerStatus[]; main: ContainerStatus[] } {
    const { spec, status } = this.#situation.pod;
    const init: ContainerStatus[] = [];
    let eligibleMs = this.#sandboxMs;
    let blocked = !this.#hasSandbox;
    let isTurn = this.#hasSandbox && status?.podIP === undefined;
    for (const container of spec?.initContainers ?? []) {
      const role = isSidecar(container) ? 'sidecar' : 'init';
      const before = status?.initContainerStatuses?.find(({ name }) => name === container.name);
      const next = blocked
        ? (before ?? waiting(container, this.#creatingReason))
        : this.#step(container, role, before, { eligibleMs, isTurn });
      init.push(next);
      const doneMs = initDoneMs(role, next);
      if (doneMs === null) {
        blocked = true;
        continue;
      }
      eligibleMs = Math.max(eligibleMs, doneMs);
      if (before === undefined || initDoneMs(role, before) === null) isTurn = true;
    }
    const main: ContainerStatus[] = [];
    for (const container of spec?.containers ?? []) {
      const before = status?.containerStatuses?.find(({ name }) => name === container.name);
      const next = blocked
        ? (before ?? waiting(container, this.#creatingReason))
        : this.#step(container, 'main', before, { eligibleMs, isTurn });
      main.push(next);
      // One after the other, as a kubelet pulls and starts them; a failing one does not hold up the rest.
      const startedMs = parseTimestamp(next.state?.running?.startedAt);
      if (!Number.isNaN(startedMs)) {
        eligibleMs = Math.max(eligibleMs, startedMs);
        if (before?.state?.running === undefined) isTurn = true;
      } else if (next.state?.waiting?.reason === this.#creatingReason) {
        blocked = true;
      }
    }
    return { init, main };
  }

  /** Debug containers start when they are added, whatever the others do, and never again. */
  ephemeral(): ContainerStatus[] {
    const { pod } = this.#situation;
    const { ephemeralContainers = [] } = pod.spec ?? {};
    if (!this.#hasSandbox) return [];
    const eligibleMs = Math.max(this.#sandboxMs, debuggedMs(pod));
    return ephemeralContainers.map((container) => {
      const before = pod.status?.ephemeralContainerStatuses?.find(({ name }) => name === container.name);
      const turn = { eligibleMs, isTurn: before === undefined, restartPolicy: 'Never' };
      return { ...this.#step(container, 'main', before, turn), ready: false };
    });
  }

  #step(
    container: Container,
    role: ContainerRole,
    status: ContainerStatus | undefined,
    turn: { eligibleMs: number; isTurn: boolean; restartPolicy?: string },
  ) {
    const { pod, board, registry, behaviours, holds, nowMs } = this.#situation;
    const behaviour = behaviours(pod, container);
    const { name, namespace, uid } = pod.metadata;
    const image = container.image ?? '';
    const present = holds(image);
    const pull = registry.pull(image, board);
    const refusal = present || pull.kind === 'failed' ? null : this.#situation.pullRefusal(image);
    const situation: ContainerSituation = {
      container,
      role,
      podUid: uid,
      podText: `${name}_${namespace}(${uid})`,
      restartPolicy: pod.spec?.restartPolicy ?? 'Always',
      status,
      creatingReason: this.#creatingReason,
      ...turn,
      pull: refusal ?? pull,
      present,
      program: programFor(pod, container, role, this.#situation),
      runtime: board.runtime,
      startedAfterMs: probeMs(container.startupProbe, upMs(container, board, registry)),
      readyAfterMs: readyAfterMs(container, upMs(container, board, registry), behaviour),
      failing: failingOf(container, behaviour),
      creationError: () => this.#situation.creationError(container),
      createMs: CREATE_MS / board.coreSpeed,
      nowMs,
    };
    const step = stepContainer(situation);
    const isDebug = pod.spec?.ephemeralContainers?.some((one) => one.name === container.name) === true;
    const kind = isDebug ? 'ephemeralContainers' : role === 'main' ? 'containers' : 'initContainers';
    for (const note of step.notes) this.notes.push({ ...note, fieldPath: `spec.${kind}{${container.name}}` });
    if (step.nextMs !== null) this.due.push(step.nextMs);
    return step.status;
  }
}

/** When somebody last put a debug container into the pod: only who manages which fields tells. */
function debuggedMs({ metadata }: Stored<Pod>): number {
  const times = (metadata.managedFields ?? [])
    .filter(({ subresource }) => subresource === 'ephemeralcontainers')
    .map(({ time }) => parseTimestamp(time));
  return Math.max(0, ...times.filter((time) => !Number.isNaN(time)));
}

/** When an init container let the next one begin; null while it holds it up. */
function initDoneMs(role: ContainerRole, status: ContainerStatus): number | null {
  if (role === 'sidecar') return status.started === true ? parseTimestamp(status.state?.running?.startedAt) : null;
  const end = status.state?.terminated;
  return end?.exitCode === 0 ? parseTimestamp(end.finishedAt) : null;
}

/** Without a probe a running container is ready; readiness is asked for once the startup probe has passed. */
function readyAfterMs(container: Container, up: number, { readyLaterMs = 0 }: Behaviour): number {
  const startedMs = probeMs(container.startupProbe, up);
  if (container.readinessProbe === undefined) return startedMs;
  const readyMs = readyLaterMs === null ? Number.POSITIVE_INFINITY : up + readyLaterMs;
  return Math.max(startedMs, probeMs(container.readinessProbe, readyMs));
}

/** kubelet's own defaults. */
function failingOf({ readinessProbe: probe }: Container, { readyLaterMs }: Behaviour) {
  if (probe === undefined || readyLaterMs !== null) return null;
  return { delayMs: (probe.initialDelaySeconds ?? 0) * 1_000, periodMs: (probe.periodSeconds ?? 10) * 1_000 };
}

/** A probe passes at its first try once the program has come up, as often as it wants to see that; 0 without one. */
function probeMs(probe: Probe | undefined, programUpMs: number): number {
  if (probe === undefined) return 0;
  const periodMs = (probe.periodSeconds ?? 10) * 1_000;
  const delayMs = (probe.initialDelaySeconds ?? 0) * 1_000;
  const tries = Math.max(0, Math.ceil((programUpMs - delayMs) / periodMs)) + ((probe.successThreshold ?? 1) - 1);
  return Math.max(500, delayMs + tries * periodMs);
}

function upMs(container: Container, board: Board, registry: ImageRegistry): number {
  return (registry.factsOf(container.image ?? '')?.startupMs ?? 0) / board.coreSpeed;
}
