// Messages whose JSON is not an object of their fields: times, quantities, int-or-strings and raw JSON.
import { ProtobufReader, WIRE_BYTES, WIRE_VARINT, WireFormatError } from './protobuf-reader.ts';

type Scalars = ReadonlyMap<number, bigint | Uint8Array>;

/** Decodes the bytes of such a message to its JSON; undefined is the zero value of a time: no value. */
type SpecialDecoder = (bytes: Uint8Array) => unknown;

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';

/** Years 0001 and 9999, in seconds: what RFC 3339 can write. */
const SECONDS_MIN = -62_135_596_800;
const SECONDS_MAX = 253_402_300_799;

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function text(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new WireFormatError('a string is not UTF-8');
  }
}

function scalars(bytes: Uint8Array): Scalars {
  const found = new Map<number, bigint | Uint8Array>();
  const reader = new ProtobufReader(bytes);
  while (!reader.atEnd) {
    const { field, wireType } = reader.tag();
    if (wireType === WIRE_VARINT) found.set(field, reader.varint());
    else if (wireType === WIRE_BYTES) found.set(field, reader.bytes());
    else reader.skip(wireType);
  }
  return found;
}

function integer(values: Scalars, field: number): number {
  const value = values.get(field);
  return typeof value === 'bigint' ? Number(value) : 0;
}

function raw(values: Scalars, field: number): Uint8Array {
  const value = values.get(field);
  return value instanceof Uint8Array ? value : new Uint8Array();
}

/** meta/v1 time_proto.go: an empty message is the zero time; a Time has whole seconds, a MicroTime microseconds. */
function time(bytes: Uint8Array, fractionDigits: 0 | 6): string | undefined {
  if (bytes.length === 0) return undefined;
  const values = scalars(bytes);
  const seconds = integer(values, 1);
  if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) throw new WireFormatError(`a time of ${seconds} s`);
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  if (fractionDigits === 0) return `${whole}Z`;
  return `${whole}.${String(Math.floor(integer(values, 2) / 1000)).padStart(6, '0')}Z`;
}

function rawJson(bytes: Uint8Array): unknown {
  const json = raw(scalars(bytes), 1);
  if (json.length === 0) return undefined;
  try {
    return JSON.parse(text(json));
  } catch (error) {
    throw new WireFormatError(
      `an embedded value is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** util/intstr: type 0 is a number, 1 a string. */
function intOrString(bytes: Uint8Array): number | string {
  const values = scalars(bytes);
  return integer(values, 1) === 0 ? integer(values, 2) : text(raw(values, 3));
}

export const SPECIAL_MESSAGES: Readonly<Record<string, SpecialDecoder>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': (bytes) => text(raw(scalars(bytes), 1)) || '0',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': intOrString,
  'io.k8s.apimachinery.pkg.runtime.RawExtension': rawJson,
  [`${META}.Time`]: (bytes) => time(bytes, 0),
  [`${META}.MicroTime`]: (bytes) => time(bytes, 6),
  [`${META}.FieldsV1`]: rawJson,
  [`${EXTENSIONS}.JSON`]: rawJson,
};
