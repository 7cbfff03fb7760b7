// Figures as adapters write them, and what stands in their place where an adapter answers nonsense.

/** `2664m`, `3`: canonical, as a Quantity prints itself. */
export function milli(value: number): string {
  const thousandths = Math.round(value * 1_000);
  return thousandths % 1_000 === 0 ? String(thousandths / 1_000) : `${thousandths}m`;
}

/** Neither of them is one. */
export const NO_QUANTITY = 'plenty';
export const NO_TIME = 'yesterday';
