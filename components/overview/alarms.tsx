'use client';
// What somebody should look at, worst first, each a way to where it is.
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { Age, TimeUntil } from '#components/ui/age.tsx';
import { formatCount } from '#lib/format/count.ts';
import type { AlarmView } from '#lib/model/overview/overview-view.ts';
import { SHOWN_MAX, shownAlarms } from './shown-alarms.ts';

export function Alarms({ alarms }: { alarms: readonly AlarmView[] }) {
  const [all, setAll] = useState(false);
  if (alarms.length === 0) return null;
  const few = shownAlarms(alarms);
  const shown = all ? alarms : few;
  return (
    <ul aria-label="Alarms" className="flex flex-col gap-1 sm:ml-auto sm:items-end sm:text-right">
      {shown.map((alarm) => (
        <li
          key={alarmKey(alarm)}
          className={`appear font-medium ${alarm.severity === 'error' ? 'text-error' : 'text-warning'}`}
        >
          <AlarmSign severity={alarm.severity} />
          <AlarmWords alarm={alarm} />
        </li>
      ))}
      {alarms.length > SHOWN_MAX ? (
        <li>
          <button
            type="button"
            aria-expanded={all}
            className="text-ink-2 underline hover:text-ink"
            onClick={() => setAll(!all)}
          >
            {all ? 'fewer' : `and ${alarms.length - few.length} more`}
          </button>
        </li>
      ) : null}
    </ul>
  );
}

function alarmKey(alarm: AlarmView): string {
  switch (alarm.kind) {
    case 'node-not-ready':
      return `${alarm.kind}/${alarm.node}`;
    case 'node-pressure':
      return `${alarm.kind}/${alarm.node}/${alarm.condition}`;
    case 'pods-failing':
      return `${alarm.kind}/${alarm.reason}`;
    case 'pods-pending':
      return alarm.kind;
  }
}

function AlarmSign({ severity }: { severity: AlarmView['severity'] }) {
  const path = severity === 'error' ? 'M2 2l8 8m0-8l-8 8' : 'M6 1l5.5 10H.5z';
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" className="mr-1.5 inline-block align-[-1px]" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}

function AlarmWords({ alarm }: { alarm: AlarmView }) {
  switch (alarm.kind) {
    case 'node-not-ready':
      return (
        <NodeLink name={alarm.node}>
          NotReady <Age since={alarm.since} prefix="for " />
          {alarm.podsLeaving > 0 && alarm.leaveAt !== null ? (
            <TimeUntil at={alarm.leaveAt} prefix={`, ${formatCount(alarm.podsLeaving, 'pod')} leave in `} />
          ) : null}
        </NodeLink>
      );
    case 'node-pressure':
      return (
        <NodeLink name={alarm.node}>
          {alarm.condition} <Age since={alarm.since} prefix="for " />
        </NodeLink>
      );
    case 'pods-failing':
      return (
        <PodsLink alarm={alarm} state="failing">
          {formatCount(alarm.count, 'pod')}: {alarm.reason}
        </PodsLink>
      );
    case 'pods-pending':
      return (
        <PodsLink alarm={alarm} state="pending">
          {formatCount(alarm.count, 'pod')} Pending <Age since={alarm.since} prefix="for " />
        </PodsLink>
      );
  }
}

interface PodsLinkProps {
  alarm: Extract<AlarmView, { kind: 'pods-failing' | 'pods-pending' }>;
  state: 'failing' | 'pending';
  children: ReactNode;
}

/** One pod: to why. Several: to where they all are. */
function PodsLink({ alarm: { count, example }, state, children }: PodsLinkProps) {
  const pod = `${example.namespace}/${example.name}`;
  return (
    <Link
      href={count === 1 ? `/placement?why=${pod}` : `/placement?state=${state}`}
      prefetch={false}
      title={count === 1 ? pod : `for example ${pod}`}
      className="hover:underline"
    >
      {children}
    </Link>
  );
}

function NodeLink({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Link href={`/nodes/${name}`} prefetch={false} className="hover:underline">
      {name} {children}
    </Link>
  );
}
