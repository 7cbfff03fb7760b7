// Which kinds of jobs bring the metrics that an expression names.
import { type Expression, METRIC_NAME } from './promql/syntax-tree.ts';
import type { ScrapeJob } from './scrape-config.ts';

type Kind = ScrapeJob['kind'];

export const ALL_KINDS: ReadonlySet<Kind> = new Set(['cadvisor', 'discovered', 'node-exporter', 'requests', 'self']);
const BY_PREFIX: readonly (readonly [prefix: string, kind: Kind])[] = [
  ['container_', 'cadvisor'],
  ['node_', 'node-exporter'],
  ['http_', 'requests'],
];

export function askedKinds(expression: Expression): ReadonlySet<Kind> {
  const kinds = new Set<Kind>();
  collect(expression, kinds);
  return kinds;
}

function collect(expression: Expression, kinds: Set<Kind>): void {
  switch (expression.kind) {
    case 'number':
    case 'string':
      return;
    case 'selector': {
      const name = expression.matchers.find(({ label, op }) => label === METRIC_NAME && op === '=')?.value ?? '';
      const known = BY_PREFIX.find(([prefix]) => name.startsWith(prefix))?.[1];
      for (const kind of known === undefined ? ALL_KINDS : [known]) kinds.add(kind);
      return;
    }
    case 'binary':
      collect(expression.left, kinds);
      collect(expression.right, kinds);
      return;
    case 'call':
    case 'aggregation':
      for (const arg of expression.args) collect(arg, kinds);
  }
}
