// Tables of custom resources from their CRD's additionalPrinterColumns
// (apiextensions-apiserver, pkg/registry/customresource/tableconvertor/tableconvertor.go).
import { formatAge } from '#lib/format/age.ts';
import { isList, isObject } from '../json.ts';
import type { KubeObject } from '../store/object.ts';
import { AGE, type Cell, type ColumnDefinition, NAME, nameOf, type Printer, since } from './column.ts';
import { firstMatch, parseJsonPath } from './json-path.ts';

/** One of `spec.versions[].additionalPrinterColumns`. */
export interface PrinterColumn {
  name: string;
  type: string;
  jsonPath: string;
  format?: string;
  description?: string;
  priority?: number;
}

/** What a CRD without columns of its own shows. */
const DEFAULT_COLUMNS: readonly PrinterColumn[] = [
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
];

export function customPrinter(given: readonly PrinterColumn[]): Printer<KubeObject> {
  const columns = given.length === 0 ? DEFAULT_COLUMNS : given;
  const paths = columns.map(({ jsonPath }) => parseJsonPath(jsonPath));
  return {
    columns: [NAME, ...columns.map(definitionOf)],
    cells: (object, nowMs) => [
      nameOf(object),
      ...columns.map(({ type }, i) => {
        const path = paths[i];
        const value = path === null || path === undefined ? undefined : firstMatch(object, path);
        return value === undefined || value === null ? null : cellOf(type, value, nowMs);
      }),
    ],
  };
}

function definitionOf({ name, type, format, description, priority }: PrinterColumn): ColumnDefinition {
  return {
    ...AGE,
    name,
    type: type as ColumnDefinition['type'],
    format: format ?? '',
    description: description ?? '',
    priority: priority ?? 0,
  };
}

/** A value that is not of the column's type leaves the cell empty. */
function cellOf(type: string, value: unknown, nowMs: number): Cell {
  switch (type) {
    case 'string':
      return isObject(value) || isList(value) ? compactJson(value) : String(value);
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      if (typeof value !== 'string') return null;
      return Number.isNaN(Date.parse(value)) ? formatAge(-Infinity) : since(value, nowMs);
    default:
      return null;
  }
}

/** As Go marshals it: keys sorted. */
function compactJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
