// The workshop's pages, as a user finds them.
import type { Locator, Page } from '@playwright/test';
import { expect } from '#e2e/support/fixtures.ts';

/** Opens a step and waits until the page is live. */
export async function openStep(page: Page, step: string, title: string): Promise<void> {
  await page.goto(`/workshop/${step}`);
  await expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
}

/** A step in the list, whose name begins with how far it is: `done: Metrics`. */
export function stepLink(page: Page, state: string, title: string): Locator {
  return page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: new RegExp(`^${state}: ${title}`) });
}
