'use client';
// How a container is, in a few words with since when.
import { Age } from '#components/ui/age.tsx';
import type { ContainerEndView, PodContainerView } from '#lib/model/pod/pod-view.ts';

export function ContainerState({ container }: { container: PodContainerView }) {
  const { state, ready, kind } = container;
  switch (state.kind) {
    case 'running':
      return (
        <span>
          runs
          <Age since={state.since} prefix=" for " />
          {ready || kind === 'ephemeral' ? '' : <span className="font-medium text-warning">, ▲ not ready</span>}
        </span>
      );
    case 'waiting':
      return <span className="font-medium">waits{state.reason === '' ? '' : `: ${state.reason}`}</span>;
    case 'ended':
      return (
        <span className={state.exitCode === 0 ? '' : 'font-medium text-error'}>
          {state.exitCode === 0 ? '✓' : '✕'} ended with exit code {state.exitCode}
          <Age since={state.endedAt} prefix=" " suffix=" ago" />
        </span>
      );
    case 'unknown':
      return <span className="text-ink-2">not started yet</span>;
  }
}

/** How it ended before it was started again. */
export function ContainerEnd({ end }: { end: ContainerEndView }) {
  return (
    <>
      exit code {end.exitCode}: {end.words}
      <Age since={end.endedAt} prefix=", " suffix=" ago" />
    </>
  );
}
