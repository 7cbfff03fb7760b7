'use client';
// What load is being sent through this server, live for everybody who looks; afterwards what became of it.
import { formatCount, formatNumber } from '#lib/format/count.ts';
import type { LoadView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { LOAD_TOPIC } from '#lib/model/autoscaling/load.ts';
import { loadViewOf } from '#lib/queries/load.ts';
import { useTopic } from '#lib/queries/use-topic.ts';

/** One line at the most, of fixed height once there is something to say; nothing before the first run. */
export function LoadState() {
  const { data } = useTopic(LOAD_TOPIC);
  const view = data === undefined ? null : loadViewOf(data.rows);
  if (view === null || view.target === null) return null;
  const { failed, lastError } = view;
  return (
    <section aria-label="Load" className="border-t border-line px-4 py-3 sm:px-6">
      <p className="tabular-nums">
        <span className="font-medium">{titleOf(view)}</span> <span className="text-ink-2">{countsOf(view)}</span>
      </p>
      {failed === 0 || lastError === null ? null : (
        <p className="font-medium text-error">
          <span aria-hidden="true">✕ </span>
          {formatCount(failed, 'request')} failed: {lastError}
        </p>
      )}
    </section>
  );
}

function titleOf({ state, target, requestsPerSecond, secondsLeft, ended }: LoadView): string {
  const what = `${formatNumber(requestsPerSecond ?? 0)} requests a second to ${target}`;
  if (state === 'running') return `Sending ${what}, ${formatCount(secondsLeft ?? 0, 'second')} left.`;
  return `Sent ${what}; it ended: ${ended ?? 'nobody knows why'}.`;
}

function countsOf({ sent, answered, heldBack }: LoadView): string {
  const held = heldBack === 0 ? '' : `, ${formatNumber(heldBack)} held back as it answers more slowly than it is asked`;
  return `${formatNumber(sent)} sent, ${formatNumber(answered)} answered${held}.`;
}
