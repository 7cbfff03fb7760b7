// One request about a resource that exists: what is known of it, and a stored object as it wants it answered.

import { notFound } from '../refusals.ts';
import type { Stored } from '../store/object.ts';
import { partialObject } from '../table/partial-object.ts';
import { type ApiRequest, type BodyAnswer, objectAnswer } from './answer.ts';
import { bodyOf, prefixOf, shown } from './encode.ts';
import type { Asked } from './negotiation.ts';
import { tableAnswer } from './read/table-answer.ts';
import type { Served } from './registry/registry.ts';
import type { RequestInfo } from './request-info.ts';
import type { Machine, WriteOptions } from './write/write-context.ts';

/** One request about one resource that exists, by somebody who may. */
export interface Call {
  machine: Machine;
  served: Served;
  info: RequestInfo;
  request: ApiRequest;
  asked: Asked;
  write: WriteOptions;
  /** For the Warning headers of the answer. */
  warnings: string[];
}

/** A stored object in the form that was asked for. */
export function storedAnswer(call: Call, object: Stored, status = 200): BodyAnswer {
  const { machine, served, asked, request } = call;
  if (asked.as === 'Table') {
    return { ...tableAnswer(machine, served, [object], undefined, request.query, asked), status };
  }
  if (asked.as === 'PartialObjectMetadata') return objectAnswer(partialObject(object), asked.format, status);
  if (asked.format === 'yaml') return objectAnswer(shown(served, object), 'yaml', status);
  return { status, contentType: 'application/json', body: [prefixOf(served), bodyOf(served, object), '\n'] };
}

/** Where an object of a call lives; the path of a namespace names the namespace itself, which lives in none. */
export function namespaceOf({ served, info }: Call): string | undefined {
  return served.type.namespaced ? info.namespace : undefined;
}

export function existing(call: Call): Stored {
  const { machine, served, info } = call;
  const found = machine.store.get(served.storage, namespaceOf(call), info.name);
  if (found === undefined) throw notFound(served.type, info.name);
  return found;
}
