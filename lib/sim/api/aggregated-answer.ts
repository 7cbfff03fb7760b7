// Requests to aggregated APIs that answer by themselves: metrics and custom metrics.
import { QuantityError } from '#lib/rules/quantity.ts';
import type { AggregatedApi } from '../aggregated/aggregated-api.ts';
import { methodNotAllowed } from '../refusals.ts';
import { StatusError } from '../status-error.ts';
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
  const shown = asked.as === 'Table' ? tableOf(machine, info, request, object) : object;
  const answer = objectAnswer(shown, asked.format);
  const delayMs = api.delayMs?.() ?? 0;
  return delayMs === 0 ? answer : { ...answer, delayMs };
}

/** What an API answers that is broken on purpose cannot always be put into a table. */
function tableOf(machine: Machine, info: RequestInfo, request: ApiRequest, object: KubeObject): object {
  try {
    return tableFor({
      type: { id: `${info.resource}.${info.group}`, group: info.group },
      objects: itemsOf(object),
      nowMs: machine.clock.now(),
      includeObject: includeObjectOf(request.query),
      listMeta: {},
    });
  } catch (error) {
    if (error instanceof QuantityError) throw new StatusError('InternalError', error.message);
    throw error;
  }
}

function itemsOf(object: KubeObject): readonly KubeObject[] {
  const { items } = fieldsOf(object);
  return Array.isArray(items) ? (items as KubeObject[]) : [object];
}
