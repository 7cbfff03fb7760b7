// What expressions give over samples that are known, and how those are refused that are wrong or not evaluated.
import { describe, expect, it } from 'vitest';
import { SampleStore, STALE } from '../sample-store.ts';
import { evaluation } from './evaluate.ts';
import { parseExpression } from './parser.ts';

const STEP_MS = 30_000;
/** The twentieth scrape. */
const NOW_MS = 20 * STEP_MS;

/** Two boards with a counter each, of which one was read until two minutes ago, and a gauge that ended by itself. */
function store(): SampleStore {
  const samples = new SampleStore(STEP_MS);
  const series = (name: string, labels: Record<string, string>) =>
    samples.open(`${name} ${Object.values(labels).join()}`, '', () => ({ __name__: name, ...labels }));
  const pi5 = series('cpu_seconds_total', { node: 'pi5', cpu: '0', job: 'a' });
  const other = series('cpu_seconds_total', { node: 'pi5', cpu: '1', job: 'a' });
  const pi6 = series('cpu_seconds_total', { node: 'pi6', cpu: '0', job: 'a' });
  const free = series('free_bytes', { node: 'pi5' });
  const total = series('total_bytes', { node: 'pi5' });
  const gone = series('gone', { node: 'pi7' });
  for (let index = 1; index <= 20; index++) {
    samples.set(pi5, index, 100 + index * 15);
    samples.set(other, index, 100 + index * 3);
    if (index <= 16) samples.set(pi6, index, index < 14 ? index * 30 : (index - 14) * 30);
    samples.set(free, index, 40 + index);
    samples.set(total, index, 100);
    samples.set(gone, index, index < 20 ? 7 : STALE);
  }
  return samples;
}

function valuesOf(text: string): unknown {
  const found = evaluation(parseExpression(text), store());
  if (found.type === 'string') return found.value;
  const at = found.at(NOW_MS);
  if (typeof at === 'number') return at;
  const rounded = (value: number) => Number(value.toFixed(6));
  const name = (labels: Readonly<Record<string, string>>) =>
    Object.entries(labels)
      .map(([label, value]) => (label === '__name__' ? value : `${label}=${value}`))
      .join(' ');
  return Object.fromEntries(
    at.map((one) => [name(one.labels), 'value' in one ? rounded(one.value) : one.samples.map(({ value }) => value)]),
  );
}

describe('an expression', () => {
  it.each<[string, unknown]>([
    ['free_bytes', { 'free_bytes node=pi5': 60 }],
    ['{__name__="free_bytes", node=~"pi[5-7]"}', { 'free_bytes node=pi5': 60 }],
    ['free_bytes{node!~"pi.*"}', {}],
    ['free_bytes{node="pi5",absent=""}', { 'free_bytes node=pi5': 60 }],
    ['gone', {}],
    ['free_bytes[1m]', { 'free_bytes node=pi5': [59, 60] }],
    ['rate(cpu_seconds_total{node="pi5"}[2m])', { 'node=pi5 cpu=0 job=a': 0.5, 'node=pi5 cpu=1 job=a': 0.1 }],
    ['sum by (node) (rate(cpu_seconds_total{node="pi5"}[2m]))', { 'node=pi5': 0.6 }],
    ['max without (cpu, job) (rate(cpu_seconds_total{node="pi5"}[2m]))', { 'node=pi5': 0.5 }],
    ['sum(rate(cpu_seconds_total[2m])) by (job)', { 'job=a': 0.6 }],
    // Started anew at the fourteenth: what it had by then is not taken off.
    ['increase(cpu_seconds_total{node="pi6"}[5m])', { 'node=pi6 cpu=0 job=a': 156 }],
    ['irate(cpu_seconds_total{cpu="1"}[5m])', { 'node=pi5 cpu=1 job=a': 0.1 }],
    ['avg_over_time(free_bytes[1m])', { 'node=pi5': 59.5 }],
    ['count_over_time(free_bytes[5m])', { 'node=pi5': 10 }],
    ['total_bytes - free_bytes', { 'node=pi5': 40 }],
    ['free_bytes / total_bytes * 100', { 'node=pi5': 60 }],
    ['free_bytes > bool 50', { 'node=pi5': 1 }],
    ['free_bytes > 70', {}],
    ['free_bytes < bool total_bytes', { 'node=pi5': 1 }],
    ['free_bytes and count_over_time(total_bytes[5m]) >= 10', { 'free_bytes node=pi5': 60 }],
    ['free_bytes and count_over_time(total_bytes[5m]) >= 11', {}],
    ['cpu_seconds_total{node="pi5"} and free_bytes', {}],
    ['100 - free_bytes', { 'node=pi5': 40 }],
    ['-free_bytes + 2 ^ 3', { 'node=pi5': -52 }],
    ['timestamp(cpu_seconds_total{node="pi6"})', { 'node=pi6 cpu=0 job=a': 480 }],
    ['total_bytes and free_bytes{node="pi5"}', { 'total_bytes node=pi5': 100 }],
    ['vector(time())', { '': 600 }],
    ['count(cpu_seconds_total)', { '': 3 }],
    ['(1 + 2) * 3', 9],
    ['"a\\"b"', 'a"b'],
  ])('%s', (text, expected) => {
    expect(valuesOf(text)).toEqual(expected);
  });

  it.each([
    ['', 'unknown position: parse error: no expression found in input'],
    ['sum(', '1:5: parse error: unexpected end of input'],
    ['up{', '1:4: parse error: unexpected end of input'],
    ['up{a}', '1:5: parse error: unexpected "}"'],
    ['up)', '1:3: parse error: unexpected ")"'],
    ['\n  up[5]', '2:6: parse error: unexpected "5"'],
    ['up{a="b}', '1:6: parse error: unterminated quoted string'],
    ['{a=""}', '1:7: parse error: vector selector must contain at least one non-empty matcher'],
    ['rte(up[5m])', '1:1: parse error: unknown function with name "rte"'],
    ['rate(up)', 'parse error: expected type range vector in call to function "rate", got instant vector'],
    ['1 > 2', 'parse error: comparisons between scalars must use BOOL modifier'],
    ['sum(1)', 'parse error: expected type instant vector in aggregation expression, got scalar'],
    [`${'('.repeat(60)}1`, '1:51: parse error: the expression is nested too deeply'],
  ])('%j is none: %s', (text, message) => {
    expect(() => valuesOf(text)).toThrowError(expect.objectContaining({ name: 'ParseError', message }));
  });

  it.each([
    'topk(3, up)',
    'histogram_quantile(0.9, up)',
    'up offset 5m',
    'max_over_time(rate(up[1m])[5m:1m])',
    'up or up',
    'up unless up',
    'up * on (node) up',
    'up{a=~"(b+)+"}',
  ])('%s is not evaluated here', (text) => {
    const message = expect.stringContaining('the simulated Prometheus does not evaluate');
    expect(() => valuesOf(text)).toThrowError(expect.objectContaining({ name: 'ExecutionError', message }));
  });

  it('refuses to match what is there twice', () => {
    expect(() => valuesOf('sum without (cpu) (cpu_seconds_total) - free_bytes')).not.toThrow();
    expect(() => valuesOf('{node="pi5"} - {node="pi5"}')).toThrow(/many-to-many matching not allowed/);
  });
});
