// Request bodies: which formats are read, and what makes one unreadable.
import { isScalar, LineCounter, parse, parseDocument, YAMLParseError } from 'yaml';
import { badRequest, unsupportedMediaType } from '../refusals.ts';
import { decodeProtobuf } from '../schema/protobuf/protobuf.ts';
import type { KubeObject } from '../store/object.ts';
import type { ApiRequest } from './answer.ts';

export const BODY_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** YAML aliases a body may expand: enough for people, too few for a bomb. */
const YAML_ALIASES_MAX = 100;

export function contentTypeOf(request: ApiRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The object in a body, which is to be of `kind`; throws BadRequest or UnsupportedMediaType. */
export function decodeBody(request: ApiRequest, kind: string): KubeObject {
  const type = contentTypeOf(request);
  if (type === '' || type === 'application/json') return objectIn(jsonOf(request.body), kind);
  if (type === 'application/yaml') return objectIn(yamlOf(request.body), kind);
  if (type === 'application/vnd.kubernetes.protobuf') return decodeProtobuf(request.body);
  throw unsupportedMediaType(BODY_TYPES);
}

/** A parsed document, or why it cannot be parsed. */
export type Parsed = { value: unknown } | { why: string };

export function jsonOf(bytes: Uint8Array): Parsed {
  try {
    return { value: JSON.parse(Buffer.from(bytes).toString()) };
  } catch (error) {
    if (error instanceof SyntaxError) return { why: `json parse error: ${error.message}` };
    throw error;
  }
}

export function yamlOf(bytes: Uint8Array): Parsed {
  try {
    return { value: parse(Buffer.from(bytes).toString(), { maxAliasCount: YAML_ALIASES_MAX, uniqueKeys: false }) };
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) {
      return { why: `yaml: ${error.message.split('\n')[0]}` };
    }
    throw error;
  }
}

/** `line 3: key "a" already set in map` for each key a YAML document gives twice, as Go's YAML reader words it. */
export function yamlDuplicates(bytes: Uint8Array): string[] {
  const lineCounter = new LineCounter();
  const found: string[] = [];
  const uniqueKeys = (first: unknown, second: unknown) => {
    if (!isScalar(first) || !isScalar(second) || first.value !== second.value) return false;
    const [start = 0] = second.range ?? [];
    const line = `line ${lineCounter.linePos(start).line}: key ${JSON.stringify(second.value)} already set in map`;
    if (!found.includes(line)) found.push(line);
    return false;
  };
  parseDocument(Buffer.from(bytes).toString(), { uniqueKeys, lineCounter });
  return found;
}

function objectIn(parsed: Parsed, kind: string): KubeObject {
  const why = 'why' in parsed ? parsed.why : notAnObject(parsed.value);
  if (why === null && 'value' in parsed) return typed(parsed.value as KubeObject, kind);
  throw badRequest(`the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; ${why}`);
}

/** What every handler reads before it decodes the whole. */
function typed(object: KubeObject, kind: string): KubeObject {
  for (const name of ['apiVersion', 'kind'] as const) {
    const value: unknown = object[name];
    if (value === undefined || typeof value === 'string') continue;
    const why = `json: cannot unmarshal ${value === null ? 'null' : typeof value} into Go struct field .${name} of type string`;
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why}`,
    );
  }
  return object;
}

function notAnObject(value: unknown): string | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return null;
  const got = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  return `json parse error: json: cannot unmarshal ${got} into an object`;
}
