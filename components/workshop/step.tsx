'use client';
// A step's own part of the page: what it does, whether it can, and how far it is.
import { stepOf } from '#lib/model/workshop/choices.ts';
import type { PreflightCheck } from '#lib/model/workshop/preflight/check.ts';
import type { StepRows } from '#lib/queries/workshop-rows.ts';
import { componentOf } from '#lib/stack/catalogue.ts';
import { Awaited, isAwaitedAbove } from './awaited.tsx';
import { ComponentPart } from './component-part.tsx';
import { Finale } from './finale.tsx';
import { NextStep } from './next-step.tsx';
import { Preflight } from './preflight.tsx';
import { StepChoices } from './step-choices.tsx';
import { StepHead } from './step-head.tsx';
import { StepTroubles } from './step-troubles.tsx';
import { Taints } from './taints.tsx';

interface StepProps {
  rows: StepRows;
  checks: readonly PreflightCheck[];
}

export function Step({ rows, checks }: StepProps) {
  const { detail, components, taints } = rows;
  const { components: offered } = stepOf(detail.id);
  const shown = offered.flatMap((id) => components.get(id) ?? []).filter(({ chosen }) => chosen);
  // What is chosen of the extras stands under its own name, be it one or several.
  const [only] = shown.length === 1 && detail.id !== 'extras' ? shown : [];
  const isAbove = isAwaitedAbove(detail);
  return (
    <article className="workshop-step">
      <StepHead rows={rows} what={only === undefined ? WHAT[detail.id] : componentOf(only.id).what} />
      <StepTroubles detail={detail} gates={shown.flatMap(({ id }) => rows.gates(id))} />
      {isAbove ? <Awaited rows={rows} plans={shown} /> : null}
      {detail.id === 'autoscaler' && detail.state === 'done' ? <Finale /> : null}
      {detail.id === 'preflight' ? <Preflight checks={checks} /> : null}
      {taints === null ? null : <Taints plan={taints} />}
      <StepChoices step={detail.id} components={components} />
      {shown.map((plan) => (
        <ComponentPart
          key={plan.id}
          plan={plan}
          detail={detail}
          gates={rows.gates(plan.id)}
          isAwaitedAbove={isAbove}
          named={only === undefined}
        />
      ))}
      <NextStep here={detail.id} />
    </article>
  );
}

/** Of steps that are more than one component, or none. */
const WHAT: Readonly<Partial<Record<StepRows['detail']['id'], string>>> = {
  preflight:
    'What is looked at before anything is done; looking changes nothing. The steps follow a conference talk of 2017, “the talk” from here on.',
  taints:
    'A taint keeps every pod off a board but those that tolerate it, which is a line in their manifest. Boards are tainted by architecture, so that an image lands only where somebody said that it can run.',
  metrics: 'How much processor and memory boards and pods use, for kubectl top and for autoscalers.',
  public: 'An address on the internet for the ingress controller, through a connection that the cluster itself opens.',
  monitoring: 'Prometheus measures the sample app, and its operator makes Prometheus out of an object of a few lines.',
  extras: 'What the talk showed besides. Nothing else needs it: choose what there is room for.',
};
