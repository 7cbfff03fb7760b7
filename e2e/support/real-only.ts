// Marks what only a real cluster can be asked for; the project `simulated` does not collect it.
import type { TestDetails } from '@playwright/test';

export const REAL_ONLY = '@real';

/** Details of a test or a group of tests, with the reason why a simulated cluster cannot take it. */
export function realOnly(reason: string): TestDetails {
  return { tag: REAL_ONLY, annotation: { type: 'real only', description: reason } };
}
