'use client';
// The filter leaves nothing: says which part of it to drop, and how many workloads that would bring back.
import { Button } from '#components/ui/button.tsx';
import { formatCount } from '#lib/format/count.ts';
import { activeFilters, filterRows, type PlacementFilter } from '#lib/model/placement/placement-filter.ts';
import type { PlacementRow } from '#lib/model/placement/placement-view.ts';
import { FILTER_WORDS } from './state-words.ts';

interface NothingFoundProps {
  filter: PlacementFilter;
  rows: readonly PlacementRow[];
  onDrop: (part: keyof PlacementFilter) => void;
}

export function NothingFound({ filter, rows, onDrop }: NothingFoundProps) {
  const parts = activeFilters(filter);
  return (
    <div className="m-4 max-w-160 rounded border border-line-2 border-dashed p-6 sm:m-6" role="status">
      <h2 className="text-16 font-semibold">No workload is like that</h2>
      <p className="text-ink-2">
        None of {formatCount(rows.length, 'workload')} {parts.map((part) => words(part, filter)).join(', ')}.
      </p>
      <ul className="mt-3 flex flex-wrap gap-2">
        {parts.map((part) => (
          <li key={part}>
            <Button onClick={() => onDrop(part)}>
              Drop “{filter[part] === filter.state ? stateWord(filter) : filter[part]}”
              <span className="font-normal text-ink-2">
                {formatCount(filterRows(rows, { ...filter, [part]: '' }).length, 'workload')}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function words(part: keyof PlacementFilter, filter: PlacementFilter): string {
  switch (part) {
    case 'namespace':
      return `is in namespace ${filter.namespace}`;
    case 'arch':
      return `has a pod on ${filter.arch}`;
    case 'state':
      return filter.state === 'unready' ? 'is not all ready' : `has a pod that is ${stateWord(filter)}`;
    case 'text':
      return `says “${filter.text.trim()}”`;
  }
}

function stateWord({ state }: PlacementFilter): string {
  return state === '' ? '' : FILTER_WORDS[state];
}
