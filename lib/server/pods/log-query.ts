// Which log is asked for: `GET /api/logs/<namespace>/<pod>?…` as a path of the API server. Pure.

import { StatusError } from '#lib/kube/index.ts';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import { dnsLabelErrors } from '#lib/rules/labels/label-syntax.ts';
import { podRefOf } from './pod-name.ts';

export interface LogTarget {
  pod: PodRef;
  /** For the API server, with its query. */
  path: string;
  follow: boolean;
}

/** The newest lines of a log, where nobody says how many; a browser keeps no more either. */
const TAIL_LINES_MAX = 10_000;
/** Of an answer that ends: the kubelet cuts there. */
export const LOG_BYTES_MAX = 16 * 1024 * 1024;
/** A year: older logs were rotated away long ago. */
const SINCE_SECONDS_MAX = 366 * 24 * 3_600;
const FLAGS: ReadonlySet<string> = new Set(['previous', 'follow', 'timestamps']);
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

/** Throws StatusError 400 for what no log can be asked with, 404 for names that no pod can have. */
export function logTarget(namespace: string, name: string, query: URLSearchParams): LogTarget {
  const pod = podRefOf(namespace, name);
  if (pod === null) throw new StatusError(404, 'NotFound', 'no pod can have this name');
  const passed = new URLSearchParams();
  for (const [key, value] of query) {
    if (passed.has(key)) throw bad(`the parameter ${key} is given twice`);
    const given = parameter(key, value);
    if (given !== null) passed.set(key, given);
  }
  if (passed.has('sinceSeconds') && passed.has('sinceTime')) throw bad('give sinceSeconds or sinceTime, not both');
  const follow = passed.has('follow');
  if (!passed.has('tailLines')) passed.set('tailLines', String(TAIL_LINES_MAX));
  if (!follow) passed.set('limitBytes', String(LOG_BYTES_MAX));
  return { pod, path: `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/log?${passed}`, follow };
}

/** Null where it is the same as not saying it. */
function parameter(key: string, value: string): string | null {
  if (FLAGS.has(key)) {
    if (value === 'true') return value;
    if (value === 'false' || value === '') return null;
    throw bad(`${key} is true or false`);
  }
  if (value === '') return null;
  switch (key) {
    case 'container':
      if (dnsLabelErrors(value).length > 0) throw bad('no container can have this name');
      return value;
    case 'tailLines':
      return number(key, value, 0, TAIL_LINES_MAX);
    case 'sinceSeconds':
      return number(key, value, 1, SINCE_SECONDS_MAX);
    case 'sinceTime':
      if (!TIME.test(value) || Number.isNaN(Date.parse(value)))
        throw bad('sinceTime is a time as 2026-01-02T03:04:05Z');
      return value;
    default:
      throw bad(`there is no parameter ${JSON.stringify(key.slice(0, 100))} of a log`);
  }
}

function number(key: string, text: string, least: number, most: number): string {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw bad(`${key} is a number from ${least} to ${most}`);
  return String(value);
}

function bad(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}
