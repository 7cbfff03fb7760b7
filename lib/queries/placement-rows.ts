// Rows of the topic `placement`, read back as what they are: lib/model/placement/placement-view.ts is the contract.
import type { PlacementColumns, PlacementRow, PlacementSources } from '#lib/model/placement/placement-view.ts';
import type { Rows } from '#lib/model/stream.ts';
import { rowsUnder } from './rows-under.ts';

export const PLACEMENT_TOPIC = 'placement';

export interface PlacementRows {
  /** Null until the nodes are known. */
  columns: PlacementColumns | null;
  /** In no order. A row that did not change is the same object as before. */
  rows: readonly PlacementRow[];
  sources: PlacementSources;
}

export function placementOf(rows: Rows): PlacementRows {
  return {
    columns: (rows['columns'] as PlacementColumns | undefined) ?? null,
    rows: rowsUnder<PlacementRow>(rows, 'row/'),
    sources: (rows['sources'] as PlacementSources | undefined) ?? {},
  };
}
