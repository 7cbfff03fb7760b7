'use client';
// Where everything runs: workloads by architecture and node, live, and beside it why a pod is where it is.
import Link from 'next/link';
import { useCallback, useMemo, useRef } from 'react';
import { SourceNotes } from '#components/overview/source-notes.tsx';
import { compareText } from '#lib/model/compare-text.ts';
import type { PlacementColumns } from '#lib/model/placement/placement-view.ts';
import { PLACEMENT_TOPIC, placementOf } from '#lib/queries/placement-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';
import { type ColumnLayout, columnLayout, type FoldChoice, layoutKey } from './column-layout.ts';
import { Filters } from './filters.tsx';
import { Legend } from './legend.tsx';
import { Matrix } from './matrix.tsx';
import { NothingFound } from './nothing-found.tsx';
import { NothingPlaced } from './nothing-placed.tsx';
import { PlacementSkeleton } from './placement-skeleton.tsx';
import { totalsText } from './totals-text.ts';
import { foldChange, usePlacementUrl } from './use-placement-url.ts';
import { useRows } from './use-rows.ts';
import { useWidth } from './use-width.ts';
import { WhySide } from './why-side.tsx';

/** Narrower, rows become a list: app/placement.css. */
const LIST_BELOW = 640;

export function PlacementPage() {
  const { data, error } = useTopic(PLACEMENT_TOPIC);
  const { columns, rows, sources } = useMemo(() => placementOf(data?.rows ?? {}), [data]);
  const { filter, fold, why, node, change } = usePlacementUrl();
  const { ref, width } = useWidth();
  const shown = useRows(rows, filter);
  const layout = useLayout(columns, fold, width);
  const onFold = useCallback((arch: string, folded: boolean) => change(foldChange(fold, arch, folded)), [change, fold]);
  const namespaces = useMemo(() => [...new Set(rows.map((row) => row.namespace))].sort(compareText), [rows]);
  const side =
    why === null ? null : (
      <WhySide
        pod={why}
        node={node}
        columns={columns}
        rows={rows}
        onClose={() => change({ why: null, node: null })}
        onPod={showWhy}
      />
    );
  function showWhy(pod: string, at: string | null): void {
    change({ why: pod, node: at }, 'push');
  }
  if (data === undefined && error === null) return <PlacementSkeleton />;
  if (columns === null || layout === null || rows.length === 0) {
    return (
      <div className="placement">
        <div className="placement-main">
          <NothingPlaced columns={columns} sources={sources} error={error} />
        </div>
        {side}
      </div>
    );
  }
  return (
    <div className="placement" data-why={why === null ? undefined : ''}>
      <div className="placement-main">
        <div className="placement-head">
          <h1 className="text-24 font-semibold tracking-tight">Placement</h1>
          <p className="text-ink-2">{totalsText(columns, rows)}</p>
          <Link href="/what-if" prefetch={false} className="underline">
            What if?
          </Link>
          <Filters
            filter={filter}
            namespaces={namespaces}
            archs={columns.architectures.map(({ arch }) => arch)}
            onChange={(part, value) => change({ [part]: value })}
          />
        </div>
        <SourceNotes sources={sources} />
        {shown.length === 0 ? (
          <NothingFound filter={filter} rows={rows} onDrop={(part) => change({ [part]: null })} />
        ) : (
          <Matrix
            columns={columns}
            layout={layout}
            rows={shown}
            why={why}
            frame={width !== null && width < LIST_BELOW ? 'page' : 'scrolls'}
            frameRef={ref}
            onFold={onFold}
            onWhy={showWhy}
          />
        )}
        <Legend />
      </div>
      {side}
    </div>
  );
}

/** The same object as long as it draws the same, though pods came and went. */
function useLayout(columns: PlacementColumns | null, fold: FoldChoice, width: number | null): ColumnLayout | null {
  const kept = useRef<{ key: string; layout: ColumnLayout } | null>(null);
  return useMemo(() => {
    if (columns === null) return null;
    const layout = columnLayout(columns, fold, width);
    const key = layoutKey(layout);
    if (kept.current?.key !== key) kept.current = { key, layout };
    return kept.current.layout;
  }, [columns, fold, width]);
}
