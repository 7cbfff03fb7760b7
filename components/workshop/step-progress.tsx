'use client';
// How far a step is that is under way: what is awaited now, why it is not there, and ways on where that takes long.
import { type GateView, isUnderWay, type StepDetail } from '#lib/model/workshop/workshop-view.ts';
import { Mark } from './mark.tsx';
import { WaysOn } from './ways-on.tsx';

interface StepProgressProps {
  detail: StepDetail;
  /** Of all its components. */
  gates: readonly GateView[];
}

export function StepProgress({ detail: { id, record, token }, gates }: StepProgressProps) {
  if (record === null || !isUnderWay(record)) return null;
  const isWaiting = record.state === 'waiting';
  const [awaited] = isWaiting ? gates.filter(({ state }) => state !== 'open') : [];
  const open = gates.filter(({ state }) => state === 'open').length;
  const isLong = awaited !== undefined && awaited.state !== 'waiting';
  return (
    <div className="workshop-trouble">
      <Mark kind={isLong ? 'warning' : 'running'} words={isLong ? 'takes long' : 'under way'} size={14} />
      <div>
        <p role="status">
          {awaited === undefined ? (
            WORDS[record.state]
          ) : (
            <>
              <span className="font-medium">Awaited: {awaited.title}</span>, {open} of {gates.length} there.
              {/* Seen just below. */}
              <span className="sr-only"> {awaited.words}</span>
            </>
          )}
        </p>
        {token !== null && awaited !== undefined && awaited.log.length > 0 ? (
          <p>Where its token is at fault, stop; Apply again takes another one.</p>
        ) : null}
        {isLong ? <WaysOn step={id} canSkip words="Or wait on, or stop." /> : null}
      </div>
    </div>
  );
}

type RecordState = NonNullable<StepDetail['record']>['state'];

const WORDS: Readonly<Partial<Record<RecordState, string>>> = {
  applying: 'It is being applied.',
  waiting: 'All of it is applied, and it is looked at whether it is ready.',
  undoing: 'It is being taken back.',
};
