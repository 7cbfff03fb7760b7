'use client';
// One component of a step: where it can run, what it changes, what shows that it is there, and what is known of it.
import { useId } from 'react';
import { Command } from '#components/ui/command.tsx';
import type { ComponentPlan } from '#lib/model/workshop/component-plan.ts';
import { type GateView, isUnderWay, type StepDetail } from '#lib/model/workshop/workshop-view.ts';
import { componentOf } from '#lib/stack/catalogue.ts';
import { About } from './about.tsx';
import { Changes } from './changes.tsx';
import { Fits } from './fits.tsx';
import { Gates } from './gates.tsx';
import { PartOf } from './part.tsx';
import { PublicAddress } from './public-address.tsx';

interface ComponentPartProps {
  plan: ComponentPlan;
  detail: StepDetail;
  gates: readonly GateView[];
  /** What is awaited stands at the top of the step. */
  isAwaitedAbove: boolean;
  /** One of several: under its own name. */
  named: boolean;
}

export function ComponentPart({ plan, detail, gates, isAwaitedAbove, named }: ComponentPartProps) {
  const id = useId();
  const component = componentOf(plan.id);
  const isTheirs = plan.state === 'theirs';
  const kubectl = detail.kubectl.filter((line) => line.endsWith(` ${plan.id}.yaml`));
  return (
    <section aria-label={plan.title} className={named ? 'workshop-component' : ''}>
      {named ? (
        <>
          <h2 id={id} className="text-16 font-semibold">
            {plan.title}
          </h2>
          {/* Of an extra its choice says it. */}
          {detail.id === 'extras' ? null : <p className="max-w-160 text-ink-2">{component.what}</p>}
          {detail.state === 'blocked' || plan.state === 'offered' ? null : <p className="mt-2">{plan.words}</p>}
        </>
      ) : null}
      {isTheirs ? <p className="mt-4">It is used as it is and never installed again.</p> : null}
      <PartOf value={named ? id : null}>
        <PublicAddress gates={gates} />
        <Fits fits={plan.fits} architectures={plan.architectures} />
        {plan.objects.length === 0 ? null : (
          <Changes
            objects={plan.objects}
            triedAt={detail.triedAt}
            isUnderWay={isUnderWay(detail.record)}
            component={plan.id}
          >
            {kubectl.map((line) => (
              <Command key={line} text={line} />
            ))}
          </Changes>
        )}
        {isTheirs || isAwaitedAbove ? null : <Gates component={component} detail={detail} states={gates} />}
        <About component={component} isTheirs={isTheirs} />
      </PartOf>
    </section>
  );
}
