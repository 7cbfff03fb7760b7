'use client';
// The conditions that the controller writes, each with what it stands for; one in the way is marked by shape first.
import { Age } from '#components/ui/age.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Section } from '#components/ui/section.tsx';
import type { HopState, HpaConditionView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { StateMark } from './state-mark.tsx';

const MEANINGS: Readonly<Record<string, string>> = {
  AbleToScale: 'whether it can read and change the replicas of its target',
  ScalingActive: 'whether it can compute a number',
  ScalingLimited: 'whether the number it came to was cut to its minimum, its maximum or a policy',
};

const COLUMNS: readonly Column<HpaConditionView>[] = [
  {
    title: 'condition',
    cell: (condition) => (
      <span className="flex items-baseline gap-1.5">
        <StateMark state={stateOf(condition)} />
        <span>
          {condition.type}
          <span className="block text-ink-2">{MEANINGS[condition.type] ?? ''}</span>
        </span>
      </span>
    ),
    className: 'cell-main',
  },
  { title: 'status', cell: ({ status }) => status },
  { title: 'since', cell: ({ since }) => <Age since={since} />, className: 'whitespace-nowrap' },
  { title: 'reason', cell: ({ reason }) => reason },
  { title: 'message', cell: ({ message }) => message, className: 'cell-line text-ink-2' },
];

export function HpaConditions({ conditions }: { conditions: readonly HpaConditionView[] }) {
  return (
    <Section id="conditions" title="Conditions">
      <DataTable
        label="Conditions"
        columns={COLUMNS}
        rows={conditions}
        rowKey={({ type }) => type}
        empty="The controller has not looked at it yet."
      />
    </Section>
  );
}

/** What a healthy autoscaler has as True (pkg/controller/podautoscaler/horizontal.go). */
const NEEDED: ReadonlySet<string> = new Set(['AbleToScale', 'ScalingActive']);

/** Limits are what people set; at zero replicas an autoscaler rests. */
function stateOf({ type, status, reason }: HpaConditionView): HopState {
  if (status === 'Unknown') return 'unknown';
  if (type === 'ScalingLimited') return status === 'True' && reason !== 'TooFewReplicas' ? 'limited' : 'ok';
  if (!NEEDED.has(type) || status === 'True') return 'ok';
  return reason === 'ScalingDisabled' ? 'waiting' : 'broken';
}
