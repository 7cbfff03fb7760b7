// Kubernetes quantities (`352m`, `487Mi`, `1e3`): exact parsing and canonical printing.
// Mirrors apimachinery pkg/api/resource/{quantity,suffix,amount}.go.

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** Nano-units are the smallest a quantity can hold; smaller amounts round up to one. */
export interface Quantity {
  nanos: bigint;
  format: QuantityFormat;
}

export class QuantityError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'QuantityError';
  }
}

const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const NUMERIC_WRONG = 'unable to parse numeric part of quantity';
const SUFFIX_WRONG = "unable to parse quantity's suffix";

/** Bounds the work of an absurd input; the longest sensible quantity has some 30 characters. */
const TEXT_LENGTH_MAX = 200;
const EXPONENT_MAX = 100;
/** quantity.go maxAllowed: binary quantities are capped at the largest 64-bit integer. */
const BINARY_VALUE_MAX = 2n ** 63n - 1n;
/** quantity.go maxInt64Factors: as many digits always fit 64 bits, and such texts are kept as written. */
const DIGITS_KEPT_MAX = 18;

const NANO_EXPONENT = -9;
const NANOS = 10n ** 9n;
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const NUMBER = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?/;
const SUFFIX = /^[eEinumkKMGTP]*[-+]?[0-9]*$/;

interface Scale {
  base: 2 | 10;
  exponent: number;
  format: QuantityFormat;
}

interface Parsed extends Quantity {
  /** Texts that are canonical enough are never rewritten: `1.500` stays `1.500`. */
  keepsText: boolean;
}

/** @throws {QuantityError} with the API server's words. */
export function exactQuantity(text: string | number): Quantity {
  const { nanos, format } = parse(String(text));
  return { nanos, format };
}

/**
 * The amount in base units (cores, bytes, things): exact up to 2^53 and otherwise the nearest number.
 * @throws {QuantityError}
 */
export function parseQuantity(text: string | number): number {
  const { nanos } = parse(String(text));
  return Number(nanos / NANOS) + Number(nanos % NANOS) / Number(NANOS);
}

/** Millicores, rounded up as Quantity.MilliValue does. @throws {QuantityError} */
export function cpuMillicores(text: string | number): number {
  return Number(ceilDivide(parse(String(text)).nanos, 10n ** 6n));
}

/** Whole units (bytes for memory and storage), rounded up as Quantity.Value does. @throws {QuantityError} */
export function wholeUnits(text: string | number): number {
  return Number(ceilDivide(parse(String(text)).nanos, NANOS));
}

/** Bytes, rounded up. @throws {QuantityError} */
export function memoryBytes(text: string | number): number {
  return wholeUnits(text);
}

/** As the API server stores it: `1000m` is `1`, `1024Mi` is `1Gi`, `0.5` is `500m`. @throws {QuantityError} */
export function canonicalQuantity(text: string | number): string {
  const parsed = parse(String(text));
  return parsed.keepsText ? String(text) : formatQuantity(parsed);
}

/** `352m`, `2`: millicores as a canonical quantity. */
export function cpuQuantity(millicores: number): string {
  return formatQuantity({ nanos: BigInt(Math.round(millicores)) * 10n ** 6n, format: 'DecimalSI' });
}

/** `487Mi`, `1000`: bytes as a canonical binary quantity. */
export function memoryQuantity(bytes: number): string {
  return formatQuantity({ nanos: BigInt(Math.round(bytes)) * NANOS, format: 'BinarySI' });
}

