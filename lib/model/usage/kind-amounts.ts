// Amounts to suggest: what was measured and some more, in figures that people write.
const MEBIBYTE = 1024 ** 2;
const CPU_LEAST_MILLICORES = 10;
const MEMORY_LEAST_BYTES = 16 * MEBIBYTE;
/** Over what was measured now: it is not the most there ever is. */
const REQUEST_FACTOR = 1.2;
const LIMIT_FACTOR = 2;
/** A limit that is too tight kills: what matters is that there is one. */
const LIMIT_LEAST_BYTES = 64 * MEBIBYTE;

/** `150m`, `1200m`. */
export function cpuRequest(usedMillicores: number): string {
  const wanted = Math.max(CPU_LEAST_MILLICORES, usedMillicores * REQUEST_FACTOR);
  return `${ceilTo(wanted, wanted <= 100 ? 10 : wanted <= 1_000 ? 50 : 100)}m`;
}

/** `96Mi`, `1280Mi`. */
export function memoryRequest(usedBytes: number): string {
  return memoryText(usedBytes * REQUEST_FACTOR);
}

/** Not below what is asked for: the API refuses that. */
export function memoryLimit(usedBytes: number, requestedBytes: number): string {
  return memoryText(Math.max(LIMIT_LEAST_BYTES, usedBytes * LIMIT_FACTOR, requestedBytes));
}

function memoryText(bytes: number): string {
  const wanted = Math.max(MEMORY_LEAST_BYTES, bytes) / MEBIBYTE;
  return `${ceilTo(wanted, wanted <= 256 ? 16 : wanted <= 1_024 ? 64 : 256)}Mi`;
}

function ceilTo(amount: number, step: number): number {
  return Math.ceil(amount / step) * step;
}
