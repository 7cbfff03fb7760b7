'use client';
// The filter of the tables: a form like any other before JavaScript arrives, live afterwards.
import { Button } from '#components/ui/button.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { useHydrated } from '#components/ui/use-hydrated.ts';
import { FILTER_FORM } from './sort-head.tsx';
import { changeUrl, useUsageUrl } from './use-usage-url.ts';

/** What its own fields and buttons say of the address. */
const OWN_PARTS: ReadonlySet<string> = new Set(['text', 'arch', 'namespace', 'sort']);

interface UsageFiltersProps {
  archs: readonly string[];
  /** Null where the table knows no namespaces. */
  namespaces: readonly string[] | null;
}

export function UsageFilters({ archs, namespaces }: UsageFiltersProps) {
  const { query, parts } = useUsageUrl();
  const { filter } = query;
  const hydrated = useHydrated();
  const sort = parts.find(([name]) => name === 'sort')?.[1];
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to all browsers this is for
    <form
      id={FILTER_FORM}
      role="search"
      aria-label="Filter the table"
      action="/usage"
      className="flex min-w-0 flex-wrap gap-2"
      onSubmit={(event) => event.preventDefault()}
    >
      {parts
        .filter(([name]) => !OWN_PARTS.has(name))
        .map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
      {namespaces === null ? null : (
        <SelectField
          name="namespace"
          label="Namespace"
          all="all namespaces"
          value={filter.namespace}
          options={namespaces.map((name) => [name, name])}
          onChange={(value) => changeUrl({ namespace: value })}
        />
      )}
      <SelectField
        name="arch"
        label="Architecture"
        all="all architectures"
        value={filter.arch}
        options={archs.map((name) => [name, name])}
        onChange={(value) => changeUrl({ arch: value })}
      />
      <SearchField
        label={namespaces === null ? 'Name of a node' : 'Name of a pod'}
        placeholder="Name"
        value={filter.text}
        onChange={(value) => changeUrl({ text: value })}
      />
      {/* It carries the order along, as the heads of the columns do. */}
      {hydrated ? null : (
        <Button type="submit" {...(sort === undefined ? {} : { name: 'sort', value: sort })}>
          Filter
        </Button>
      )}
    </form>
  );
}
