// What `pods/log` answers: a function of the container, its start and the time, so the same at each asking.
import type { Container, ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { ConnectionError } from '../proxy/http-message.ts';
import { StatusError } from '../status-error.ts';
import type { Stored } from '../store/object.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { ObjectSource } from '../usage/load.ts';
import type { Behaviours } from './behaviour.ts';
import type { ImageRegistry } from './image-registry.ts';
import { LOG_STYLES, type LogStyle } from './log-styles.ts';
import { isSidecar } from './pod-conditions.ts';
import { programFor } from './pod-sync.ts';
import type { Power } from './power.ts';
import type { Program } from './program.ts';

export interface LogQuery {
  /** Already resolved: a container of the pod's spec, init containers included. */
  container: string;
  /** The instance before the last restart. */
  previous: boolean;
  /** Only lines at or after this simulated time. */
  sinceMs?: number;
  tailLines?: number;
}

export interface LogLine {
  atMs: number;
  /** Without a line end. */
  text: string;
}

export interface PodLogsParts {
  source: ObjectSource;
  power: Power;
  registry: ImageRegistry;
  behaviours: Behaviours;
  now(): number;
}

/** Older lines have been rotated away (kubelet containerLogMaxSize, here by count). */
const LINES_MAX = 5_000;
/** Of what a command prints, which is told line by line. */
const PRINTED_MAX = 20_000;
/** Times in a status have whole seconds: a run may have gone on so much longer than they say. */
const STATUS_TIME_MS = 1_000;
const HEAD_STEP_MS = 120;
const KUBELET_PORT = 10_250;

interface Run {
  startedMs: number;
  /** Now, for one that still runs. */
  untilMs: number;
}

export class PodLogs {
  readonly #parts: PodLogsParts;

  constructor(parts: PodLogsParts) {
    this.#parts = parts;
  }

  /** Lines up to now. Throws a ConnectionError where the board is dark, a StatusError where the container has none. */
  read(pod: Stored<Pod>, query: LogQuery): readonly LogLine[] {
    const { power, registry, behaviours } = this.#parts;
    const { name } = pod.metadata;
    const node = pod.spec?.nodeName;
    const { containers = [], ephemeralContainers = [] } = pod.spec ?? {};
    const main = [...containers, ...ephemeralContainers].find((one) => one.name === query.container);
    const init = pod.spec?.initContainers?.find((one) => one.name === query.container);
    const container = main ?? init;
    if (container === undefined) {
      throw new StatusError('BadRequest', `container ${query.container} is not valid for pod ${name}`);
    }
    // pkg/registry/core/pod/strategy.go LogLocation: without a host there is nothing to read.
    if (node === undefined) return [];
    const board = power.boardOf(node);
    if (board === undefined || power.isDark(this.#parts.source, node, this.#parts.now())) {
      throw new ConnectionError(`dial tcp ${pod.status?.hostIP ?? node}:${KUBELET_PORT}: connect: no route to host`);
    }
    const run = this.#run(pod, container, query.previous);
    const role = main !== undefined ? 'main' : isSidecar(container) ? 'sidecar' : 'init';
    const program = programFor(pod, container, role, { board, registry, behaviours });
    const lines = this.#lines(pod, container, program, run, query.sinceMs);
    return cut(lines, query);
  }

  /** The instance asked for (kubelet.go validateContainerLogStatus). */
  #run(pod: Stored<Pod>, container: Container, previous: boolean): Run {
    const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = pod.status ?? {};
    const statuses = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
    const status = statuses.find(({ name }) => name === container.name);
    const end = status?.state?.terminated ?? status?.lastState?.terminated;
    if (previous) {
      const last = status?.lastState?.terminated;
      if (last !== undefined) return ended(last);
      const message = `previous terminated container "${container.name}" in pod "${pod.metadata.name}" not found`;
      throw new StatusError('BadRequest', message);
    }
    const startedMs = parseTimestamp(status?.state?.running?.startedAt);
    if (!Number.isNaN(startedMs)) return { startedMs, untilMs: this.#parts.now() };
    if (end !== undefined) return ended(end);
    throw new StatusError('BadRequest', waitingMessage(pod, container, status));
  }

  #lines(pod: Stored<Pod>, container: Container, program: Program, run: Run, sinceMs = run.startedMs): LogLine[] {
    const { startedMs, untilMs } = run;
    if (program.prints !== null) {
      const lines = program.prints.map(({ afterMs, text }): LogLine => ({ atMs: startedMs + afterMs, text }));
      return lines.filter(({ atMs }) => atMs <= untilMs + STATUS_TIME_MS).slice(-PRINTED_MAX);
    }
    const facts = this.#parts.registry.factsOf(container.image ?? '');
    const own = this.#parts.behaviours(pod, container).log;
    const style = own ?? LOG_STYLES[facts?.log ?? ''] ?? LOG_STYLES['generic'];
    if (style === undefined) return [];
    const head = style.head.map((text, index) => ({ atMs: startedMs + index * HEAD_STEP_MS, text }));
    const shown = head.filter(({ atMs }) => atMs <= untilMs);
    return [...shown, ...repeated(pod, style, run, sinceMs)].slice(-LINES_MAX);
  }
}

/** Of those before `sinceMs` none but the last few: who follows a log asks every second. */
function repeated(pod: Stored<Pod>, style: LogStyle, { startedMs, untilMs }: Run, sinceMs: number): LogLine[] {
  const { periodMs } = style;
  if (periodMs === null) return [];
  const first = startedMs + style.head.length * HEAD_STEP_MS;
  const count = Math.floor((untilMs - first) / periodMs);
  const lines: LogLine[] = [];
  const oldest = Math.max(0, count - LINES_MAX, Math.floor((sinceMs - first) / periodMs) - 1);
  for (let index = oldest; index < count; index++) {
    const vary = scatter(pod.metadata.uid, index);
    const atMs = Math.floor(first + (index + (vary % 900) / 1_000) * periodMs);
    const { name, namespace = '' } = pod.metadata;
    lines.push({ atMs, text: style.line({ iso: new Date(atMs).toISOString(), vary, index, pod: name, namespace }) });
  }
  return lines;
}

/** A number for a line that looks like chance and is none. */
function scatter(uid: string, index: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1);
  for (let at = 0; at < uid.length; at++) hash = Math.imul(hash ^ uid.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function ended(end: { startedAt?: string; finishedAt?: string }): Run {
  return { startedMs: parseTimestamp(end.startedAt), untilMs: parseTimestamp(end.finishedAt) };
}

function waitingMessage(pod: Stored<Pod>, container: Container, status: ContainerStatus | undefined): string {
  const about = `container "${container.name}" in pod "${pod.metadata.name}"`;
  const reason = status?.state?.waiting?.reason;
  if (reason === undefined) return `${about} is not available`;
  if (reason === 'ErrImagePull') return `${about} is waiting to start: image can't be pulled`;
  if (reason === 'ImagePullBackOff') return `${about} is waiting to start: trying and failing to pull image`;
  return `${about} is waiting to start: ${reason}`;
}

function cut(lines: readonly LogLine[], { sinceMs, tailLines }: LogQuery): readonly LogLine[] {
  const recent = sinceMs === undefined ? lines : lines.filter(({ atMs }) => atMs >= sinceMs);
  if (tailLines === undefined) return recent;
  return tailLines === 0 ? [] : recent.slice(-tailLines);
}
