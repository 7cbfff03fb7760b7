'use client';
// A time of day in the reader's zone. The server does not know that zone: it writes UTC and says so.
import { useSyncExternalStore } from 'react';

const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };

function nothingToWatch(): () => void {
  return () => undefined;
}

export function ClockTime({ at }: { at: string }) {
  const text = useSyncExternalStore(
    nothingToWatch,
    () => new Intl.DateTimeFormat('en-GB', CLOCK).format(new Date(at)),
    () => `${new Date(at).toISOString().slice(11, 19)} UTC`,
  );
  return (
    <time dateTime={at} title={at}>
      {text}
    </time>
  );
}
