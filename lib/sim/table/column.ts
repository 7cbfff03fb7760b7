// What a Table's columns and cells are, and the cells many kinds share.
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { formatAge } from '#lib/format/age.ts';
import { formatRequirements, LabelSelectorError, selectorRequirements } from '#lib/rules/labels/label-selector.ts';

export type Cell = string | number | boolean | null;

export interface ColumnDefinition {
  name: string;
  type: 'boolean' | 'date' | 'integer' | 'number' | 'string';
  format: string;
  description: string;
  /** 0 is always shown, 1 with `-o wide`. */
  priority: number;
}

/** meta/v1 TableRowCondition. */
export interface RowCondition {
  type: 'Completed';
  status: 'True';
  reason: string;
  message: string;
}

export interface Printer<T> {
  columns: readonly ColumnDefinition[];
  /** One cell a column, wide ones too. `nowMs` is the cluster's time, `listed` the whole list where it is one. */
  cells(object: T, nowMs: number, listed?: readonly T[]): Cell[];
  conditions?(object: T): RowCondition[] | undefined;
}

export const NONE = '<none>';
export const UNKNOWN = '<unknown>';

export function column(name: string, type: ColumnDefinition['type'] = 'string', format = ''): ColumnDefinition {
  return { name, type, format, description: '', priority: 0 };
}

export function wide(name: string, type: ColumnDefinition['type'] = 'string', format = ''): ColumnDefinition {
  return { ...column(name, type, format), priority: 1 };
}

export const NAME = column('Name', 'string', 'name');
export const AGE = column('Age');

/** Time since a timestamp as upstream's translateTimestampSince prints it: missing is not zero. */
export function since(timestamp: string | null | undefined, nowMs: number): string {
  if (timestamp === null || timestamp === undefined || timestamp === '') return UNKNOWN;
  return formatAge(nowMs - Date.parse(timestamp));
}

interface Named {
  metadata?: { name?: string; creationTimestamp?: string };
}

export function nameOf(object: Named): string {
  return object.metadata?.name ?? '';
}

export function ageOf(object: Named, nowMs: number): string {
  return since(object.metadata?.creationTimestamp, nowMs);
}

/** `a=1,b=2` sorted by key, `<none>` where there are none (apimachinery, labels.FormatLabels). */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.sort().join(',') || NONE;
}

/** A LabelSelector in query-string form (apimachinery, meta/v1 FormatLabelSelector). */
export function selectorText(selector: LabelSelector | undefined): string {
  return selectorTextOr(selector, '<error>') || NONE;
}

/** As selectorText, but '' for one that selects everything or nothing. */
export function selectorTextOr(selector: LabelSelector | undefined, invalid: string): string {
  try {
    return formatRequirements(selectorRequirements(selector) ?? []);
  } catch (error) {
    if (error instanceof LabelSelectorError) return invalid;
    throw error;
  }
}

/** Names and images of containers, as the wide columns of workloads show them. */
export function containerCells(spec: { containers?: readonly { name: string; image?: string }[] } | undefined): Cell[] {
  const containers = spec?.containers ?? [];
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image ?? '').join(',')];
}
