'use client';
// A pod's logs: which container's, which run's, and the viewer, which loads when JavaScript runs.
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Command } from '#components/ui/command.tsx';
import { Section } from '#components/ui/section.tsx';
import type { PodContainerView, PodView } from '#lib/model/pod/pod-view.ts';

const LogViewer = dynamic(() => import('./log-viewer.tsx').then((module) => module.LogViewer), { ssr: false });

interface LogsProps {
  pod: PodView;
  containers: readonly PodContainerView[];
}

export function Logs({ pod, containers }: LogsProps) {
  // Chosen once: a container that fails meanwhile must not take the place of the one somebody reads.
  const [chosen, setChosen] = useState(() => mostTelling(containers)?.name);
  const [previous, setPrevious] = useState(false);
  const shown = containers.find(({ name }) => name === chosen) ?? containers[0];
  if (shown === undefined) return null;
  const isPrevious = previous && shown.restarts > 0;
  return (
    <Section
      id="logs"
      title="Logs"
      action={
        <span className="flex flex-wrap items-center gap-x-4">
          {shown.restarts === 0 ? null : (
            <label className="flex items-center gap-1.5">
              <input type="checkbox" checked={isPrevious} onChange={(event) => setPrevious(event.target.checked)} />
              before its last restart
            </label>
          )}
          {containers.length === 1 ? null : (
            <label className="flex items-center gap-1.5">
              <span className="text-ink-2">container</span>
              <select
                value={shown.name}
                onChange={(event) => setChosen(event.target.value)}
                className="h-8 rounded border border-line-2 bg-paper px-2 font-mono"
              >
                {containers.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
          )}
        </span>
      }
    >
      <LogViewer
        // Another log is another viewer: no line of one may stand in the other.
        key={`${pod.uid}/${shown.name}/${isPrevious}`}
        choice={{ namespace: pod.namespace, pod: pod.name, container: shown.name, previous: isPrevious }}
        occasion={{ run: runOf(pod, shown), state: `${pod.status} ${pod.node?.name ?? ''} ${shown.state.kind}` }}
      />
      <div className="mt-3">
        <Command text={commandOf(pod, shown, containers.length, isPrevious)} />
      </div>
    </Section>
  );
}

/** What failed is asked about first, then what does the work. */
function mostTelling(containers: readonly PodContainerView[]): PodContainerView | undefined {
  const failed = containers.find(({ state, last }) => endedBadly(state) || (state.kind === 'waiting' && last !== null));
  return failed ?? containers.find(({ kind }) => kind === 'main') ?? containers[0];
}

function endedBadly(state: PodContainerView['state']): boolean {
  return state.kind === 'ended' && state.exitCode !== 0;
}

/** Null while it does not run. */
function runOf(pod: PodView, { state, restarts }: PodContainerView): string | null {
  return state.kind === 'running' && pod.gone === null ? `${restarts}/${state.since}` : null;
}

function commandOf(pod: PodView, { name }: PodContainerView, count: number, previous: boolean): string {
  const container = count > 1 ? ` -c ${name}` : '';
  return `kubectl logs ${pod.name} -n ${pod.namespace}${container}${previous ? ' --previous' : ' --follow'}`;
}
