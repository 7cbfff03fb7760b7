// How many cases and steps there are, by kind and verb.
import type { Case } from './case.ts';

/** A table as lines: kinds as rows, verbs as columns, compared steps as cells. */
export function tallyOf(cases: readonly Case[]): string[] {
  const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'WATCH', 'KUBECTL'];
  const counts = new Map<string, Map<string, number>>();
  for (const { kind, steps } of cases) {
    const row = counts.get(kind) ?? new Map<string, number>();
    for (const step of steps) {
      if ('uncompared' in step && step.uncompared === true) continue;
      row.set(step.verb, (row.get(step.verb) ?? 0) + 1);
    }
    counts.set(kind, row);
  }
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const line = (name: string, cells: readonly (number | string)[]) =>
    name.padEnd(28) + cells.map((cell) => String(cell).padStart(9)).join('');
  return [
    `${cases.length} cases on both clusters; compared answers by kind and verb:`,
    line('kind', verbs),
    ...rows.map(([kind, row]) =>
      line(
        kind,
        verbs.map((verb) => row.get(verb) ?? 0),
      ),
    ),
  ];
}
