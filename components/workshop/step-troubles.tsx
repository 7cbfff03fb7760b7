'use client';
// What speaks against a step, what went wrong with it, and what is to be known before.
import { type GateView, hasEndedEarly, isUnderWay, type StepDetail } from '#lib/model/workshop/workshop-view.ts';
import { EndedEarly } from './ended-early.tsx';
import { Mark } from './mark.tsx';
import { StepProgress } from './step-progress.tsx';
import { WithFlags } from './with-flags.tsx';
import { ANOTHER_TOKEN, STEP_MARKS } from './words.ts';

/** Of the words that say why it cannot be done. */
export const WHY_ID = 'workshop-why';

interface StepTroublesProps {
  detail: StepDetail;
  /** Of all its components. */
  gates: readonly GateView[];
}

export function StepTroubles({ detail, gates }: StepTroublesProps) {
  const { id, state, words, why, warnings, token, record } = detail;
  // Its checks say the same, each with what to do.
  if (id === 'preflight') return null;
  const isEnded = hasEndedEarly(detail);
  const isSettled = !isUnderWay(record) && !isEnded;
  return (
    <div id={WHY_ID} className="workshop-troubles">
      <StepProgress detail={detail} gates={gates} />
      {record !== null && isEnded ? <EndedEarly detail={detail} record={record} gates={gates} /> : null}
      {state === 'blocked'
        ? [...new Set(why)].map((reason) => (
            <div key={reason} className="workshop-trouble">
              <Mark kind="blocked" words="cannot be done" size={14} />
              <p>
                <WithFlags words={reason} />
              </p>
            </div>
          ))
        : null}
      {isSettled && state === 'unready'
        ? [...new Set(why)].map((reason) => (
            <div key={reason} className="workshop-trouble">
              <Mark kind="warning" words={STEP_MARKS.unready[1]} size={14} />
              <p>
                <WithFlags words={reason} />
                {token === 'possible' && reason === why[0] ? ` ${ANOTHER_TOKEN}` : ''}
              </p>
            </div>
          ))
        : null}
      {isSettled && (state === 'done' || state === 'nothing' || state === 'skipped') ? (
        <div className="workshop-trouble">
          <Mark
            kind={state === 'done' ? 'done' : 'none'}
            words={state === 'done' ? 'done' : 'nothing to do'}
            size={14}
          />
          <p>{words}</p>
        </div>
      ) : null}
      {[...new Set(warnings)].map((warning) => (
        <div key={warning} className="workshop-trouble">
          <Mark kind="warning" words="to know" size={14} />
          <p>
            <WithFlags words={warning} />
          </p>
        </div>
      ))}
    </div>
  );
}
