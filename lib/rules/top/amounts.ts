// Amounts of CPU and memory as `kubectl top` adds and rounds them: summed exactly, then rounded up once.
// Mirrors apimachinery pkg/api/resource/quantity.go (Add, MilliValue, Value).
import { ceilDivide, exactQuantity } from '../quantity.ts';

/** CPU in thousandths of a core, averaged over the source's window; memory as its working set in bytes. Whole numbers. */
export interface UsageAmounts {
  cpuMillicores: number;
  memoryBytes: number;
}

/** In billionths of a core and of a byte. */
export interface ExactAmounts {
  cpuNanos: bigint;
  memoryNanos: bigint;
}

const NANOS = 10n ** 9n;
const NANOS_PER_MILLI = 10n ** 6n;

/** @throws {QuantityError} */
export function exactAmounts(usage: { cpu: string | number; memory: string | number }): ExactAmounts {
  return { cpuNanos: exactQuantity(usage.cpu).nanos, memoryNanos: exactQuantity(usage.memory).nanos };
}

/** Of a source that has numbers: cores and bytes, both finite. */
export function measuredAmounts(cores: number, bytes: number): ExactAmounts {
  return { cpuNanos: BigInt(Math.round(cores * 1e9)), memoryNanos: BigInt(Math.round(bytes)) * NANOS };
}

export function roundedAmounts({ cpuNanos, memoryNanos }: ExactAmounts): UsageAmounts {
  return {
    cpuMillicores: Number(ceilDivide(cpuNanos, NANOS_PER_MILLI)),
    memoryBytes: Number(ceilDivide(memoryNanos, NANOS)),
  };
}

/** Rounded after adding: what two containers use is often less than the sum of what is printed for each. */
export function totalAmounts(parts: readonly ExactAmounts[]): UsageAmounts {
  let cpuNanos = 0n;
  let memoryNanos = 0n;
  for (const part of parts) {
    cpuNanos += part.cpuNanos;
    memoryNanos += part.memoryNanos;
  }
  return roundedAmounts({ cpuNanos, memoryNanos });
}
