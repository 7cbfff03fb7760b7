// The refusals an API client meets, in the API server's own words (apimachinery/pkg/api/errors/errors.go).
import type { StatusCause } from 'kubernetes-types/meta/v1';
import { StatusError } from './status-error.ts';

/** `deployments.apps`, `pods`: how messages name a resource. */
export interface GroupResource {
  group: string;
  resource: string;
}

export function qualified({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

function detailsOf(of: GroupResource, name: string) {
  return { ...(name === '' ? {} : { name }), ...(of.group === '' ? {} : { group: of.group }), kind: of.resource };
}

export function notFound(of: GroupResource, name: string): StatusError {
  return new StatusError('NotFound', `${qualified(of)} "${name}" not found`, detailsOf(of, name));
}

/** A path that no API answers. */
export function unknownPath(): StatusError {
  return new StatusError('NotFound', 'the server could not find the requested resource', {});
}

export function alreadyExists(of: GroupResource, name: string): StatusError {
  return new StatusError('AlreadyExists', `${qualified(of)} "${name}" already exists`, detailsOf(of, name));
}

export const STALE_MESSAGE =
  'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(of: GroupResource, name: string, why = STALE_MESSAGE): StatusError {
  const message = `Operation cannot be fulfilled on ${qualified(of)} "${name}": ${why}`;
  return new StatusError('Conflict', message, detailsOf(of, name));
}

export function forbidden(of: GroupResource, name: string, why: string, causes?: StatusCause[]): StatusError {
  const about = name === '' ? qualified(of) : `${qualified(of)} "${name}"`;
  const details = { ...detailsOf(of, name), ...(causes === undefined ? {} : { causes }) };
  return new StatusError('Forbidden', `${about} is forbidden: ${why}`, details);
}

/** A field of an object that is not allowed: one cause of an Invalid. */
export function invalid(kind: string, group: string, name: string, causes: StatusCause[]): StatusError {
  const qualifiedKind = group === '' ? kind : `${kind}.${group}`;
  const texts = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const why = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const details = {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(kind === '' ? {} : { kind }),
    causes,
  };
  return new StatusError('Invalid', `${qualifiedKind} "${name}" is invalid: ${why}`, details);
}

export function methodNotAllowed(): StatusError {
  return new StatusError('MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

export function unsupportedMediaType(supported: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${supported.join(', ')}`;
  return new StatusError('UnsupportedMediaType', message);
}

export function notAcceptable(supported: readonly string[]): StatusError {
  const message = `only the following media types are accepted: ${supported.join(', ')}`;
  return new StatusError('NotAcceptable', message);
}

export function badRequest(message: string): StatusError {
  return new StatusError('BadRequest', message);
}

/** An option of a request that is not allowed: `ListOptions`, `CreateOptions`, ... */
export function invalidOption(kind: string, field: string, reason: string, message: string): StatusError {
  return invalid(kind, 'meta.k8s.io', '', [{ field, reason, message }]);
}

/** Patches of a type that the resource does not take, as the router of the API server refuses them. */
export function unsupportedPatch(): StatusError {
  return new StatusError('UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/** What is gone from the history: clients list again. */
export function expired(version: number, oldest: number): StatusError {
  return new StatusError('Expired', `too old resource version: ${version} (${oldest})`);
}
