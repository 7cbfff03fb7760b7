// Tables of the metrics API (metrics-server, pkg/api/table.go): one column a resource that the first object has.
import { exactQuantity, formatQuantity, type Quantity } from '#lib/rules/quantity.ts';
import type { KubeObject } from '../store/object.ts';
import { type Cell, type ColumnDefinition, column, NAME, nameOf } from './column.ts';

type Usage = Readonly<Record<string, string>>;

interface Measured extends KubeObject {
  window?: string;
  /** Of a NodeMetrics. */
  usage?: Usage;
  /** Of a PodMetrics. */
  containers?: readonly { usage?: Usage }[];
}

export interface MetricsTable {
  columns: readonly ColumnDefinition[];
  cells(object: KubeObject): Cell[];
}

export function metricsTable(objects: readonly KubeObject[]): MetricsTable {
  const [first] = objects;
  if (first === undefined) return { columns: [], cells: () => [] };
  const names = Object.keys(usageOf(first)).sort();
  return {
    columns: [NAME, ...names.map((name) => column(name, 'string', 'quantity')), column('Window', 'string', 'duration')],
    cells: (object) => {
      const usage = usageOf(object);
      return [nameOf(object), ...names.map((name) => usage[name] ?? '0'), (object as Measured).window ?? '0s'];
    },
  };
}

function usageOf(object: Measured): Usage {
  if (object.containers === undefined) return object.usage ?? {};
  const sums = new Map<string, Quantity>();
  for (const { usage } of object.containers) {
    for (const [name, text] of Object.entries(usage ?? {})) {
      const amount = exactQuantity(text);
      const sum = sums.get(name);
      // Quantity.Add: the sum keeps the format of what was there, unless that was zero.
      sums.set(name, sum === undefined || sum.nanos === 0n ? amount : { ...sum, nanos: sum.nanos + amount.nanos });
    }
  }
  return Object.fromEntries([...sums].map(([name, sum]) => [name, formatQuantity(sum)]));
}
