// What an expression gives at each instant, and the words for what is not evaluated.
import type { Sample } from '../sample-store.ts';
import { ExecutionError, type Labels, METRIC_NAME } from './syntax-tree.ts';

export interface Element {
  labels: Labels;
  value: number;
}

export interface RangeElement {
  labels: Labels;
  samples: Sample[];
}

/** Instants are in milliseconds since the epoch. */
export type Evaluation =
  | { type: 'scalar'; at(atMs: number): number }
  | { type: 'vector'; at(atMs: number): Element[] }
  | { type: 'matrix'; at(atMs: number): RangeElement[] }
  | { type: 'string'; value: string };

const TYPE_NAMES = { scalar: 'scalar', vector: 'instant vector', matrix: 'range vector', string: 'string' } as const;

/** As messages call it: `instant vector`. */
export function typeName({ type }: Evaluation): string {
  return TYPE_NAMES[type];
}

/** As --query.max-samples, but of all that one query looks at, and smaller: one process answers everybody. */
const SAMPLES_MAX = 20_000_000;

/** What a query may still cost. */
export class SampleBudget {
  #left = SAMPLES_MAX;

  /** @throws {ExecutionError} */
  take(count: number): void {
    this.#left -= count;
    if (this.#left < 0) {
      throw new ExecutionError('query processing would load too many samples into memory in query execution');
    }
  }
}

const KNOWN =
  'selectors, rate(), increase(), irate(), the *_over_time() functions, timestamp(), time(), vector(), sum, avg, min, max and count, arithmetic, comparisons and `and`';

export function notEvaluated(what: string): string {
  return `the simulated Prometheus does not evaluate ${what}: it knows ${KNOWN}`;
}

const UNNAMED = new WeakMap<Labels, Labels>();

/** A figure made of a metric is not that metric. The same labels give the same object. */
export function withoutName(labels: Labels): Labels {
  const known = UNNAMED.get(labels);
  if (known !== undefined) return known;
  const { [METRIC_NAME]: _name, ...others } = labels;
  UNNAMED.set(labels, others);
  return others;
}

/** Labels that are equal have one signature. */
export function signatureOf(labels: Labels): string {
  const known = SIGNATURES.get(labels);
  if (known !== undefined) return known;
  const signature = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  SIGNATURES.set(labels, signature);
  return signature;
}

const SIGNATURES = new WeakMap<Labels, string>();
