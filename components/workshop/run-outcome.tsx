'use client';
// What came of it once nothing is going on: where it ended early, or that it is done and what comes then.
import Link from 'next/link';
import { listed } from '#lib/model/what-if/listed.ts';
import type { StepRow } from '#lib/model/workshop/workshop-view.ts';
import type { StepId } from '#lib/stack/component.ts';
import { finaleHref } from './finale-href.ts';
import { Mark } from './mark.tsx';
import { STEP_MARKS } from './words.ts';
import { useWorkshop } from './workshop-context.ts';

/** `here` is the step whose page this is: nobody is led to where they are. */
export function RunOutcome({ here }: { here: StepId }) {
  const { run, steps } = useWorkshop();
  if (run.doing !== null) return null;
  const first = (state: StepRow['state']) => steps.find((step) => step.state === state);
  const ended = first('failed') ?? first('stopped');
  if (ended !== undefined) return <Ended step={ended} here={here} />;
  if (run.undoable.length === 0 || run.rest.length > 0) return null;
  const unready = first('unready');
  return unready === undefined ? <Done steps={steps} here={here} /> : <Ended step={unready} here={here} />;
}

interface EndedProps {
  step: StepRow;
  here: StepId;
}

function Ended({ step: { id, title, state }, here }: EndedProps) {
  const [kind, words] = STEP_MARKS[state];
  return (
    <p className="workshop-trouble">
      <Mark kind={kind} words={words} size={14} />
      <span>
        {id === here ? (
          <span className="font-medium text-ink">{title}</span>
        ) : (
          <Link href={`/workshop/${id}`} prefetch={false} className="font-medium text-ink underline">
            {title}
          </Link>
        )}{' '}
        {ENDED[state]}
      </span>
    </p>
  );
}

const ENDED: Readonly<Partial<Record<StepRow['state'], string>>> = {
  failed: 'failed: its page says why.',
  stopped: 'was stopped: its page says how to go on.',
  unready: 'is made and does not hold now: its page says why.',
};

function Done({ steps, here }: { steps: readonly StepRow[]; here: StepId }) {
  const blocked = steps.filter(({ id, state }) => id !== 'preflight' && state === 'blocked').map(({ title }) => title);
  const stands = steps.some(({ id, state }) => id === 'autoscaler' && state === 'done');
  const href = here === 'autoscaler' || !stands ? null : finaleHref();
  return (
    <p className="workshop-trouble">
      <Mark kind="done" words="done" size={14} />
      <span>
        <span className="font-medium text-ink">
          {blocked.length === 0 ? 'All that is chosen is done.' : `All is done but ${listed(blocked)}.`}
        </span>
        {href === null ? null : (
          <>
            {' '}
            Now the finale:{' '}
            <Link href={href} prefetch={false} className="underline">
              Send load
            </Link>
          </>
        )}
      </span>
    </p>
  );
}
