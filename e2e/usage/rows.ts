// Rows of the usage page's tables, as a user of a screen reader finds them.
import type { Locator, Page } from '@playwright/test';
import { expect } from '#e2e/support/fixtures.ts';

/** A metrics-server measures twice before it tells anything, and the dashboard asks at its pace. */
const MEASURED_MS = 60_000;

export async function openUsage(page: Page, search = ''): Promise<void> {
  await page.goto(`/usage${search}`);
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
}

export function nodeTable(page: Page): Locator {
  return page.getByRole('table', { name: 'Use of the nodes' });
}

export function podTable(page: Page): Locator {
  return page.getByRole('table', { name: 'Use of the pods' });
}

export function nodeRow(page: Page, name: string): Locator {
  return nodeTable(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) });
}

/** Names in the order of the table. */
export function nodeNames(page: Page): Promise<string[]> {
  return nodeTable(page).locator('tbody').getByRole('link').allInnerTexts();
}

export async function expectMeasured(page: Page, node: string): Promise<void> {
  await expect(nodeRow(page, node)).toContainText(/\d+m.*\d+%.*\d+Mi.*\d+%/, { timeout: MEASURED_MS });
}
