// DeleteOptions, from the body of a DELETE; from its query only where there is none.
// Mirrors apiserver pkg/endpoints/handlers/delete.go DeleteResource.
import { z } from 'zod';
import { badRequest, invalidOption } from '../../refusals.ts';
import { DecodeError, decodeFields } from '../../schema/decode.ts';
import { schemaFor } from '../../schema/schema.ts';
import type { KubeObject } from '../../store/object.ts';
import type { ApiRequest } from '../answer.ts';
import { decodeBody } from '../body.ts';
import { integerOf } from '../read/list-options.ts';
import { isTrue } from '../request-info.ts';
import type { DeleteOptions } from '../write/writer.ts';

const OPTIONS = z.object({
  gracePeriodSeconds: z.number().int().nullish(),
  propagationPolicy: z.string().nullish(),
  orphanDependents: z.boolean().nullish(),
  preconditions: z.object({ uid: z.string().optional(), resourceVersion: z.string().optional() }).nullish(),
  dryRun: z.array(z.string()).nullish(),
});

const KIND = 'DeleteOptions';
const POLICIES = ['Background', 'Foreground', 'Orphan'] as const;

export type AskedDeletion = DeleteOptions & { dryRun: boolean };

export function deleteOptionsOf(request: ApiRequest): AskedDeletion {
  const asked =
    request.body.length === 0 ? fromQuery(request.query) : typed(checkedKind(decodeBody(request, undefined)));
  return deleteOptionsIn(asked);
}

/** An object that somebody meant for another request must not delete one. */
function checkedKind(object: KubeObject): KubeObject {
  if (object.kind === undefined || object.kind === '' || object.kind === KIND) return object;
  const { apiVersion = '', kind } = object;
  throw badRequest(`no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`);
}

function typed(object: KubeObject): KubeObject {
  const schema = schemaFor('v1', KIND);
  if (schema === undefined) return object;
  try {
    return decodeFields(schema, object).object;
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(error.message);
    throw error;
  }
}

/** Reads a DeleteOptions object; throws BadRequest or Invalid. */
export function deleteOptionsIn(object: unknown): AskedDeletion {
  const given = OPTIONS.safeParse(object).data;
  if (given === undefined) throw badRequest('DeleteOptions cannot be read: check the types of its fields');
  const policy = POLICIES.find((one) => one === given.propagationPolicy);
  if (given.propagationPolicy && policy === undefined) {
    const message = `Unsupported value: "${given.propagationPolicy}": supported values: "Foreground", "Background", "Orphan", "nil"`;
    throw invalidOption('DeleteOptions', 'propagationPolicy', 'FieldValueNotSupported', message);
  }
  if (policy !== undefined && given.orphanDependents != null) {
    const message = `Invalid value: "${policy}": orphanDependents and deletionPropagation cannot be both set`;
    throw invalidOption('DeleteOptions', 'propagationPolicy', 'FieldValueInvalid', message);
  }
  const wanted = policy ?? (given.orphanDependents === true ? 'Orphan' : undefined);
  return {
    ...(given.gracePeriodSeconds == null ? {} : { gracePeriodSeconds: given.gracePeriodSeconds }),
    ...(wanted === undefined ? {} : { propagationPolicy: wanted }),
    ...(given.preconditions == null ? {} : { preconditions: given.preconditions }),
    dryRun: isDryRun(given.dryRun ?? [], 'DeleteOptions'),
  };
}

function fromQuery(query: URLSearchParams): z.infer<typeof OPTIONS> {
  return {
    gracePeriodSeconds: query.get('gracePeriodSeconds') ? integerOf(query, 'gracePeriodSeconds') : null,
    propagationPolicy: query.get('propagationPolicy'),
    orphanDependents: query.has('orphanDependents') ? isTrue(query.get('orphanDependents')) : null,
    dryRun: query.getAll('dryRun'),
  };
}

/** The only kind of dry run there is is All. */
export function isDryRun(values: readonly string[], optionsKind: string): boolean {
  const wrong = values.find((value) => value !== 'All' && value !== '');
  if (wrong !== undefined) {
    const message = `Unsupported value: ${JSON.stringify(values)}: supported values: "All"`;
    throw invalidOption(optionsKind, 'dryRun', 'FieldValueNotSupported', message);
  }
  return values.includes('All');
}
