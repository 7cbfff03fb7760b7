// pods/log: what a container printed, as plain text, at once or as a stream that follows it.
// Mirrors pkg/registry/core/pod/strategy.go LogLocation and pkg/apis/core/validation ValidatePodLogOptions.
import type { Pod } from 'kubernetes-types/core/v1';
import type { LogLine, LogQuery } from '../../kubelet/pod-logs.ts';
import { badRequest, invalid } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import type { Stored } from '../../store/object.ts';
import { type Answer, type Sink, textAnswer } from '../answer.ts';
import { type Call, existing } from '../call.ts';
import { isTrue } from '../request-info.ts';
import { containerOf } from './kubelet-location.ts';

export type LogSource = (pod: Stored<Pod>, query: LogQuery) => readonly LogLine[];

/** How often, in simulated time, a followed log is looked at. */
const FOLLOW_INTERVAL_MS = 1000;
/** Bytes that may wait for a slow reader before the stream is cut. */
const BACKLOG_BYTES_MAX = 4 * 1024 * 1024;

interface LogOptions extends LogQuery {
  follow: boolean;
  timestamps: boolean;
  limitBytes: number;
}

export function logAnswer(call: Call, logs: LogSource): Answer {
  const pod = existing(call) as Stored<Pod>;
  const options = optionsOf(call, pod);
  // A pod without a node has printed nothing, and nobody to ask.
  const lines = pod.spec?.nodeName ? logs(pod, options) : [];
  const text = textOf(lines, options).slice(0, options.limitBytes);
  if (!options.follow) return textAnswer(text);
  return {
    status: 200,
    contentType: 'text/plain; charset=utf-8',
    run: (sink) => follow(call, logs, options, { sink, pod, text, lastMs: lines.at(-1)?.atMs }),
  };
}

function optionsOf({ machine, request }: Call, pod: Stored<Pod>): LogOptions {
  const { query } = request;
  const sinceSeconds = numberOf(pod, query, 'sinceSeconds', 1);
  const sinceTime = query.get('sinceTime');
  if (sinceSeconds !== undefined && sinceTime !== null) {
    const message = 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified';
    throw invalid('PodLogOptions', '', pod.metadata.name, [{ field: '', reason: 'FieldValueForbidden', message }]);
  }
  const since = sinceTime === null ? undefined : Date.parse(sinceTime);
  if (Number.isNaN(since)) throw badRequest(`parsing time "${sinceTime}": it is no RFC 3339 time`);
  const sinceMs = sinceSeconds === undefined ? since : machine.clock.now() - sinceSeconds * 1000;
  const tailLines = numberOf(pod, query, 'tailLines', 0);
  return {
    container: containerOf(pod, query.get('container') ?? ''),
    previous: isTrue(query.get('previous')),
    follow: isTrue(query.get('follow')),
    timestamps: isTrue(query.get('timestamps')),
    limitBytes: numberOf(pod, query, 'limitBytes', 1) ?? Number.MAX_SAFE_INTEGER,
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(tailLines === undefined ? {} : { tailLines }),
  };
}

function numberOf(pod: Stored<Pod>, query: URLSearchParams, name: string, min: number): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^-?\d{1,15}$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  }
  const value = Number(text);
  if (value >= min) return value;
  const message = `Invalid value: ${value}: must be greater than ${min === 0 ? 'or equal to ' : ''}0`;
  throw invalid('PodLogOptions', '', pod.metadata.name, [{ field: name, reason: 'FieldValueInvalid', message }]);
}

function textOf(lines: readonly LogLine[], { timestamps }: LogOptions): string {
  return lines
    .map(({ atMs, text }) => `${timestamps ? `${new Date(atMs).toISOString().slice(0, -1)}000000Z ` : ''}${text}\n`)
    .join('');
}

interface Following {
  sink: Sink;
  pod: Stored<Pod>;
  text: string;
  lastMs: number | undefined;
}

function follow({ machine, info }: Call, logs: LogSource, options: LogOptions, start: Following): void {
  const { sink, pod } = start;
  const { tailLines: _tail, ...rest } = options;
  let fromMs = start.lastMs === undefined ? machine.clock.now() : start.lastMs + 1;
  let cancel: (() => void) | null = null;
  let isOver = false;
  const end = () => {
    isOver = true;
    cancel?.();
    sink.end();
  };
  const tick = () => {
    const current = machine.store.get('pods', info.namespace, info.name);
    if (current === undefined || current.metadata.uid !== pod.metadata.uid) return end();
    const lines = linesSince(logs, current, { ...rest, sinceMs: fromMs });
    if (lines === null) return end();
    fromMs = (lines.at(-1)?.atMs ?? fromMs - 1) + 1;
    const waiting = lines.length === 0 ? 0 : sink.write(textOf(lines, options));
    const phase = current.status?.phase;
    if (waiting > BACKLOG_BYTES_MAX || phase === 'Succeeded' || phase === 'Failed') return end();
    cancel = machine.clock.after(FOLLOW_INTERVAL_MS, tick);
  };
  sink.onClose(() => {
    if (!isOver) end();
  });
  if (start.text !== '') sink.write(start.text);
  cancel = machine.clock.after(FOLLOW_INTERVAL_MS, tick);
}

/** Null once the board no longer answers: a stream that runs cannot turn into a Status. */
function linesSince(logs: LogSource, pod: Stored<Pod>, query: LogQuery): readonly LogLine[] | null {
  try {
    return logs(pod, query);
  } catch (error) {
    if (error instanceof StatusError) return null;
    throw error;
  }
}
