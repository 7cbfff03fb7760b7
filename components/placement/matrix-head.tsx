// The columns' heads: architectures that fold, their nodes with their state, and below the table how many pods each has.
import Link from 'next/link';
import { memo } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import { formatCount } from '#lib/format/count.ts';
import type { PlacementColumns } from '#lib/model/placement/placement-view.ts';
import { type ColumnGroup, type ColumnLayout, type ColumnNode, columnCount, READY_COLUMN } from './column-layout.ts';
import { type ColumnWindow, drawnPart } from './column-window.ts';
import { Gap } from './matrix-cells.tsx';
import { StateCounts } from './pod-links.tsx';
import { countsText } from './state-words.ts';

interface MatrixHeadProps {
  layout: ColumnLayout;
  shown: ColumnWindow;
  onFold: (arch: string, folded: boolean) => void;
}

/** Drawn again only when columns change: not with each step of scrolling down. */
export const MatrixHead = memo(function MatrixHead({ layout, shown, onFold }: MatrixHeadProps) {
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2} className="cell-first" aria-colindex={1}>
          workload
        </th>
        <th scope="col" rowSpan={2} aria-colindex={READY_COLUMN}>
          ready
        </th>
        {layout.groups.map((group) => (
          <th
            key={group.arch}
            scope="colgroup"
            colSpan={group.columnCount}
            aria-colindex={group.firstColumn}
            className={`cell-group ${archClass(group.arch)}`}
          >
            <ArchHead group={group} onFold={onFold} />
          </th>
        ))}
        <th scope="col" rowSpan={2} className="cell-group" aria-colindex={columnCount(layout)}>
          image runs on
        </th>
      </tr>
      <tr>
        {layout.groups.map((group) =>
          group.folded ? (
            <th key={group.arch} scope="col" className="cell-group" aria-colindex={group.firstColumn}>
              {formatCount(group.nodes.length, 'board')}
            </th>
          ) : (
            <NodeHeads key={group.arch} group={group} shown={shown} />
          ),
        )}
      </tr>
    </thead>
  );
});

function NodeHeads({ group, shown }: { group: ColumnGroup; shown: ColumnWindow }) {
  const { before, drawn, after } = drawnPart(group, shown);
  return (
    <>
      <Gap columns={before} first />
      {drawn.map(({ node, at, column }) => (
        <NodeHead key={node.name} node={node} column={column} first={at === 0} />
      ))}
      <Gap columns={after} first={drawn.length === 0 && before === 0} />
    </>
  );
}

function ArchHead({
  group: { arch, folded, foldable },
  onFold,
}: {
  group: ColumnGroup;
  onFold: MatrixHeadProps['onFold'];
}) {
  const words = (
    <>
      <Glyph arch={arch} size={13} />
      <span className="truncate">{arch}</span>
    </>
  );
  if (!foldable) return <span className="fold">{words}</span>;
  return (
    <button
      type="button"
      className="fold"
      aria-expanded={!folded}
      title={folded ? `Show each board of ${arch}` : `Fold the boards of ${arch} into one column`}
      onClick={() => onFold(arch, !folded)}
    >
      {words}
      <svg viewBox="0 0 8 8" width="8" height="8" className="fold-sign" aria-hidden="true">
        <path d={folded ? 'M2.5 0.5L6 4 2.5 7.5' : 'M0.5 2.5L4 6 7.500 2.500'} fill="none" stroke="currentColor" />
      </svg>
    </button>
  );
}

const STATE_WORDS: Readonly<Record<ColumnNode['state'], string | null>> = {
  ready: null,
  'not-ready': 'not ready',
  cordoned: 'cordoned',
};

interface NodeHeadProps {
  node: ColumnNode;
  column: number;
  first: boolean;
}

function NodeHead({ node: { name, state }, column, first }: NodeHeadProps) {
  const word = STATE_WORDS[state];
  return (
    <th
      scope="col"
      className={`${first ? 'cell-group' : ''} ${state === 'not-ready' ? 'head-down' : ''}`}
      aria-colindex={column}
    >
      <Link
        href={`/nodes/${name}`}
        prefetch={false}
        title={word === null ? name : `${name}: ${word}`}
        className={`node-head ${state === 'not-ready' ? 'text-error' : ''}`}
      >
        <span className="truncate">{name}</span>
        {word === null ? null : (
          <>
            <span className="node-sign" aria-hidden="true">
              {state === 'not-ready' ? '✕' : '▨'}
            </span>
            <span className="sr-only">, {word}</span>
          </>
        )}
      </Link>
    </th>
  );
}

const NO_TAB = () => undefined;

interface MatrixFootProps {
  columns: PlacementColumns;
  layout: ColumnLayout;
}

export const MatrixFoot = memo(function MatrixFoot({ columns, layout }: MatrixFootProps) {
  return (
    <tfoot>
      <tr>
        <th scope="row" className="cell-first" aria-colindex={1}>
          all pods
        </th>
        <td className="cell-ready" aria-colindex={READY_COLUMN}>
          {columns.podCount ?? ''}
        </td>
        {layout.groups.map((group) => {
          const counts = columns.architectures.find(({ arch }) => arch === group.arch)?.pods ?? {};
          return (
            <td
              key={group.arch}
              colSpan={group.columnCount}
              aria-colindex={group.firstColumn}
              className={`cell-group ${archClass(group.arch)}`}
              title={`${group.arch}: ${countsText(counts) || 'no pods'}`}
            >
              <span className="cell-title">
                <Glyph arch={group.arch} size={12} /> {group.arch}
              </span>
              <StateCounts namespace="" counts={counts} pods={[]} selected={null} tabIndex={NO_TAB} />
            </td>
          );
        })}
        <td className="cell-group cell-images" aria-colindex={columnCount(layout)} />
      </tr>
    </tfoot>
  );
});
