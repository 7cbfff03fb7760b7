'use client';
// The rows to show: filtered, and in an order that holds still while values tick.
import { useMemo, useState } from 'react';
import { filterRows, isTroubled, type PlacementFilter, sortRows } from '#lib/model/placement/placement-filter.ts';
import type { PlacementRow } from '#lib/model/placement/placement-view.ts';
import { workloadKey } from '#lib/model/placement/workload-ref.ts';

export function useRows(rows: readonly PlacementRow[], filter: PlacementFilter): readonly PlacementRow[] {
  const troubled = useTroubledOnce(rows);
  const { namespace, arch, state, text } = filter;
  return useMemo(
    () => sortRows(filterRows(rows, { namespace, arch, state, text }), troubled),
    [rows, troubled, namespace, arch, state, text],
  );
}

/** Keys of workloads that were in trouble at any time since the page was opened. */
function useTroubledOnce(rows: readonly PlacementRow[]): ReadonlySet<string> {
  const [troubled, setTroubled] = useState<ReadonlySet<string>>(() => new Set());
  const fresh = rows.filter((row) => isTroubled(row) && !troubled.has(workloadKey(row)));
  if (fresh.length === 0) return troubled;
  const next = new Set([...troubled, ...fresh.map(workloadKey)]);
  // Changed while rendering, so that no frame shows the old order.
  setTroubled(next);
  return next;
}
