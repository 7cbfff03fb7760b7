// Objects as a meta.k8s.io/v1 Table: what kubectl prints without knowing the kind
// (apiserver, pkg/endpoints/handlers/response.go, asTable).
import type { KubeObject, ResourceId } from '../store/object.ts';
import type { Cell, ColumnDefinition, RowCondition } from './column.ts';
import { customPrinter, type PrinterColumn } from './custom-columns.ts';
import { printerOf } from './kinds.ts';
import { metricsTable } from './metrics.ts';
import { partialObject } from './partial-object.ts';

export interface TableRow {
  cells: readonly Cell[];
  conditions?: readonly RowCondition[];
  object: KubeObject | null;
}

export interface Table {
  kind: 'Table';
  apiVersion: 'meta.k8s.io/v1';
  metadata: TableMeta;
  columnDefinitions: readonly ColumnDefinition[] | null;
  rows: readonly TableRow[];
}

interface TableMeta {
  resourceVersion?: string;
  continue?: string;
  remainingItemCount?: number;
}

export interface TableRequest {
  /** Of the storage: `events` also for events.k8s.io/v1. */
  type: { id: ResourceId; group: string };
  /** In the version they are stored in; with kind and apiVersion where `includeObject` is Object. */
  objects: readonly KubeObject[];
  /** The cluster's time, for ages. */
  nowMs: number;
  includeObject: 'None' | 'Metadata' | 'Object';
  /** Of the list; absent for a single object, whose own resourceVersion then counts. */
  listMeta?: TableMeta;
  /** A custom resource: its version's additionalPrinterColumns, which may be none. */
  extraColumns?: readonly PrinterColumn[];
  /** Watch events after the first carry no columns. */
  noHeaders?: boolean;
}

export function tableFor(request: TableRequest): Table {
  const { objects, nowMs, includeObject, listMeta, noHeaders } = request;
  const printer = printerFor(request);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: listMeta ?? versionOf(objects[0]),
    columnDefinitions: noHeaders === true ? null : printer.columns,
    rows: objects.map((object) => {
      const conditions = printer.conditions?.(object);
      return {
        cells: printer.cells(object, nowMs, listMeta === undefined ? undefined : objects),
        ...(conditions === undefined ? {} : { conditions }),
        object: shownObject(object, includeObject),
      };
    }),
  };
}

function printerFor({ type, objects, extraColumns }: TableRequest) {
  if (extraColumns !== undefined) return customPrinter(extraColumns);
  if (type.group === 'metrics.k8s.io') return { ...metricsTable(objects), conditions: undefined };
  return printerOf(type.id);
}

function shownObject(object: KubeObject, includeObject: TableRequest['includeObject']): KubeObject | null {
  if (includeObject === 'None') return null;
  if (includeObject === 'Object') return object;
  return partialObject(object);
}

function versionOf(object: KubeObject | undefined): TableMeta {
  const resourceVersion = object?.metadata?.resourceVersion;
  return resourceVersion === undefined ? {} : { resourceVersion };
}
