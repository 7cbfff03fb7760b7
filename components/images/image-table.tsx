'use client';
// The images, worst first: name and trouble, platforms, who uses it, boards.
import Link from 'next/link';
import type { Asked } from '#components/actions/action-dialog.tsx';
import { useAction } from '#components/actions/use-action.tsx';
import { Glyph } from '#components/boards/glyph.tsx';
import { useReadOnly } from '#components/shell/access.tsx';
import { Button } from '#components/ui/button.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { formatCount } from '#lib/format/count.ts';
import { nodeHref, podHref, workloadHref } from '#lib/model/hrefs.ts';
import type { ImageProblem, ImageRowView } from '#lib/model/images/image-view.ts';
import { PlatformGlyphs } from './platform-glyphs.tsx';

/** Names of a column's cell; the rest is counted. */
const NAMED_MAX = 6;

interface ImageTableProps {
  rows: readonly ImageRowView[];
  empty: string;
}

export function ImageTable({ rows, empty }: ImageTableProps) {
  const { ask, dialog } = useAction();
  const columns: readonly Column<ImageRowView>[] = [
    { title: 'image', cell: (row) => <NameCell row={row} ask={ask} />, className: 'cell-main' },
    { title: 'platforms', cell: (row) => <PlatformCell row={row} />, className: 'cell-line' },
    { title: 'used by', cell: (row) => <UsersCell row={row} />, className: 'cell-line' },
    { title: 'on boards', cell: (row) => <BoardsCell row={row} />, className: 'cell-line' },
  ];
  return (
    <>
      <DataTable label="Images in use" columns={columns} rows={rows} rowKey={({ image }) => image} empty={empty} />
      {dialog}
    </>
  );
}

function NameCell({ row, ask }: { row: ImageRowView; ask: (asked: Asked) => void }) {
  return (
    <div className="max-w-120">
      <span className="font-mono wrap-anywhere">{row.image}</span>
      {row.problem === null ? null : <Problem problem={row.problem} ask={ask} />}
    </div>
  );
}

function Problem({ problem, ask }: { problem: ImageProblem; ask: (asked: Asked) => void }) {
  const readOnly = useReadOnly();
  const fails = problem.kind === 'fails';
  return (
    <div className="mt-1">
      <p className={fails ? 'text-error' : 'text-warning'}>
        <span aria-hidden="true">{fails ? '✕ ' : '▲ '}</span>
        {problem.text}
      </p>
      {problem.pods.length === 0 ? null : (
        <p className="text-ink-2">
          What is wrong, and ways out:{' '}
          {problem.pods.map((pod, index) => (
            <span key={`${pod.namespace}/${pod.name}`}>
              {index === 0 ? '' : ', '}
              <Link href={podHref(pod)} prefetch={false} className="underline">
                {pod.name}
              </Link>
            </span>
          ))}
        </p>
      )}
      <ul className="mt-1 flex flex-col items-start gap-2">
        {problem.users.slice(0, NAMED_MAX).map(({ workload, boards, pin, text }) => (
          <li key={`${workload.namespace}/${workload.kind}/${workload.name}`}>
            {pin === null || readOnly ? null : (
              <Button className="mb-1" onClick={() => ask(pin)}>
                Pin {workload.kind} {workload.name}
              </Button>
            )}
            <p className="text-ink-2">
              {pin === null ? `${workload.kind} ${workload.name}: ` : ''}
              {text}
              {boards.length === 0 ? '.' : `. Now it may land on ${boards.join(', ')}, where it cannot run.`}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PlatformCell({ row }: { row: ImageRowView }) {
  return (
    <div className="max-w-90">
      <PlatformGlyphs platforms={row.platforms} source={row.source} />
      <p className="break-words text-ink-2">{shapeWords(row)}</p>
    </div>
  );
}

function shapeWords({ shape, how }: ImageRowView): string {
  if (shape === null) return how;
  return `${shape === 'index' ? 'manifest list' : 'one platform only'}, ${how}`;
}

function UsersCell({ row: { users, userCount, podCount } }: { row: ImageRowView }) {
  return (
    <div className="max-w-90">
      {users.slice(0, NAMED_MAX).map(({ kind, namespace, name }, index) => (
        <span key={`${namespace}/${kind}/${name}`}>
          {index === 0 ? '' : ', '}
          <Link href={workloadHref(namespace, name)} prefetch={false} className="wrap-break-word underline">
            {name}
          </Link>
        </span>
      ))}
      {userCount > NAMED_MAX ? ` and ${userCount - NAMED_MAX} more` : ''}
      <span className="text-ink-2"> {formatCount(podCount, 'pod')}</span>
    </div>
  );
}

function BoardsCell({ row: { boards, boardCount } }: { row: ImageRowView }) {
  if (boardCount === 0) return <span className="text-ink-2">none</span>;
  return (
    <ul className="flex max-w-90 flex-wrap gap-x-3 gap-y-1">
      {boards.slice(0, NAMED_MAX).map(({ name, arch, runs }) => (
        <li key={name} className="flex items-center gap-1 whitespace-nowrap">
          <Glyph arch={arch} size={12} />
          <Link href={nodeHref(name)} prefetch={false} className="underline">
            {name}
          </Link>
          {runs ? null : <span className="text-ink-2">no pod ready</span>}
        </li>
      ))}
      {boardCount > NAMED_MAX ? <li className="text-ink-2">and {boardCount - NAMED_MAX} more</li> : null}
    </ul>
  );
}
