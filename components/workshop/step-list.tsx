'use client';
// All steps with how far each is; on a narrow screen their marks alone, in a row.
import Link from 'next/link';
import type { StepRow } from '#lib/model/workshop/workshop-view.ts';
import type { StepId } from '#lib/stack/component.ts';
import { Mark } from './mark.tsx';
import { STEP_MARKS } from './words.ts';
import { useWorkshop } from './workshop-context.ts';

/** Their names are in ink. */
const REACHED: readonly StepRow['state'][] = ['done', 'unready', 'running', 'failed', 'stopped'];

/** Where its title is too long for a list. */
const SHORT: Readonly<Partial<Record<StepId, string>>> = { taints: 'Taints' };

export function StepList({ here }: { here: StepId }) {
  const { steps } = useWorkshop();
  return (
    <nav aria-label="Steps">
      <ol className="workshop-steps">
        {steps.map(({ id, title, state, words, note }, index) => {
          const [kind, said] = STEP_MARKS[state];
          return (
            <li key={id}>
              <Link
                href={`/workshop/${id}`}
                prefetch={false}
                data-reached={REACHED.includes(state) ? '' : undefined}
                aria-current={id === here ? 'step' : undefined}
                title={words}
                className="workshop-step-link"
              >
                <Mark kind={kind} words={said} number={index + 1} />
                <span className="workshop-step-name">{SHORT[id] ?? title}</span>
                <span className="workshop-step-note">{note}</span>
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
