// Request bodies: which formats are read, and what makes one unreadable.
import { isScalar, LineCounter, parse, parseDocument, YAMLParseError } from 'yaml';
import { isObject, own } from '../json.ts';
import { badRequest, unsupportedMediaType } from '../refusals.ts';
import { decodeProtobuf } from '../schema/protobuf/protobuf.ts';
import type { KubeObject } from '../store/object.ts';
import type { ApiRequest } from './answer.ts';
import { syntaxErrorIn } from './json-syntax.ts';

export const BODY_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

const HEADLESS = "couldn't get version/kind; json parse error";
/** The struct that upstream reads them into, as Go prints its type. */
const HEAD = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
const SUMMARY_BYTES_MAX = 30;
const OPENING_BRACE = 0x7b;

/** YAML aliases a body may expand: enough for people, too few for a bomb. */
const YAML_ALIASES_MAX = 100;

export function contentTypeOf(request: ApiRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/**
 * The object in a body, which is to be of `kind`; throws BadRequest or UnsupportedMediaType.
 * Without a kind only what is wrong is said, as about the options of a DELETE.
 */
export function decodeBody(request: ApiRequest, kind: string | undefined): KubeObject {
  const type = contentTypeOf(request);
  if (type === '' || type === 'application/json') return objectIn(headed(jsonOf(request.body)), request, kind);
  if (type === 'application/yaml') return objectIn(yamlOf(request.body), request, kind);
  if (type === 'application/vnd.kubernetes.protobuf') return decodeProtobuf(request.body);
  throw unsupportedMediaType(BODY_TYPES);
}

/** A parsed document, or why it cannot be parsed. */
export type Parsed = { value: unknown } | { why: string };

export function jsonOf(bytes: Uint8Array): Parsed {
  try {
    return { value: JSON.parse(Buffer.from(bytes).toString()) };
  } catch (error) {
    if (error instanceof SyntaxError) return { why: syntaxErrorIn(bytes) };
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

function headed(parsed: Parsed): Parsed {
  return 'why' in parsed ? { why: `${HEADLESS}: ${parsed.why}` } : parsed;
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

/** The object, of which every handler reads version and kind before it decodes the whole (serializer/json/meta.go). */
function objectIn(parsed: Parsed, request: ApiRequest, kind: string | undefined): KubeObject {
  const why = 'why' in parsed ? parsed.why : notTyped(parsed.value);
  if (why === null && 'value' in parsed) return parsed.value ?? {};
  if (kind === undefined) throw badRequest(String(why));
  const shown = summary(Buffer.from(request.body));
  throw badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${shown})`);
}

function notTyped(value: unknown): string | null {
  // Go leaves everything as it is where it reads null.
  if (value === null) return null;
  if (!isObject(value)) return `${HEADLESS}: json: cannot unmarshal ${goKind(value)} into Go value of type ${HEAD}`;
  for (const name of ['apiVersion', 'kind']) {
    const text = own(value, name) ?? '';
    if (typeof text === 'string') continue;
    return `${HEADLESS}: json: cannot unmarshal ${goKind(text)} into Go struct field .${name} of type string`;
  }
  const version = own(value, 'apiVersion');
  return typeof version === 'string' && version.split('/').length > 2
    ? `unexpected GroupVersion string: ${version}`
    : null;
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** summarizeData of handlers/rest.go. */
function summary(body: Buffer): string {
  if (body.length === 0) return '<empty>';
  const shown = body.subarray(0, SUMMARY_BYTES_MAX).toString(body[0] === OPENING_BRACE ? 'utf8' : 'hex');
  return body.length > SUMMARY_BYTES_MAX ? `${shown} ...` : shown;
}
