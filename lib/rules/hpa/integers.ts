// Go's integers where a computation leaves them: replicas are 32 bits wide, metrics 64.

export const INT32_MAX = 2 ** 31 - 1;
/** As near as a double comes to it. */
export const INT64_MAX = 2 ** 63;

/** The largest number of replicas there is stands for anything beyond it. */
export function int32(value: number): number {
  return Math.min(value, INT32_MAX);
}

/** A double as an int64: capped, and what amd64 makes of a metric shared by no replicas: the smallest there is. */
export function int64(value: number): number {
  return Number.isFinite(value) ? Math.min(value, INT64_MAX) : -INT64_MAX;
}

/** Where one is negative on the way, upstream takes the sum for one that ran over: the largest there is. */
export function runningSum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) {
    total += value;
    if (total < 0 || total >= INT64_MAX) return INT64_MAX;
  }
  return total;
}

/** Sums as upstream caps them. */
export function cappedSum(values: readonly number[]): number {
  return Math.min(
    values.reduce((total, value) => total + value, 0),
    INT64_MAX,
  );
}
