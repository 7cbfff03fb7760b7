'use client';
// The filter: a form like any other before JavaScript arrives, live afterwards.
import { Button } from '#components/ui/button.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { useHydrated } from '#components/ui/use-hydrated.ts';
import { type ImageFilter, SHOW_FILTERS, type ShowFilter } from '#lib/model/images/image-filter.ts';

const SHOW_WORDS: Readonly<Record<ShowFilter, string>> = {
  trouble: 'in trouble',
  unknown: 'platforms not known',
};

interface ImageFiltersProps {
  filter: ImageFilter;
  archs: readonly string[];
  onChange: (part: keyof ImageFilter, value: string) => void;
}

export function ImageFilters({ filter, archs, onChange }: ImageFiltersProps) {
  const hydrated = useHydrated();
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to all browsers this is for
    <form
      role="search"
      aria-label="Filter images"
      action="/images"
      className="flex flex-wrap gap-2"
      onSubmit={(event) => event.preventDefault()}
    >
      <SelectField
        name="arch"
        label="Architecture it runs on"
        all="all architectures"
        value={filter.arch}
        options={archs.map((arch) => [arch, arch])}
        onChange={(value) => onChange('arch', value)}
      />
      <SelectField
        name="show"
        label="Which images"
        all="all images"
        value={filter.show}
        options={SHOW_FILTERS.map((show) => [show, SHOW_WORDS[show]])}
        onChange={(value) => onChange('show', value)}
      />
      <SearchField
        label="Name of an image or a workload"
        placeholder="Name"
        value={filter.text}
        onChange={(value) => onChange('text', value)}
      />
      {hydrated ? null : <Button type="submit">Filter</Button>}
    </form>
  );
}
