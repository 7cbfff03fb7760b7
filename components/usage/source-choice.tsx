'use client';
// Which source the graphs are from, where several have a history.
import { SelectField } from '#components/ui/select-field.tsx';
import type { FoundSource } from '#lib/model/usage/usage-view.ts';
import { changeUrl, useUsageUrl } from './use-usage-url.ts';

export function SourceChoice({ found }: { found: readonly FoundSource[] }) {
  const { source } = useUsageUrl().query.graph;
  // The address names a kind: of two of one kind the server asks the first.
  const sources = [
    ...Map.groupBy(
      found.filter(({ graphs }) => graphs),
      ({ kind }) => kind,
    ).values(),
  ].flatMap(([first]) => first ?? []);
  if (sources.length < 2 && source === '') return null;
  return (
    <div className="flex min-w-0 items-center gap-2 text-ink-2">
      <span aria-hidden="true">Source</span>
      <SelectField
        name="source"
        label="Source of the graphs"
        all="the best there is"
        value={source}
        options={sources.map(({ kind, title }) => [kind, title])}
        onChange={(value) => changeUrl({ source: value })}
      />
    </div>
  );
}
