// What is wrong with which field, and how the API server words it (apimachinery/pkg/util/validation/field/errors.go).
import { StatusError } from '../../status-error.ts';

type FieldErrorReason =
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueInvalid'
  | 'FieldValueNotFound'
  | 'FieldValueNotSupported'
  | 'FieldValueRequired'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid';

interface FieldError {
  reason: FieldErrorReason;
  /** `spec.containers[0].name`. */
  field: string;
  /** `Invalid value: "x": must be ...`. */
  message: string;
}

const TITLES: Readonly<Record<FieldErrorReason, string>> = {
  FieldValueDuplicate: 'Duplicate value',
  FieldValueForbidden: 'Forbidden',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotFound: 'Not found',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueRequired: 'Required value',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueTypeInvalid: 'Invalid value',
};

function shownValue(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}

/** Labels as they are shown: Go writes maps with sorted keys, and structs in the order of their fields. */
export function sortedLabels(labels: Readonly<Record<string, string>> | undefined): unknown {
  return labels && Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Collects errors in the order they are found, as upstream reports them. */
export class FieldErrors {
  readonly list: FieldError[] = [];

  required(field: string, detail = ''): void {
    this.#add('FieldValueRequired', field, '', detail);
  }

  invalid(field: string, value: unknown, detail: string): void {
    this.#add('FieldValueInvalid', field, shownValue(value), detail);
  }

  /** A value that is too large to be shown, or none at all. */
  invalidWithout(field: string, detail: string): void {
    this.#add('FieldValueInvalid', field, '', detail);
  }

  /** One error for each text of what is wrong with a value. */
  invalidEach(field: string, value: unknown, details: readonly string[]): void {
    for (const detail of details) this.invalid(field, value, detail);
  }

  typeInvalid(field: string, value: unknown, detail: string): void {
    this.#add('FieldValueTypeInvalid', field, shownValue(value), detail);
  }

  forbidden(field: string, detail: string): void {
    this.#add('FieldValueForbidden', field, '', detail);
  }

  duplicate(field: string, value: unknown, detail = ''): void {
    this.#add('FieldValueDuplicate', field, shownValue(value), detail);
  }

  notFound(field: string, value: unknown): void {
    this.#add('FieldValueNotFound', field, shownValue(value), '');
  }

  notSupported(field: string, value: unknown, supported: readonly string[]): void {
    const detail = `supported values: ${supported.map((one) => JSON.stringify(one)).join(', ')}`;
    this.#add('FieldValueNotSupported', field, shownValue(value), detail);
  }

  tooLong(field: string, maxBytes: number): void {
    this.#add('FieldValueTooLong', field, '', `may not be more than ${maxBytes} bytes`);
  }

  tooMany(field: string, count: number, max: number): void {
    this.#add('FieldValueTooMany', field, String(count), `must have at most ${max} ${max === 1 ? 'item' : 'items'}`);
  }

  nonNegative(field: string, value: number | undefined): void {
    if (value !== undefined && value < 0) this.invalid(field, value, 'must be greater than or equal to 0');
  }

  /** An enumeration: absent is required, anything else must be one of the list. */
  oneOf(field: string, value: string | undefined, supported: readonly string[]): void {
    if (value === undefined || value === '') this.required(field);
    else if (!supported.includes(value)) this.notSupported(field, value, supported);
  }

  #add(reason: FieldErrorReason, field: string, value: string, detail: string): void {
    const parts = [TITLES[reason], value, detail].filter((part) => part !== '');
    this.list.push({ reason, field, message: parts.join(': ') });
  }
}

/** Throws the Status for a list of errors; does nothing where there are none. */
export function throwInvalid(kind: string, group: string, name: string, errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const causes = errors.map(({ reason, message, field }) => ({ reason, message, field }));
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  const all = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const qualified = group === '' ? kind : `${kind}.${group}`;
  const details = {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(kind === '' ? {} : { kind }),
    causes,
  };
  throw new StatusError('Invalid', `${qualified} ${JSON.stringify(name)} is invalid: ${all}`, details);
}
