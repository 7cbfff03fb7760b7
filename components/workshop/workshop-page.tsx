'use client';
// One step of the workshop, live, beside the list of all of them.
import { useMemo } from 'react';
import { useReadOnly } from '#components/shell/access.tsx';
import { stepOf } from '#lib/model/workshop/choices.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import {
  stepRowsOf,
  WORKSHOP_TOPIC,
  type WorkshopRows,
  workshopOf,
  workshopTopic,
} from '#lib/queries/workshop-rows.ts';
import type { StepId } from '#lib/stack/component.ts';
import { lockOf } from './lock.ts';
import { RunPanel } from './run-panel.tsx';
import { Step } from './step.tsx';
import { StepList } from './step-list.tsx';
import { useChoices } from './use-choices.ts';
import { WorkshopContext } from './workshop-context.ts';
import { WorkshopUnknown } from './workshop-unknown.tsx';

export function WorkshopPage({ step }: { step: StepId }) {
  const { data, error } = useTopic(WORKSHOP_TOPIC);
  const rows = useMemo(() => (data === undefined ? null : workshopOf(data.rows)), [data]);
  if (rows !== null) return <WholePage rows={rows} step={step} />;
  return <WorkshopUnknown title={stepOf(step).title} error={error} />;
}

function WholePage({ rows, step }: { rows: WorkshopRows; step: StepId }) {
  const { data, error } = useTopic(workshopTopic(step));
  const own = useMemo(() => (data === undefined ? null : stepRowsOf(data.rows)), [data]);
  const { choices, choose } = useChoices(rows.run.choices);
  const lock = lockOf(rows.run, useReadOnly());
  const workshop = useMemo(
    () => ({ run: rows.run, steps: rows.steps, choices, choose, lock }),
    [rows, choices, choose, lock],
  );
  return (
    <WorkshopContext value={workshop}>
      <div className="workshop">
        <div className="workshop-side">
          <StepList here={step} />
          <RunPanel here={step} />
        </div>
        {own === null ? (
          <StepToCome title={stepOf(step).title} error={error} />
        ) : (
          <Step key={step} rows={own} checks={rows.checks} />
        )}
      </div>
    </WorkshopContext>
  );
}

function StepToCome({ title, error }: { title: string; error: Error | null }) {
  return (
    <article className="workshop-step">
      <h1 className="text-24 font-semibold tracking-tight">{title}</h1>
      <p className={error === null ? 'text-ink-2' : 'font-medium text-error'} role="status">
        {error === null ? 'Its plan is being made.' : `✕ ${error.message}`}
      </p>
    </article>
  );
}
