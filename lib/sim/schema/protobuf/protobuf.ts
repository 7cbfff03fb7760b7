// Decodes Kubernetes' protobuf bodies to the JSON the API server would have been sent, by the extracted field numbers.
import { StatusError } from '../../status-error.ts';
import type { KubeObject } from '../../store/object.ts';
import { type WireMessage, wireMessage } from '../data.ts';
import { definitionNameOf } from '../group-version.ts';
import { ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT, WireFormatError } from './protobuf-reader.ts';
import { SPECIAL_MESSAGES, text } from './protobuf-special.ts';

type Fields = Record<string, unknown>;
type Field = WireMessage[string];

/** First bytes of every protobuf body: "k8s" and a zero (apimachinery/pkg/runtime/serializer/protobuf/protobuf.go). */
const MAGIC = [0x6b, 0x38, 0x73, 0x00];

/** Deeper than any built-in type but JSONSchemaProps, which nests freely. */
const DEPTH_MAX = 100;

const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';

/** Messages that stand for one of several shapes; JSON has the shape itself. */
const UNIONS: Readonly<Record<string, (value: Fields) => unknown>> = {
  [`${EXTENSIONS}.JSONSchemaPropsOrArray`]: ({ schema, jSONSchemas }) => schema ?? jSONSchemas ?? [],
  [`${EXTENSIONS}.JSONSchemaPropsOrBool`]: ({ schema, allows }) => schema ?? allows ?? false,
  [`${EXTENSIONS}.JSONSchemaPropsOrStringArray`]: ({ schema, property }) => schema ?? property ?? [],
};

/** Wrappers that JSON writes as the list itself (authentication/v1 ExtraValue, certificates/v1 ExtraValue, ...). */
const LIST_WRAPPER = /\.(?:ExtraValue|Verbs)$/;

const SCALARS: ReadonlySet<string> = new Set(['bool', 'bytes', 'double', 'int', 'string']);

/**
 * The object in a body of content type `application/vnd.kubernetes.protobuf`.
 * Throws BadRequest where the bytes are no such envelope, are cut short, or hold a kind that is not known.
 */
export function decodeProtobuf(bytes: Uint8Array): KubeObject {
  try {
    return decodeEnvelope(bytes);
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    throw new StatusError('BadRequest', `unable to decode the protobuf body: ${error.message}`);
  }
}

function decodeEnvelope(bytes: Uint8Array): KubeObject {
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new WireFormatError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  }
  // runtime.Unknown: 1 typeMeta {1 apiVersion, 2 kind}, 2 raw, 3 contentEncoding, 4 contentType.
  let raw = new Uint8Array();
  const typeMeta = { apiVersion: '', kind: '' };
  const reader = new ProtobufReader(bytes.subarray(MAGIC.length));
  while (!reader.atEnd) {
    const { field, wireType } = reader.tag();
    if (wireType !== WIRE_BYTES) reader.skip(wireType);
    else if (field === 1) Object.assign(typeMeta, decodeTypeMeta(reader.bytes()));
    else if (field === 2) raw = new Uint8Array(reader.bytes());
    else reader.skip(wireType);
  }
  const { apiVersion, kind } = typeMeta;
  const name = definitionNameOf(apiVersion, kind);
  const message = wireMessage(name);
  if (message === undefined) {
    throw new StatusError('BadRequest', `no kind "${kind}" is registered for version "${apiVersion}" in scheme`);
  }
  const object: Fields = { apiVersion, kind };
  decodeInto(object, raw, message, 0);
  return object;
}

function decodeTypeMeta(bytes: Uint8Array): Record<string, string> {
  const found: Record<string, string> = {};
  const reader = new ProtobufReader(bytes);
  while (!reader.atEnd) {
    const { field, wireType } = reader.tag();
    if (wireType === WIRE_BYTES && (field === 1 || field === 2)) {
      found[field === 1 ? 'apiVersion' : 'kind'] = text(reader.bytes());
    } else reader.skip(wireType);
  }
  return found;
}

