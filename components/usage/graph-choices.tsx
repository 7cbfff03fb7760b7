'use client';
// Of which time the graphs are, and what they stack.
import { useHydrated } from '#components/ui/use-hydrated.ts';
import {
  GRAPH_RANGES,
  GRAPH_STACKS,
  type GraphChoice,
  type GraphRange,
  type GraphStack,
} from '#lib/model/usage/usage-query.ts';
import { ChoiceLinks } from './choice-links.tsx';
import { CustomRange } from './custom-range.tsx';
import { useUsageUrl } from './use-usage-url.ts';

const RANGE_WORDS: Readonly<Record<GraphRange, string>> = { '5m': '5 min', '1h': '1 h', '6h': '6 h', '24h': '24 h' };
const STACK_WORDS: Readonly<Record<GraphStack, string>> = {
  arch: 'architecture',
  node: 'node',
  namespace: 'namespace',
};

export function RangeChoice({ span }: { span: GraphChoice['span'] }) {
  const hydrated = useHydrated();
  const ranges = GRAPH_RANGES.map((range) => ({
    key: range,
    word: RANGE_WORDS[range],
    change: { range, from: null, to: null },
    chosen: 'range' in span && span.range === range,
  }));
  return (
    <div className="relative flex flex-wrap items-center gap-x-4">
      <ChoiceLinks label="Time that the graphs show" options={ranges} />
      {hydrated ? <CustomRange span={'range' in span ? null : span} /> : null}
    </div>
  );
}

export function StackChoice() {
  const { by } = useUsageUrl().query.graph;
  const stacks = GRAPH_STACKS.map((stack) => ({
    key: stack,
    word: STACK_WORDS[stack],
    change: { by: stack === 'arch' ? null : stack },
    chosen: by === stack,
  }));
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2">
      <span>Stacked by</span>
      <ChoiceLinks label="What the graphs stack" options={stacks} />
    </div>
  );
}
