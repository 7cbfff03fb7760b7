'use client';
// The table: as many rows as are in sight, under a head that stays, and a first column that stays.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, memo, useCallback, useRef } from 'react';
import { flushSync } from 'react-dom';
import { useHydrated } from '#components/ui/use-hydrated.ts';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import type { PlacementColumns, PlacementRow } from '#lib/model/placement/placement-view.ts';
import { workloadKey } from '#lib/model/placement/workload-ref.ts';
import { type ColumnLayout, columnCount } from './column-layout.ts';
import { hiddenStops } from './column-window.ts';
import { MatrixFoot, MatrixHead } from './matrix-head.tsx';
import { MatrixRow } from './matrix-row.tsx';
import { useRoving } from './roving-stop.ts';
import { useColumnWindow } from './use-column-window.ts';

/** Of a row, in px: app/placement.css. */
const ROW_HEIGHT = 44;
/** Rows beyond those in sight, so that arrow keys and quick scrolling find some. */
const OVERSCAN = 8;
/** Fewer rows than this are all drawn, also by the server. */
const DRAWN_AT_ONCE = 60;

interface MatrixProps {
  columns: PlacementColumns;
  layout: ColumnLayout;
  rows: readonly PlacementRow[];
  why: PodRef | null;
  /** On a narrow screen rows differ in height and the page scrolls. */
  frame: 'scrolls' | 'page';
  frameRef: (element: HTMLElement | null) => void;
  onFold: (arch: string, folded: boolean) => void;
  onWhy: (pod: string, node: string | null) => void;
}

export function Matrix({ columns, layout, rows, why, frame, frameRef, onFold, onWhy }: MatrixProps) {
  const scroller = useRef<HTMLElement | null>(null);
  const setFrame = useCallback(
    (element: HTMLElement | null) => {
      scroller.current = element;
      frameRef(element);
    },
    [frameRef],
  );
  const part = usePart(rows.length, frame === 'scrolls', () => scroller.current);
  const { shown, reach } = useColumnWindow(layout, frame === 'scrolls', () => scroller.current);
  const hydrated = useHydrated();
  const { roving, onFocus, onKeyDown } = useRoving({
    in: (key) => {
      const row = rows.find((candidate) => workloadKey(candidate) === key);
      return row === undefined ? [] : hiddenStops(row, layout, shown);
    },
    draw: (column) => flushSync(() => reach(column)),
  });
  return (
    <section
      ref={setFrame}
      aria-label="Where everything runs"
      aria-describedby="placement-keys"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by a keyboard
      tabIndex={0}
      className="placement-frame"
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={(event) => followWhy(event, onWhy)}
    >
      <table
        className="placement-table"
        data-density={layout.density}
        data-roomy={layout.roomy ? '' : undefined}
        aria-rowcount={rows.length}
        aria-colcount={columnCount(layout)}
      >
        <Columns layout={layout} />
        <MatrixHead layout={layout} shown={shown} onFold={onFold} />
        <tbody>
          <Spacer height={part.beforePx} />
          {part.indexes.map((index) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = workloadKey(row);
            const selected = why !== null && isOf(row, why) ? why.name : null;
            return (
              <MatrixRow
                key={key}
                row={row}
                layout={layout}
                shown={shown}
                roving={roving}
                selected={selected}
                index={index}
              />
            );
          })}
          <Spacer height={part.afterPx} />
        </tbody>
        <MatrixFoot columns={columns} layout={layout} />
      </table>
      {part.indexes.length < rows.length && part.afterPx === 0 && part.beforePx === 0 ? (
        <p className="p-4 text-ink-2">{`The first ${part.indexes.length} of ${rows.length}: narrow them with the filter.`}</p>
      ) : null}
      {hydrated || shown.to >= columnCount(layout) ? null : (
        <p className="p-4 text-ink-2">The boards further right are drawn when JavaScript has arrived.</p>
      )}
    </section>
  );
}

function isOf(row: PlacementRow, { namespace, name }: PodRef): boolean {
  return row.namespace === namespace && row.pods.some((pod) => pod.name === name);
}

interface Part {
  indexes: readonly number[];
  /** What stands for the rows that are not drawn. */
  beforePx: number;
  afterPx: number;
}

function usePart(count: number, scrolls: boolean, getScrollElement: () => HTMLElement | null): Part {
  const hydrated = useHydrated();
  const windowed = hydrated && scrolls && count > DRAWN_AT_ONCE;
  const virtualizer = useVirtualizer({
    count,
    getScrollElement,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    enabled: windowed,
  });
  if (!windowed) {
    return { indexes: Array.from({ length: Math.min(count, NARROW_MAX) }, (_, i) => i), beforePx: 0, afterPx: 0 };
  }
  const items = virtualizer.getVirtualItems();
  return {
    indexes: items.map(({ index }) => index),
    beforePx: items[0]?.start ?? 0,
    afterPx: virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0),
  };
}

/** Where rows are not windowed: more are not read, but filtered. */
const NARROW_MAX = 200;

/** Heights in style attributes come from the browser's own script, never from the server. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of a table is not focusable
    <tr aria-hidden="true">
      <td className="spacer" style={{ height }} />
    </tr>
  );
}

const Columns = memo(function Columns({ layout }: { layout: ColumnLayout }) {
  return (
    <colgroup>
      <col className="col-name" />
      <col className="col-ready" />
      {layout.groups.flatMap(({ arch, folded, nodes }) =>
        folded || nodes.length === 0 ? (
          <col key={arch} className="col-folded" />
        ) : (
          nodes.map(({ name }) => <col key={name} className="col-node" />)
        ),
      )}
      <col className="col-images" />
    </colgroup>
  );
});

/** A plain click stays on the page; with a modifier the browser opens the link where the reader wants it. */
function followWhy(event: MouseEvent, onWhy: MatrixProps['onWhy']): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-why]') : null;
  const pod = link?.dataset['why'];
  if (link === null || pod === undefined) return;
  event.preventDefault();
  onWhy(pod, link.dataset['node'] ?? null);
}
