'use client';
// The head of a column that sorts: a button of the filter's form, so that it sorts before JavaScript arrives as well.
import { nextSorting, type Sorting, sortingText } from '#lib/model/usage/usage-query.ts';
import { changeUrl } from './use-usage-url.ts';

export const FILTER_FORM = 'usage-filter';

interface SortHeadProps<Column extends string> {
  /** As kubectl prints it where it does. */
  title: string;
  column: Column;
  sorting: Sorting<Column>;
  /** What is compared, where the title does not say it. */
  by?: string;
}

export function SortHead<Column extends string>({ title, column, sorting, by }: SortHeadProps<Column>) {
  const sorted = sorting.column === column;
  const next = sortingText(nextSorting(sorting, column));
  return (
    <th scope="col" aria-sort={sorted ? (sorting.descending ? 'descending' : 'ascending') : undefined}>
      <button
        type="submit"
        form={FILTER_FORM}
        name="sort"
        value={next}
        title={by === undefined ? undefined : `sorts by ${by}`}
        className={`min-h-6 whitespace-nowrap hover:text-ink ${sorted ? 'font-medium text-ink' : ''}`}
        onClick={(event) => {
          event.preventDefault();
          changeUrl({ sort: next });
        }}
      >
        {title}
        <span aria-hidden="true">{sorted ? (sorting.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}
