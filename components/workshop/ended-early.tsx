'use client';
// A step that failed, or that somebody stopped: what became of it, and the ways on that there are.
import { ClockTime } from '#components/ui/clock-time.tsx';
import type { GateState } from '#lib/model/workshop/gates.ts';
import type { StepDetail } from '#lib/model/workshop/workshop-view.ts';
import { Mark } from './mark.tsx';
import { WaysOn } from './ways-on.tsx';
import { ANOTHER_TOKEN, STEP_MARKS } from './words.ts';

interface EndedEarlyProps {
  detail: StepDetail;
  record: NonNullable<StepDetail['record']>;
  gates: readonly GateState[];
}

export function EndedEarly({ detail, record: { state: noted, message, endedAt }, gates }: EndedEarlyProps) {
  const { id, state, token } = detail;
  const isStopped = noted === 'stopped';
  const [kind, said] = STEP_MARKS[isStopped ? 'stopped' : 'failed'];
  // Nothing is left of it but the wait.
  const awaited = gates.filter((gate) => gate.state !== 'open');
  const canSkip = !isStopped && (state === 'done' || state === 'unready') && awaited.length > 0;
  return (
    <div role={isStopped ? 'status' : 'alert'} className="workshop-trouble">
      <Mark kind={kind} words={said} size={14} />
      <div>
        <p className="font-medium">{message ?? `It ${isStopped ? 'was stopped' : 'failed'}, and nobody noted why.`}</p>
        {endedAt === null ? null : (
          <p className="text-ink-2">
            at <ClockTime at={endedAt} />
          </p>
        )}
        <WaysOn step={id} canSkip={canSkip} words={waysText(isStopped, canSkip)} />
        {token === 'possible' ? <p>{ANOTHER_TOKEN}</p> : null}
      </div>
    </div>
  );
}

function waysText(isStopped: boolean, canSkip: boolean): string {
  if (isStopped) return 'Apply again goes on with it; undo takes back what is done of it.';
  return canSkip
    ? 'Or apply it again, which waits once more, or undo it.'
    : 'Apply it again once that is mended, or undo it.';
}
