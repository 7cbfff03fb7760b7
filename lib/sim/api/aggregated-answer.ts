// Requests to aggregated APIs that answer by themselves: metrics and custom metrics.
import type { AggregatedApi } from '../aggregated/aggregated-api.ts';
import { methodNotAllowed } from '../refusals.ts';
import { fieldsOf, type KubeObject } from '../store/object.ts';
import { tableFor } from '../table/table.ts';
import { type Answer, type ApiRequest, objectAnswer } from './answer.ts';
import { askedFor } from './negotiation.ts';
import { includeObjectOf } from './read/table-answer.ts';
import type { RequestInfo } from './request-info.ts';
import type { Machine } from './write/write-context.ts';

export function aggregatedAnswer(machine: Machine, api: AggregatedApi, info: RequestInfo, request: ApiRequest): Answer {
  const asked = askedFor(request.headers.accept);
  if (api.handle === undefined || (info.verb !== 'get' && info.verb !== 'list')) throw methodNotAllowed();
  const object = api.handle({
    verb: info.verb,
    resource: info.resource,
    subresource: info.subresource || undefined,
    namespace: info.namespace || undefined,
    name: info.name || undefined,
    labelSelector: request.query.get('labelSelector') ?? undefined,
    query: request.query,
  });
  if (asked.as !== 'Table') return objectAnswer(object, asked.format);
  const table = tableFor({
    type: { id: `${info.resource}.${info.group}`, group: info.group },
    objects: itemsOf(object),
    nowMs: machine.clock.now(),
    includeObject: includeObjectOf(request.query),
    listMeta: {},
  });
  return objectAnswer(table, asked.format);
}

function itemsOf(object: KubeObject): readonly KubeObject[] {
  const { items } = fieldsOf(object);
  return Array.isArray(items) ? (items as KubeObject[]) : [object];
}
