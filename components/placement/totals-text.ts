// The cluster in one line.
import { formatCount } from '#lib/format/count.ts';
import type { PinState } from '#lib/model/overview/overview-view.ts';
import type { PlacementColumns, PlacementRow } from '#lib/model/placement/placement-view.ts';

const TOLD: readonly PinState[] = ['failing', 'pending', 'unknown'];

/** `10 workloads, 35 pods, 1 failing, 1 pending`. */
export function totalsText(columns: PlacementColumns, rows: readonly PlacementRow[]): string {
  const told = TOLD.map((state) => {
    const count = rows.reduce(
      (sum, row) => sum + Object.values(row.byArch).reduce((inRow, counts) => inRow + (counts[state] ?? 0), 0),
      0,
    );
    return count === 0 ? null : `${count} ${state}`;
  });
  const parts = [
    formatCount(columns.workloadCount, 'workload'),
    columns.podCount === null ? 'pods not readable' : formatCount(columns.podCount, 'pod'),
    ...told,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
