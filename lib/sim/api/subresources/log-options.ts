// What a request for a log asks of it: pkg/apis/core/validation ValidatePodLogOptions, and how the kubelet is told.
import type { Pod } from 'kubernetes-types/core/v1';
import type { StatusCause } from 'kubernetes-types/meta/v1';
import type { LogQuery } from '../../kubelet/pod-logs.ts';
import { badRequest, invalid } from '../../refusals.ts';
import type { Stored } from '../../store/object.ts';
import type { Call } from '../call.ts';
import { isTrue } from '../request-info.ts';
import { containerOf } from './kubelet-location.ts';

export interface LogOptions extends LogQuery {
  follow: boolean;
  timestamps: boolean;
  limitBytes: number;
}

/** The options a kubelet is given, as Go orders them. */
const HANDED_ON = ['follow', 'limitBytes', 'previous', 'sinceSeconds', 'sinceTime', 'tailLines', 'timestamps'];
const FLAGS = new Set(['follow', 'previous', 'timestamps']);

export function logOptionsOf({ machine, request }: Call, pod: Stored<Pod>): LogOptions {
  const { query } = request;
  const faults: StatusCause[] = [];
  const sinceSeconds = numberOf(query, 'sinceSeconds', 1, faults);
  const limitBytes = numberOf(query, 'limitBytes', 1, faults);
  const tailLines = numberOf(query, 'tailLines', 0, faults);
  const sinceTimeMs = timeOf(query.get('sinceTime'));
  const forbid = (field: string, why: string) =>
    faults.push({ field, reason: 'FieldValueForbidden', message: `Forbidden: ${why}` });
  if (sinceSeconds !== undefined && sinceTimeMs !== undefined) {
    forbid('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
  if (query.has('stream')) forbid('stream', 'may not be specified');
  if (faults.length > 0) throw invalid('PodLogOptions', '', pod.metadata.name, faults);
  const sinceMs = sinceSeconds === undefined ? sinceTimeMs : machine.clock.now() - sinceSeconds * 1000;
  return {
    container: containerOf(pod, query.get('container') ?? ''),
    previous: isTrue(query.get('previous')),
    follow: isTrue(query.get('follow')),
    timestamps: isTrue(query.get('timestamps')),
    limitBytes: limitBytes ?? Number.MAX_SAFE_INTEGER,
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(tailLines === undefined ? {} : { tailLines }),
  };
}

/** `?follow=true&tailLines=10`, or ''. */
export function kubeletLogQuery(query: URLSearchParams): string {
  const handedOn = new URLSearchParams();
  for (const name of HANDED_ON) {
    const value = query.get(name) ?? '';
    if (FLAGS.has(name) ? isTrue(query.get(name)) : value !== '') handedOn.set(name, FLAGS.has(name) ? 'true' : value);
  }
  return handedOn.size === 0 ? '' : `?${handedOn}`;
}

function timeOf(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  const ms = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw badRequest(`parsing time "${text}" as "2006-01-02T15:04:05Z07:00": cannot parse "${text}" as "2006"`);
}

function numberOf(query: URLSearchParams, name: string, min: number, faults: StatusCause[]): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^[+-]?\d{1,15}$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  const value = Number(text);
  if (value < min) {
    const message = `Invalid value: ${value}: must be greater than ${min === 0 ? 'or equal to ' : ''}0`;
    faults.push({ field: name, reason: 'FieldValueInvalid', message });
  }
  return value;
}
