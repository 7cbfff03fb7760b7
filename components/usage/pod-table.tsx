'use client';
// What `kubectl top pod` prints, with its containers unfolded where asked for; only the lines in sight are drawn.
import { useCallback, useMemo, useState } from 'react';
import { formatCount } from '#lib/format/count.ts';
import { type PodLine, podLines } from '#lib/model/usage/pod-table.ts';
import type { UsageQuery } from '#lib/model/usage/usage-query.ts';
import type { PodUsageRow } from '#lib/model/usage/usage-view.ts';
import { ContainerRow, type LinePlace, PodGroupRow, PodRow } from './pod-rows.tsx';
import { SortHead } from './sort-head.tsx';
import { useLineWindow } from './use-line-window.ts';

interface PodTableProps {
  pods: readonly PodUsageRow[];
  query: UsageQuery;
}

export function PodTable({ pods, query }: PodTableProps) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(() => new Set());
  const lines = useMemo(() => podLines(pods, query, turned), [pods, query, turned]);
  const onTurn = useCallback((key: string) => setTurned((now) => withTurned(now, key)), []);
  const { tableRef, lineRef, indexes, beforePx, afterPx, left } = useLineWindow(lines.map(({ key }) => key));
  if (lines.length === 0) {
    return (
      <p role="status" className="text-ink-2">
        None of {formatCount(pods.length, 'pod')} is like that: drop a part of the filter.
      </p>
    );
  }
  return (
    <>
      <table
        ref={tableRef}
        className="data-table usage-table"
        aria-label="Use of the pods"
        aria-rowcount={lines.length + 1}
      >
        <PodHead query={query} />
        <tbody>
          <Spacer height={beforePx} />
          {indexes.map((index) => {
            const line = lines[index];
            return line === undefined ? null : (
              <Line key={line.key} line={line} at={{ index, ref: lineRef }} onTurn={onTurn} />
            );
          })}
          <Spacer height={afterPx} />
        </tbody>
      </table>
      {left === 0 ? null : (
        <p className="mt-3 text-ink-2">{formatCount(left, 'more line')}: narrow them with the filter.</p>
      )}
    </>
  );
}

function PodHead({ query: { podSorting: sorting } }: { query: UsageQuery }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <SortHead title="NAMESPACE" column="namespace" sorting={sorting} />
        <SortHead title="NAME" column="name" sorting={sorting} />
        <SortHead title="CPU(cores)" column="cpu" sorting={sorting} />
        <th scope="col" className="usage-spark">
          <span>last hour</span>
        </th>
        <SortHead title="MEMORY(bytes)" column="memory" sorting={sorting} />
        <th scope="col" className="usage-spark">
          <span>last hour</span>
        </th>
        <SortHead title="requests" column="requests" sorting={sorting} by="memory" />
        <SortHead title="limits" column="limits" sorting={sorting} by="memory" />
        <SortHead title="node" column="node" sorting={sorting} />
      </tr>
    </thead>
  );
}

interface LineProps {
  line: PodLine;
  at: LinePlace;
  onTurn: (key: string) => void;
}

function Line({ line, at, onTurn }: LineProps) {
  switch (line.kind) {
    case 'group':
      return <PodGroupRow group={line.group} at={at} />;
    case 'pod':
      return <PodRow pod={line.pod} unfolded={line.unfolded} index={at.index} lineRef={at.ref} onTurn={onTurn} />;
    case 'container':
      return <ContainerRow pod={line.pod} container={line.container} at={at} />;
  }
}

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

function withTurned(turned: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(turned);
  if (!next.delete(key)) next.add(key);
  return next;
}
