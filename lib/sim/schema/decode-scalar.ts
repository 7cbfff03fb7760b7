// Reads single JSON values as Go's decoder does, and words its complaints.
import type { Schema } from './schema.ts';

/** What the decoder says, without the Status around it. */
export class DecodeError extends Error {
  /** What is said instead where a value is not read from text, but converted (apimachinery/pkg/runtime/converter.go). */
  readonly conversion: string | undefined;

  constructor(message: string, conversion?: string) {
    super(message);
    this.conversion = conversion;
  }
}

const INT32_MAX = 2 ** 31 - 1;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const RFC3339 = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.(\d+))?(?:Z|[+-]\d{2}:\d{2})$/;
const MICRO_DIGITS = 6;

/** The value in canonical form; throws DecodeError, or what `mismatch` makes of a value of the wrong type. */
export function decodeScalar(schema: Schema, value: unknown, mismatch: (value: unknown) => DecodeError): unknown {
  if (schema.intOrString) {
    if (typeof value === 'string' || isInt32(value)) return value;
    throw mismatch(value);
  }
  switch (schema.type) {
    case 'string':
      if (typeof value !== 'string') throw mismatch(value);
      return decodeString(schema, value);
    case 'integer': {
      const fits = schema.format === 'int32' ? isInt32(value) : Number.isInteger(value);
      if (!fits) throw mismatch(value);
      return value;
    }
    case 'number':
      if (typeof value !== 'number') throw mismatch(value);
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw mismatch(value);
      return value;
    case 'array':
    case 'object':
    case undefined:
      // Not single values: who walks the schema looks into them itself.
      throw mismatch(value);
  }
}

function isInt32(value: unknown): boolean {
  return Number.isInteger(value) && typeof value === 'number' && value >= -INT32_MAX - 1 && value <= INT32_MAX;
}

function decodeString(schema: Schema, value: string): string | undefined {
  if (schema.format === 'byte') {
    const bare = value.replace(/[\r\n]/g, '');
    if (bare.length % 4 !== 0 || !BASE64.test(bare)) {
      throw new DecodeError(`illegal base64 data at input byte ${illegalByte(value)}`);
    }
    return bare;
  }
  return schema.format === 'date-time' ? decodeTime(schema, value) : value;
}

function illegalByte(value: string): number {
  const at = value.search(/[^A-Za-z0-9+/=\r\n]/);
  return at >= 0 ? at : Math.max(0, value.length - (value.length % 4));
}

/** meta/v1 time.go and micro_time.go: RFC 3339 in, UTC out, whole seconds or six digits. */
function decodeTime(schema: Schema, value: string): string {
  const found = RFC3339.exec(value);
  const milliseconds = Date.parse(value);
  if (found === null || Number.isNaN(milliseconds)) {
    throw new DecodeError(`parsing time "${value}" as "2006-01-02T15:04:05Z07:00": cannot parse "${value}" as "2006"`);
  }
  const whole = new Date(milliseconds).toISOString().slice(0, 19);
  if (!schema.typeName?.endsWith('.MicroTime')) return `${whole}Z`;
  const [, , digits] = found;
  if (digits?.length !== MICRO_DIGITS) throw new DecodeError(notMicro(value, digits));
  return `${whole}.${digits}Z`;
}

/** Go's time.Parse takes as many digits as its layout has. */
function notMicro(value: string, digits: string | undefined): string {
  const from = `parsing time "${value}" as "2006-01-02T15:04:05.000000Z07:00": cannot parse`;
  const rest = value.slice(value.search(/(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/));
  if (digits === undefined || digits.length < MICRO_DIGITS) return `${from} "${rest}" as ".000000"`;
  return `${from} "${rest.slice(1 + MICRO_DIGITS)}" as "Z07:00"`;
}

/** A JSON value as Go's decoder calls it; a number that does not fit a number field is named. */
export function describe(schema: Schema, value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') {
    const wantsNumber = schema.type === 'integer' || schema.type === 'number' || schema.intOrString;
    return wantsNumber ? `number ${value}` : 'number';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** The field's Go type; named string types (`v1.RestartPolicy`) are not in the data and read `string`. */
export function goTypeOf(schema: Schema): string {
  const name = schema.typeName;
  if (schema.type === 'array') {
    return schema.items === undefined ? '[]interface {}' : `[]${goTypeOf(schema.items)}`;
  }
  if (schema.quantity) return 'resource.Quantity';
  if (schema.intOrString) return 'int32';
  if (schema.type === 'object' && schema.additionalProperties !== undefined) {
    return `map[string]${goTypeOf(schema.additionalProperties)}`;
  }
  if (name !== undefined) return name.split('.').slice(-2).join('.');
  if (schema.type === 'integer') return schema.format === 'int32' ? 'int32' : 'int64';
  if (schema.type === 'number') return 'float64';
  return schema.type === 'boolean' ? 'bool' : (schema.type ?? 'interface {}');
}
