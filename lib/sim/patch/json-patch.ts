// JSON patch, RFC 6902, with the API server's limits and errors (apiserver, endpoints/handlers/patch.go, applyJSPatch).
import { applyPatch, type Operation, Pointer } from 'rfc6902';
import { isList, isObject } from '../json.ts';
import { StatusError } from '../status-error.ts';
import type { KubeObject } from '../store/object.ts';
import { assertDepth } from './depth.ts';

/** patch.go, maxJSONPatchOperations. */
const OPERATIONS_MAX = 10_000;
const OPERATION_NAMES: readonly string[] = ['add', 'remove', 'replace', 'move', 'copy', 'test'];
const TEXT_FIELDS: readonly string[] = ['op', 'path', 'from'];
/** Together, as the API server limits it (apiserver, server/config.go): copies of copies would grow without bound. */
const COPIED_BYTES_MAX = 3 * 1024 * 1024;
/** Pointers to these would leave the document for the language's own objects. */
const RESERVED_TOKENS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * `target` with all operations applied, or none; `target` itself is not changed.
 * @throws StatusError BadRequest for a malformed patch, RequestEntityTooLarge for too many operations,
 * Invalid where an operation cannot be applied or a test fails.
 */
export function jsonPatch(target: KubeObject, operations: unknown): KubeObject {
  if (!isList(operations)) throw undecodable(operations, 'value of type []handlers.jsonPatchOp');
  for (const operation of operations) assertDecodable(operation);
  if (operations.length > OPERATIONS_MAX) {
    throw new StatusError(
      'RequestEntityTooLarge',
      `Request entity too large: The allowed maximum operations in a JSON patch is ${OPERATIONS_MAX}, got ${operations.length}`,
    );
  }
  assertDepth(operations);
  const root = { document: structuredClone(target) as unknown };
  let copiedBytes = 0;
  for (const operation of operations) {
    if (!isOperation(operation)) throw refused();
    if (operation.op === 'copy') copiedBytes += sizeOf(Pointer.fromJSON(operation.from).get(root.document));
    if (copiedBytes > COPIED_BYTES_MAX || !applied(root, operation)) throw refused();
  }
  if (!isObject(root.document)) throw refused();
  return root.document;
}

/** What Go's decoder refuses before any operation is looked at. */
function assertDecodable(operation: unknown): void {
  if (operation === null) return;
  if (!isObject(operation)) throw undecodable(operation, 'value of type handlers.jsonPatchOp');
  for (const name of Object.keys(operation)) {
    const value = operation[name];
    if (!TEXT_FIELDS.includes(name) || value === null || typeof value === 'string') continue;
    throw undecodable(value, `struct field jsonPatchOp.${name} of type string`);
  }
}

function undecodable(value: unknown, into: string): StatusError {
  const type = isList(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return new StatusError('BadRequest', `error decoding patch: json: cannot unmarshal ${type} into Go ${into}`);
}

function isOperation(value: unknown): value is Operation {
  if (!isObject(value) || typeof value.op !== 'string' || !OPERATION_NAMES.includes(value.op)) return false;
  const pointers = value.op === 'move' || value.op === 'copy' ? [value.path, value.from] : [value.path];
  return pointers.every(
    (pointer) =>
      typeof pointer === 'string' &&
      (pointer === '' || pointer.startsWith('/')) &&
      !pointer.split('/').some((token) => RESERVED_TOKENS.includes(token)),
  );
}

/** The library cannot replace the whole document (pointer ''), so the document is a field of a holder. */
function applied(root: { document: unknown }, operation: Operation): boolean {
  const inside: Operation = { ...operation, path: `/document${operation.path}` };
  if ('from' in inside) inside.from = `/document${inside.from}`;
  const [error] = applyPatch(root, [inside]);
  return error === null || error === undefined;
}

function sizeOf(value: unknown): number {
  return value === undefined ? 0 : JSON.stringify(value).length;
}

/** The server keeps the cause to itself: apimachinery, NewGenericServerResponse with code 422. */
function refused(): StatusError {
  return new StatusError('Invalid', 'the server rejected our request due to an error in our request', {});
}
