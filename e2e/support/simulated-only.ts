// Marks what only a simulated cluster can be asked for; the project `real` does not collect it.
import type { TestDetails } from '@playwright/test';

export const SIMULATED_ONLY = '@simulated';

/** Details of a test or a group of tests, with the reason why a real cluster cannot take it. */
export function simulatedOnly(reason: string): TestDetails {
  return { tag: SIMULATED_ONLY, annotation: { type: 'simulated only', description: reason } };
}
