// Figures as the benches print them.

export function megabytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(1);
}

/** `12 ms (99 of 100 within 40 ms)`: the middle, and nearly all. */
export function latencies(samplesMs: readonly number[]): string {
  const sorted = [...samplesMs].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return `${at(0.5).toFixed(0)} ms (99 of 100 within ${at(0.99).toFixed(0)} ms)`;
}
