'use client';
// The filter: a form like any other before JavaScript arrives, live afterwards.
import { Button } from '#components/ui/button.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { useHydrated } from '#components/ui/use-hydrated.ts';
import { type PlacementFilter, STATE_FILTERS } from '#lib/model/placement/placement-filter.ts';
import { FILTER_WORDS } from './state-words.ts';

interface FiltersProps {
  filter: PlacementFilter;
  namespaces: readonly string[];
  archs: readonly string[];
  onChange: (part: keyof PlacementFilter, value: string) => void;
}

export function Filters({ filter, namespaces, archs, onChange }: FiltersProps) {
  const hydrated = useHydrated();
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to all browsers this is for
    <form
      role="search"
      aria-label="Filter workloads"
      action="/placement"
      className="placement-filters"
      onSubmit={(event) => event.preventDefault()}
    >
      <SelectField
        name="namespace"
        label="Namespace"
        all="all namespaces"
        value={filter.namespace}
        options={namespaces.map((name) => [name, name])}
        onChange={(value) => onChange('namespace', value)}
      />
      <SelectField
        name="arch"
        label="Architecture its pods run on"
        all="all architectures"
        value={filter.arch}
        options={archs.map((name) => [name, name])}
        onChange={(value) => onChange('arch', value)}
      />
      <SelectField
        name="state"
        label="State"
        all="any state"
        value={filter.state}
        options={STATE_FILTERS.map((state) => [state, FILTER_WORDS[state]])}
        onChange={(value) => onChange('state', value)}
      />
      <SearchField
        label="Name of a workload or a pod"
        placeholder="Name"
        value={filter.text}
        onChange={(value) => onChange('text', value)}
      />
      {hydrated ? null : <Button type="submit">Filter</Button>}
    </form>
  );
}
