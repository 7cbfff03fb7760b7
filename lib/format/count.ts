// Counts with their noun.

/** `1 board`, `5 boards`, `12,000 pods`. */
export function formatCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(count)} ${count === 1 ? noun : plural}`;
}

/** `12,000`: the same on the server and in every browser, whatever its language. */
export function formatNumber(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