function decodeInto(target: Fields, bytes: Uint8Array, message: WireMessage, depth: number): void {
  if (depth > DEPTH_MAX) throw new WireFormatError(`nested deeper than ${DEPTH_MAX}`);
  const reader = new ProtobufReader(bytes);
  while (!reader.atEnd) {
    const { field, wireType } = reader.tag();
    const described = message[String(field)];
    // A field this version does not know is skipped, as Go's generated code does.
    if (described === undefined) reader.skip(wireType);
    else decodeField(target, described, reader, wireType, depth);
  }
}

function decodeField(target: Fields, field: Field, reader: ProtobufReader, wireType: number, depth: number): void {
  const [name, type, omitsZero] = field;
  if (type.startsWith('map:')) {
    const [key, value] = decodeMapEntry(reader, type.slice('map:'.length), depth);
    target[name] = target[name] ?? {};
    // Defined, not assigned: a key may be `__proto__`.
    Object.defineProperty(target[name], key, { value, enumerable: true, configurable: true, writable: true });
  } else if (type.endsWith('[]')) {
    const item = decodeValue(reader, type.slice(0, -'[]'.length), wireType, depth);
    const list = target[name];
    if (Array.isArray(list)) list.push(item);
    else target[name] = [item];
  } else if (name === '') {
    decodeInto(target, expectBytes(reader, wireType), knownMessage(type), depth + 1);
  } else {
    const value = decodeValue(reader, type, wireType, depth);
    const isZero = value === undefined || value === '' || value === 0 || value === false;
    if (!(isZero && (omitsZero || value === undefined))) target[name] = value;
  }
}

/** A map entry is a message of key (1) and value (2), either of which may be left out when zero. */
function decodeMapEntry(reader: ProtobufReader, type: string, depth: number): [string, unknown] {
  const entry = new ProtobufReader(reader.bytes());
  let key = '';
  let value: unknown = SCALARS.has(type) ? '' : decodeMessage(new Uint8Array(), type, depth + 1);
  while (!entry.atEnd) {
    const { field, wireType } = entry.tag();
    if (field === 1) key = text(expectBytes(entry, wireType));
    else if (field === 2) value = decodeValue(entry, type, wireType, depth);
    else entry.skip(wireType);
  }
  return [key, value];
}

function decodeValue(reader: ProtobufReader, type: string, wireType: number, depth: number): unknown {
  if (type === 'int' || type === 'bool') {
    if (wireType !== WIRE_VARINT) throw new WireFormatError(`wrong wire type ${wireType} for a number`);
    const value = reader.varint();
    return type === 'int' ? Number(value) : value !== 0n;
  }
  if (type === 'double') {
    if (wireType !== WIRE_FIXED64) throw new WireFormatError(`wrong wire type ${wireType} for a double`);
    return reader.double();
  }
  const bytes = expectBytes(reader, wireType);
  if (type === 'string') return text(bytes);
  if (type === 'bytes') return Buffer.from(bytes).toString('base64');
  return decodeMessage(bytes, type, depth + 1);
}

function decodeMessage(bytes: Uint8Array, type: string, depth: number): unknown {
  const special = Object.hasOwn(SPECIAL_MESSAGES, type) ? SPECIAL_MESSAGES[type] : undefined;
  if (special !== undefined) return special(bytes);
  const value: Fields = {};
  decodeInto(value, bytes, knownMessage(type), depth);
  if (LIST_WRAPPER.test(type)) return value.items ?? [];
  return UNIONS[type]?.(value) ?? value;
}

function knownMessage(type: string): WireMessage {
  const message = wireMessage(type);
  // The extract script takes whole packages, so this is a gap in the data, not in the request.
  if (message === undefined) throw new WireFormatError(`no field numbers are known for ${type}`);
  return message;
}

function expectBytes(reader: ProtobufReader, wireType: number): Uint8Array {
  if (wireType !== WIRE_BYTES) throw new WireFormatError(`wrong wire type ${wireType} for a message`);
  return reader.bytes();
}
