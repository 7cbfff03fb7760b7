// Names in a sentence: the first few, and how many more there are.

/** The table has all. */
const NAMED_MAX = 4;

/** `a, b and c`; `a, b, c, d and 3 more`. */
export function listed(names: readonly string[]): string {
  if (names.length > NAMED_MAX) return `${names.slice(0, NAMED_MAX).join(', ')} and ${names.length - NAMED_MAX} more`;
  const last = names.at(-1) ?? '';
  return names.length <= 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
