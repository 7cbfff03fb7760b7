'use client';
// A table that becomes a list on a narrow screen, shows its first hundred rows, and flashes rows that have just come.
import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { useFresh } from './use-fresh.ts';

/** More rows than this slow a Pi's browser down and are not read anyway: the rest comes when asked for. */
const ROWS_AT_FIRST = 100;

export interface Column<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  className?: string;
}

interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Instead of a table without rows. */
  empty: ReactNode;
}

export function DataTable<Row>({ label, columns, rows, rowKey, empty }: DataTableProps<Row>) {
  const [all, setAll] = useState(false);
  const isFresh = useFresh(rows.map(rowKey));
  if (rows.length === 0) return <p className="text-ink-2">{empty}</p>;
  const shown = all ? rows : rows.slice(0, ROWS_AT_FIRST);
  return (
    <>
      <table className="data-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={rowKey(row)} className={isFresh(rowKey(row)) ? 'flash' : undefined}>
              {columns.map(({ title, cell, className }) => (
                <td key={title} data-title={title} className={className}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length ? (
        <Button className="mt-3" onClick={() => setAll(true)}>
          Show {rows.length - shown.length} more
        </Button>
      ) : null}
    </>
  );
}
