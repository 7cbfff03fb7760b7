// A graph's numbers as CSV (RFC 4180): a row for each step, times in ISO 8601, nothing where nobody measured.
import type { UsageGraphView } from '../usage-view.ts';

const LINE_END = '\r\n';
/** Of a millicore: finer than any source measures. */
const CPU_DIGITS = 3;

export function csvOf({ fromMs, stepMs, series }: UsageGraphView): string {
  const columns = series.flatMap(({ key, cpu, memory }) => [
    { title: `${key} CPU millicores`, values: rounded(cpu.mean, CPU_DIGITS) },
    { title: `${key} CPU millicores peak`, values: rounded(cpu.max, CPU_DIGITS) },
    { title: `${key} memory bytes`, values: rounded(memory.mean, 0) },
    { title: `${key} memory bytes peak`, values: rounded(memory.max, 0) },
  ]);
  const count = Math.max(0, ...columns.map(({ values }) => values.length));
  const rows = Array.from({ length: count }, (_, index) => [
    new Date(fromMs + index * stepMs).toISOString(),
    ...columns.map(({ values }) => values[index] ?? ''),
  ]);
  return [['time', ...columns.map(({ title }) => title)], ...rows]
    .map((row) => row.map(field).join(',') + LINE_END)
    .join('');
}

function rounded(values: readonly (number | null)[], digits: number): readonly string[] {
  return values.map((value) => (value === null ? '' : String(Number(value.toFixed(digits)))));
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