/** Negative, zero or positive, as for sorting. @throws {QuantityError} */
export function compareQuantities(a: string | number, b: string | number): number {
  const difference = parse(String(a)).nanos - parse(String(b)).nanos;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Canonical text of an amount (Quantity.CanonicalizeBytes). */
export function formatQuantity(quantity: Quantity): string {
  const { nanos } = quantity;
  if (nanos === 0n) return '0';
  const small = nanos > -1024n * NANOS && nanos < 1024n * NANOS;
  if (quantity.format === 'BinarySI' && !small && nanos % NANOS === 0n) return formatBinary(nanos / NANOS);
  return formatDecimal(nanos, quantity.format === 'DecimalExponent');
}

function formatBinary(value: bigint): string {
  let amount = value;
  let times = 0;
  while (times < BINARY_SUFFIXES.length - 1 && amount % 1024n === 0n) {
    amount /= 1024n;
    times++;
  }
  return `${amount}${BINARY_SUFFIXES[times] ?? ''}`;
}

function formatDecimal(nanos: bigint, withExponent: boolean): string {
  let amount = nanos;
  let exponent = NANO_EXPONENT;
  while (amount % 1000n === 0n && (withExponent || exponent < 18)) {
    amount /= 1000n;
    exponent += 3;
  }
  if (withExponent) return exponent === 0 ? `${amount}` : `${amount}e${exponent}`;
  return `${amount}${DECIMAL_SUFFIXES[(exponent - NANO_EXPONENT) / 3] ?? ''}`;
}

function parse(text: string): Parsed {
  if (text === '' || text.length > TEXT_LENGTH_MAX) throw new QuantityError(FORMAT_WRONG);
  const match = NUMBER.exec(text);
  const [whole, sign = '', digits = '', fraction = ''] = match ?? [''];
  const suffix = text.slice(whole.length);
  if (!SUFFIX.test(suffix)) throw new QuantityError(FORMAT_WRONG);
  const scale = scaleOf(suffix);
  // Upstream reads a lone `Mi` as zero and stumbles over a lone `Pi`, where its fast path ends.
  if (scale.base === 2 && scale.exponent >= 50 && !/[0-9]/.test(whole)) throw new QuantityError(NUMERIC_WRONG);
  const unscaled = BigInt(`0${digits}${fraction}`);
  const amount = nanosOf(unscaled, fraction.length, scale);
  let format = scale.format;
  let capped = amount;
  if (format === 'BinarySI') {
    if (amount > BINARY_VALUE_MAX * NANOS) capped = BINARY_VALUE_MAX * NANOS;
    if (amount > 0n && amount < NANOS) format = 'DecimalSI';
  }
  return {
    nanos: sign === '-' ? -capped : capped,
    format,
    keepsText: keepsText(digits === '' ? '0' : digits, fraction, unscaled, scale),
  };
}

/** The fast paths of ParseQuantity that store the text beside the value. */
function keepsText(digits: string, fraction: string, unscaled: bigint, scale: Scale): boolean {
  if (scale.base === 2) {
    const precision = 15 - digits.length - Math.trunc((scale.exponent * 3) / 10) - 1;
    return precision >= 0 && fraction === '' && unscaled % 8n !== 0n;
  }
  const exponent = scale.exponent - fraction.length;
  const shifted = digits + fraction;
  if (shifted.length > DIGITS_KEPT_MAX || exponent < NANO_EXPONENT) return false;
  return exponent % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
}

function scaleOf(suffix: string): Scale {
  const decimal = DECIMAL_SUFFIXES.indexOf(suffix);
  if (decimal >= 0) return { base: 10, exponent: NANO_EXPONENT + 3 * decimal, format: 'DecimalSI' };
  const binary = BINARY_SUFFIXES.indexOf(suffix);
  if (binary > 0) return { base: 2, exponent: 10 * binary, format: 'BinarySI' };
  if (!/^[eE][-+]?[0-9]+$/.test(suffix)) throw new QuantityError(SUFFIX_WRONG);
  const exponent = Number(suffix.slice(1));
  if (Math.abs(exponent) > EXPONENT_MAX) throw new QuantityError(NUMERIC_WRONG);
  return { base: 10, exponent, format: 'DecimalExponent' };
}

function nanosOf(unscaled: bigint, fractionDigits: number, scale: Scale): bigint {
  const binary = scale.base === 2 ? unscaled * 2n ** BigInt(scale.exponent) : unscaled;
  const exponent = (scale.base === 10 ? scale.exponent : 0) - fractionDigits - NANO_EXPONENT;
  return exponent >= 0 ? binary * 10n ** BigInt(exponent) : ceilDivide(binary, 10n ** BigInt(-exponent));
}

/** Away from zero, as Quantity rounds. */
export function ceilDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  if (value % by === 0n) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}
