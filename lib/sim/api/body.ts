// Request bodies: which formats are read, and what makes one unreadable.
import { parse, YAMLParseError } from 'yaml';
import { decodeProtobuf } from '../schema/protobuf.ts';
import type { KubeObject } from '../store/object.ts';
import type { ApiRequest } from './answer.ts';
import { badRequest, unsupportedMediaType } from './refusals.ts';

export const BODY_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** YAML aliases a body may expand: enough for people, too few for a bomb. */
const YAML_ALIASES_MAX = 100;

export function contentTypeOf(request: ApiRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The object in a body; throws BadRequest or UnsupportedMediaType. */
export function decodeBody(request: ApiRequest): KubeObject {
  const type = contentTypeOf(request);
  if (type === '' || type === 'application/json') return objectIn(parseJson(request.body), 'json');
  if (type === 'application/yaml') return objectIn(parseYaml(request.body), 'yaml');
  if (type === 'application/vnd.kubernetes.protobuf') return decodeProtobuf(request.body);
  throw unsupportedMediaType(BODY_TYPES);
}

export function parseJson(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes).toString();
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it is not JSON';
    throw badRequest(`couldn't get version/kind; json parse error: ${why}`);
  }
}

export function parseYaml(bytes: Uint8Array): unknown {
  try {
    return parse(Buffer.from(bytes).toString(), { maxAliasCount: YAML_ALIASES_MAX });
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError) {
      throw badRequest(`error converting YAML to JSON: yaml: ${error.message.split('\n')[0]}`);
    }
    throw error;
  }
}

function objectIn(value: unknown, format: string): KubeObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as KubeObject;
  const got = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  throw badRequest(`couldn't get version/kind; ${format} parse error: cannot unmarshal ${got} into an object`);
}
