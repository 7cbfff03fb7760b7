'use client';
// How the draining of a node goes, live for everybody who looks at it: pod by pod, with what holds it up.
import { useMemo, useState } from 'react';
import { useAction } from '#components/actions/use-action.tsx';
import { useReadOnly } from '#components/shell/access.tsx';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { formatCount } from '#lib/format/count.ts';
import type { DrainPodView, DrainView } from '#lib/model/drain/drain-view.ts';
import { cancelDrain, drainRowsOf, drainTopic } from '#lib/queries/drain.ts';
import { useTopic } from '#lib/queries/use-topic.ts';

interface DrainPanelProps {
  node: string;
  cordoned: boolean;
}

export function DrainPanel({ node, cordoned }: DrainPanelProps) {
  const { data } = useTopic(drainTopic(node));
  const rows = useMemo(() => (data === undefined ? null : drainRowsOf(data.rows)), [data]);
  // One that is over, and of which nothing is left to be seen or undone.
  const [dismissed, setDismissed] = useState<string | null>(null);
  if (rows === null || rows.drain.startedAt === dismissed) return null;
  const { drain, pods } = rows;
  return (
    <Section
      id="drain"
      title={TITLES[drain.state]}
      note={`${drain.goneCount} of ${formatCount(drain.podCount, 'pod')} gone`}
      action={
        <DrainButtons node={node} cordoned={cordoned} drain={drain} onDismiss={() => setDismissed(drain.startedAt)} />
      }
    >
      <p aria-live="polite">{summaryOf(drain, pods, node, cordoned)}</p>
      <PodStates pods={pods} />
    </Section>
  );
}

const TITLES: Readonly<Record<DrainView['state'], string>> = {
  running: 'Draining',
  done: 'Drained',
  cancelled: 'Drain cancelled',
  failed: 'Drain failed',
};

function summaryOf(drain: DrainView, pods: readonly DrainPodView[], node: string, cordoned: boolean): string {
  const blocked = pods.filter(({ state }) => state === 'blocked').length;
  const now = cordoned ? ` ${node} is cordoned until somebody uncordons it.` : '';
  switch (drain.state) {
    case 'running':
      return blocked === 0
        ? `The pods are being asked to go.`
        : `${formatCount(blocked, 'pod')} may not go yet: asked again every 5 s, until it is allowed or the drain is cancelled.`;
    case 'done':
      return `Whatever was to go is gone.${now} Uncordoning does not bring pods back: what was evicted is made again elsewhere.`;
    case 'cancelled':
      return `Pods that were not evicted stay.${now}`;
    case 'failed':
      return `${drain.message ?? 'It did not come to its end'}.${now}`;
  }
}

interface DrainButtonsProps extends DrainPanelProps {
  drain: DrainView;
  onDismiss: () => void;
}

function DrainButtons({ node, cordoned, drain, onDismiss }: DrainButtonsProps) {
  const { ask, dialog } = useAction();
  const readOnly = useReadOnly();
  const [failure, setFailure] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const cancel = (): void => {
    setAsked(true);
    setFailure(null);
    cancelDrain(node)
      .catch((error: Error) => setFailure(error.message))
      .finally(() => setAsked(false));
  };
  if (readOnly) return null;
  return (
    <span className="flex flex-wrap items-center gap-2">
      {failure === null ? null : (
        <span role="alert" className="font-medium text-error">
          {failure}
        </span>
      )}
      {drain.state === 'running' ? (
        <Button disabled={asked} onClick={cancel}>
          Cancel the drain
        </Button>
      ) : (
        <>
          {cordoned ? <Button onClick={() => ask({ action: 'uncordon', node })}>Uncordon {node}</Button> : null}
          <Button onClick={onDismiss}>Dismiss</Button>
        </>
      )}
      {dialog}
    </span>
  );
}

const STATES: Readonly<Record<DrainPodView['state'], { mark: string; words: string; className: string }>> = {
  failed: { mark: '✕', words: 'not evicted', className: 'font-medium text-error' },
  blocked: { mark: '▲', words: 'may not go yet', className: 'font-medium text-warning' },
  ending: { mark: '…', words: 'evicted, ending', className: '' },
  waiting: { mark: '·', words: 'not asked yet', className: 'text-ink-2' },
  kept: { mark: '=', words: 'stays', className: 'text-ink-2' },
  gone: { mark: '✓', words: 'gone', className: 'text-ink-2' },
};

/** Those that hold it up first. */
const ORDER = Object.keys(STATES);
const SHOWN_MAX = 30;

function PodStates({ pods }: { pods: readonly DrainPodView[] }) {
  const sorted = [...pods].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <ul aria-label="Pods that are drained" className="mt-2">
      {sorted.slice(0, SHOWN_MAX).map(({ namespace, name, state, message }) => (
        <li key={`${namespace}/${name}`} className="border-t border-line py-1 sm:flex sm:gap-x-3">
          <span className={`block w-40 shrink-0 ${STATES[state].className}`}>
            <span aria-hidden="true" className="inline-block w-5">
              {STATES[state].mark}
            </span>
            {STATES[state].words}
          </span>
          <span className="min-w-0">
            <span className={`mr-3 font-mono break-all ${state === 'gone' ? 'text-ink-2' : ''}`}>
              {namespace}/{name}
            </span>
            {message === null ? null : <span className="text-ink-2">{message}</span>}
          </span>
        </li>
      ))}
      {pods.length > SHOWN_MAX ? <li className="text-ink-2">and {pods.length - SHOWN_MAX} more</li> : null}
    </ul>
  );
}
