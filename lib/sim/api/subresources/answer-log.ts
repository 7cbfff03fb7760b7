// pods/log: what a container printed, as plain text, at once or as a stream that follows it to its end.
// Mirrors pkg/registry/core/pod/strategy.go LogLocation and pkg/kubelet/kuberuntime/logs/logs.go.
import type { Pod } from 'kubernetes-types/core/v1';
import type { LogLine, LogQuery } from '../../kubelet/pod-logs.ts';
import { ConnectionError } from '../../proxy/http-message.ts';
import { StatusError } from '../../status-error.ts';
import type { Stored } from '../../store/object.ts';
import { type Answer, type Sink, textAnswer } from '../answer.ts';
import { type Call, existing } from '../call.ts';
import { kubeletAddress } from './kubelet-location.ts';
import { kubeletLogQuery, type LogOptions, logOptionsOf } from './log-options.ts';

export type LogSource = (pod: Stored<Pod>, query: LogQuery) => readonly LogLine[];

/** How often, in simulated time, a followed log is looked at. */
const FOLLOW_INTERVAL_MS = 1000;
/** Bytes that may wait for a slow reader before the stream is cut. */
const BACKLOG_BYTES_MAX = 4 * 1024 * 1024;

export function logAnswer(call: Call, logs: LogSource): Answer {
  const pod = existing(call) as Stored<Pod>;
  const options = logOptionsOf(call, pod);
  // Nothing has been printed, and there is nobody to ask.
  if (!pod.spec?.nodeName) return { status: 204, contentType: '', body: [] };
  const lines = asked(call, logs, pod, options);
  const since = runningSince(pod, options.container);
  const { limitBytes } = options;
  if (!options.follow || options.previous || since === undefined)
    return textAnswer(cutTo(textOf(lines, options), limitBytes));
  const fromMs = (lines.at(-1)?.atMs ?? call.machine.clock.now() - 1) + 1;
  return {
    status: 200,
    contentType: 'text/plain; charset=utf-8',
    run: (sink) => new LogFollower({ call, logs, options, sink, uid: pod.metadata.uid, since }).begin(lines, fromMs),
  };
}

/** A board that does not answer is an error of the connection, which upstream hands on without a reason. */
function asked(call: Call, logs: LogSource, pod: Stored<Pod>, options: LogOptions): readonly LogLine[] {
  const address = kubeletAddress(call, pod.spec?.nodeName ?? '');
  try {
    return logs(pod, options);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const { namespace, name } = pod.metadata;
    const path = `${namespace}/${name}/${options.container}${kubeletLogQuery(call.request.query)}`;
    throw new StatusError('', `Get "https://${address}/containerLogs/${path}": ${error.message}`);
  }
}

function textOf(lines: readonly LogLine[], { timestamps }: LogOptions): string {
  return lines
    .map(({ atMs, text }) => `${timestamps ? `${new Date(atMs).toISOString().slice(0, -1)}000000Z ` : ''}${text}\n`)
    .join('');
}

function cutTo(text: string, bytes: number): string {
  return text.length * 3 <= bytes ? text : Buffer.from(text).subarray(0, bytes).toString();
}

function statusOf(pod: Stored<Pod>, container: string) {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = pod.status ?? {};
  const all = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
  return all.find(({ name }) => name === container);
}

/** When the container's present run began; undefined where none is under way. */
function runningSince(pod: Stored<Pod>, container: string): string | undefined {
  return statusOf(pod, container)?.state?.running?.startedAt;
}

interface Following {
  call: Call;
  logs: LogSource;
  options: LogOptions;
  sink: Sink;
  uid: string;
  /** Start of the run that is followed. */
  since: string;
}

/** Follows one run of a container: to its end, to the pod's, or until the reader has had enough. */
class LogFollower {
  readonly #following: Following;
  #fromMs = 0;
  #bytesLeft: number;
  #cancel: (() => void) | null = null;
  #isOver = false;

  constructor(following: Following) {
    this.#following = following;
    this.#bytesLeft = following.options.limitBytes;
  }

  begin(lines: readonly LogLine[], fromMs: number): void {
    this.#following.sink.onClose(() => this.#end());
    this.#fromMs = fromMs;
    this.#write(lines);
    this.#wait();
  }

  #wait(): void {
    if (this.#isOver) return;
    this.#cancel = this.#following.call.machine.clock.after(FOLLOW_INTERVAL_MS, () => this.#look());
  }

  #look(): void {
    const { call, uid, options, since } = this.#following;
    const pod = call.machine.store.get('pods', call.info.namespace, call.info.name);
    const lines = pod?.metadata.uid === uid ? this.#linesOf(pod) : null;
    if (pod === undefined || lines === null) {
      this.#end();
      return;
    }
    this.#fromMs = (lines.at(-1)?.atMs ?? this.#fromMs - 1) + 1;
    this.#write(lines);
    if (runningSince(pod, options.container) === since) this.#wait();
    else this.#end();
  }

  /** Null once nobody answers for that run any more: a stream that runs cannot turn into a Status. */
  #linesOf(pod: Stored<Pod>): readonly LogLine[] | null {
    const { logs, options, since } = this.#following;
    const { tailLines: _tail, ...rest } = options;
    const { state, lastState } = statusOf(pod, options.container) ?? {};
    const isPresent = (state?.running ?? state?.terminated)?.startedAt === since;
    if (!isPresent && lastState?.terminated?.startedAt !== since) return null;
    try {
      return logs(pod, { ...rest, previous: !isPresent, sinceMs: this.#fromMs });
    } catch (error) {
      if (error instanceof StatusError || error instanceof ConnectionError) return null;
      throw error;
    }
  }

  #write(lines: readonly LogLine[]): void {
    if (lines.length === 0 || this.#isOver) return;
    const { options, sink } = this.#following;
    const text = cutTo(textOf(lines, options), this.#bytesLeft);
    this.#bytesLeft -= Buffer.byteLength(text);
    const waitingBytes = sink.write(text);
    if (this.#bytesLeft <= 0 || waitingBytes > BACKLOG_BYTES_MAX) this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancel?.();
    this.#following.sink.end();
  }
}
