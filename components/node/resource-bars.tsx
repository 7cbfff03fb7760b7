// Use above, requests below, both as a share of what is allocatable.
import type { ResourceRowView } from '#lib/model/node/node-view.ts';
import { percentOf } from './resource-text.ts';

export function ResourceBars({ row }: { row: ResourceRowView }) {
  const measured = row.used?.state === 'measured' ? row.used.used : null;
  const used = percentOf(row, measured);
  const requested = percentOf(row, row.requested);
  return (
    <svg className="block h-5 w-full min-w-24" aria-hidden="true">
      <rect className="meter-track" y="4" width="100%" height="12" rx="1" />
      {requested === null ? null : <rect className="meter-fill-soft" y="10" width={barWidth(requested)} height="6" />}
      {used === null ? null : <rect className="meter-fill" y="4" width={barWidth(used)} height="6" />}
    </svg>
  );
}

function barWidth(percent: number): string {
  return `${Math.min(Math.max(percent, 0), 100)}%`;
}
