// Counts in a status, as Go's omitempty writes them.

/** The field, or nothing where it is zero. */
export function nonZero(name: string, value: number): Record<string, number> {
  return value === 0 ? {} : { [name]: value };
}
