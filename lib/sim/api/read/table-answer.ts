// Objects as a Table, with the columns `kubectl get` prints.

import { badRequest } from '../../refusals.ts';
import type { Stored } from '../../store/object.ts';
import { type Table, tableFor } from '../../table/table.ts';
import { type BodyAnswer, objectAnswer } from '../answer.ts';
import { type ListMeta, shown } from '../encode.ts';
import type { Asked } from '../negotiation.ts';
import type { Served } from '../registry/registry.ts';
import type { Machine } from '../write/write-context.ts';

export type IncludeObject = 'None' | 'Metadata' | 'Object';

export function includeObjectOf(query: URLSearchParams): IncludeObject {
  const asked = query.get('includeObject') ?? 'Metadata';
  if (asked === '') return 'Metadata';
  if (asked === 'None' || asked === 'Metadata' || asked === 'Object') return asked;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: "${asked}": must be 'Metadata', 'Object', 'None', or empty`,
  );
}

export interface TableParts {
  metadata?: ListMeta;
  include: IncludeObject;
  /** Without column definitions: events of a watch after its first. */
  noHeaders?: boolean;
}

export function tableOf(machine: Machine, served: Served, objects: readonly Stored[], parts: TableParts): Table {
  const { metadata, include, noHeaders } = parts;
  const table = tableFor({
    type: { id: served.storage, group: served.type.group },
    objects,
    nowMs: machine.clock.now(),
    includeObject: include === 'Object' ? 'None' : include,
    ...(metadata === undefined ? {} : { listMeta: metadata }),
    ...(served.columns === undefined ? {} : { extraColumns: served.columns }),
    ...(noHeaders === undefined ? {} : { noHeaders }),
  });
  if (include !== 'Object') return table;
  // Columns are read from the stored version; the rows' objects are of the version that was asked for.
  const rows = table.rows.map((row, index) => ({ ...row, object: shown(served, objects[index] ?? {}) }));
  return { ...table, rows };
}

export function tableAnswer(
  machine: Machine,
  served: Served,
  objects: readonly Stored[],
  metadata: ListMeta | undefined,
  query: URLSearchParams,
  asked: Asked,
): BodyAnswer {
  return objectAnswer(
    tableOf(machine, served, objects, {
      ...(metadata === undefined ? {} : { metadata }),
      include: includeObjectOf(query),
    }),
    asked.format,
  );
}
