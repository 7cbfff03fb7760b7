// How fields of a filter look: in ink once they filter.

export const FIELD = 'h-8 max-w-full rounded border bg-paper px-2';

export function fieldTone(value: string): string {
  return value === '' ? 'border-line-2 text-ink-2' : 'border-ink font-medium';
}
