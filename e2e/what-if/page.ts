// The page "What if?", as a user finds it.
import type { Locator, Page } from '@playwright/test';
import { expect } from '#e2e/support/fixtures.ts';

export async function chooseUnplug(page: Page, board: string): Promise<void> {
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  const form = page.getByRole('form', { name: 'Suppose' });
  await form.getByRole('combobox', { name: 'Suppose that', exact: true }).selectOption('a board is unplugged');
  await form.getByRole('combobox', { name: 'Board', exact: true }).selectOption(board);
  await form.getByRole('button', { name: 'Suppose it' }).click();
  await expect(page.getByRole('list', { name: 'Supposed' })).toContainText(`${board} is unplugged`);
}

export function outcome(page: Page): { summary: Locator; table: Locator; boards: Locator; apply: Locator } {
  return {
    summary: page.getByRole('region', { name: 'In short' }),
    table: page.getByRole('table', { name: 'What becomes of pods' }),
    boards: page.getByRole('region', { name: 'Boards before and after' }),
    apply: page.getByRole('region', { name: 'Do it' }),
  };
}
