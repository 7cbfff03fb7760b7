// All rows of a kind: those whose keys begin the same.
import type { Rows } from '#lib/model/stream.ts';

/** In no order. */
export function rowsUnder<Row>(rows: Rows, prefix: string): Row[] {
  const found: Row[] = [];
  for (const key in rows) if (key.startsWith(prefix)) found.push(rows[key] as Row);
  return found;
}
