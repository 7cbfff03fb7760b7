'use client';
// An age that moves with the cluster's clock, in kubectl's words.
import { formatAge, formatShortAge } from '#lib/format/age.ts';
import { useClusterTime } from '#lib/queries/live-context.ts';

interface AgeProps {
  /** ISO 8601; null draws nothing: an age nobody knows is not 0s. */
  since: string | null;
  /** Before the age, and only with it. */
  prefix?: string;
  suffix?: string;
  /** One unit only: `12m`. */
  short?: boolean;
}

export function Age({ since, prefix = '', suffix = '', short = false }: AgeProps) {
  const sinceMs = since === null ? Number.NaN : Date.parse(since);
  const format = short ? formatShortAge : formatAge;
  // A fast clock may write a time before we hear of it.
  const text = useClusterTime((nowMs) => format(Math.max(0, nowMs - sinceMs)));
  if (since === null || Number.isNaN(sinceMs)) return null;
  return (
    <time dateTime={since}>
      {prefix}
      {text}
      {suffix}
    </time>
  );
}

interface TimeUntilProps {
  at: string;
  prefix?: string;
  /** Stands there once the time has passed. */
  past?: string;
}

/** The time until `at`, by the cluster's clock. */
export function TimeUntil({ at, prefix = '', past = '' }: TimeUntilProps) {
  const atMs = Date.parse(at);
  const text = useClusterTime((nowMs) => (atMs > nowMs ? `${prefix}${formatAge(atMs - nowMs)}` : past));
  return text === '' ? null : <time dateTime={at}>{text}</time>;
}
