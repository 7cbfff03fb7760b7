// What a refused patch made of an object, as text, with fields in the order in which the API server writes them:
// as in Go's types, but by name in every object that the patch reached into (json-patch v4 reads those into maps).
import { isList, isObject, type JsonObject, own } from '../../json.ts';
import { wireMessage } from '../../schema/data.ts';
import type { Schema } from '../../schema/schema.ts';

/** The objects a patch reached into, as a tree by field. */
interface Reached {
  readonly [field: string]: Reached;
}

/** Schema is undefined for kinds that are kept as maps all through. */
export function patchedText(patched: JsonObject, patch: unknown, schema: Schema | undefined): string {
  return written(patched, schema, isList(patch) ? reachedByOperations(patch) : reachedByMerge(patch));
}

function written(value: unknown, schema: Schema | undefined, reached: Reached | undefined): string {
  if (isList(value)) {
    return `[${value.map((item, index) => written(item, schema?.items, reached?.[index])).join(',')}]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const order = reached === undefined ? declaredOrder(schema) : undefined;
  const names = Object.keys(value).sort();
  if (order !== undefined) names.sort((a, b) => place(order, a) - place(order, b));
  const fields = names.map((name) => {
    const inner = schema?.properties[name] ?? schema?.additionalProperties;
    const within = reached !== undefined && Object.hasOwn(reached, name) ? reached[name] : undefined;
    return `${JSON.stringify(name)}:${written(own(value, name), inner, within)}`;
  });
  return `{${fields.join(',')}}`;
}

/** Numbers in protobuf follow the order in Go's types. */
function declaredOrder(schema: Schema | undefined): string[] | undefined {
  const message = schema?.typeName === undefined ? undefined : wireMessage(schema.typeName);
  if (message === undefined) return undefined;
  return Object.keys(message)
    .sort((a, b) => Number(a) - Number(b))
    .map((number) => message[number]?.[0] ?? '');
}

function place(order: readonly string[], name: string): number {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}

function reachedByMerge(patch: unknown): Reached {
  if (!isObject(patch)) return {};
  const inner = Object.keys(patch).filter((name) => isObject(patch[name]));
  return Object.fromEntries(inner.map((name) => [name, reachedByMerge(patch[name])]));
}

function reachedByOperations(operations: readonly unknown[]): Reached {
  const root: Record<string, Reached> = {};
  for (const operation of operations) {
    if (!isObject(operation)) continue;
    for (const pointer of [operation.path, operation.from]) {
      let at: Record<string, Reached> = root;
      const tokens = typeof pointer === 'string' ? pointer.split('/').slice(1, -1) : [];
      for (const token of tokens.map(unescaped)) at = at[token] ??= {};
    }
  }
  return root;
}

function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
