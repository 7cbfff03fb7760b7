// The menu of a simulated cluster, as a user finds it.
import type { Locator, Page } from '@playwright/test';
import { expect } from '#e2e/support/fixtures.ts';

export function menuButton(page: Page): Locator {
  return page.getByRole('button', { name: /^simulated cluster/ });
}

export async function openMenu(page: Page): Promise<Locator> {
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await menuButton(page).click();
  const menu = page.getByRole('complementary', { name: 'Simulation' });
  await expect(menu.getByRole('region', { name: 'Clock' })).toBeVisible();
  return menu;
}

/** From the press of the button to the confirmation. */
export async function changeScenario(page: Page, menu: Locator, name: string): Promise<void> {
  await menu.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
  await menu.getByRole('button', { name: 'Change scenario…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Change scenario' }).click();
  await expect(menuButton(page)).toContainText(name);
}

/** Survives everything but a reload. */
export async function markPage(page: Page): Promise<void> {
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
}

export async function expectSamePage(page: Page): Promise<void> {
  await expect(page.locator('body[data-same-page]')).toHaveCount(1);
}
