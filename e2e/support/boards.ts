// A board on the overview, as a user of a screen reader finds it.
import type { Locator, Page } from '@playwright/test';

/** The link to the node; its accessible name says everything the board shows. */
export function boardLink(page: Page, name: string): Locator {
  return page.getByRole('link', { name: new RegExp(`^${name} ?, `) });
}

/** The whole board, its pins among it. */
export function board(page: Page, name: string): Locator {
  return page.getByRole('listitem').filter({ has: boardLink(page, name) });
}
