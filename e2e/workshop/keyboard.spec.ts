// The workshop by keyboard alone: a dialog keeps it, and gives it back to where something goes on.
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { openStep, stepLink } from './steps.ts';

test.use({ scenario: 'classroom' });

/** More than a dialog of one step has places to stop at. */
const ROUND = 12;

async function pressed(page: Page, button: Locator): Promise<void> {
  await button.focus();
  await page.keyboard.press('Enter');
}

/** Whether the focus is in it after each of many presses. */
async function holds(page: Page, dialog: Locator, key: string): Promise<boolean[]> {
  const inside: boolean[] = [];
  for (let press = 0; press < ROUND; press += 1) {
    await page.keyboard.press(key);
    inside.push(await dialog.evaluate((element) => element.contains(document.activeElement)));
  }
  return inside;
}

test(
  'a dialog keeps the keyboard, and gives it back to what opened it or to what is going on',
  simulatedOnly('its boards are those of the scenario'),
  async ({ page }) => {
    const heading = page.getByRole('region', { name: 'The whole workshop' }).getByRole('heading');
    await openStep(page, 'taints', 'Taints by architecture');
    const opener = page.getByRole('button', { name: 'Taint 3 boards' });
    await pressed(page, opener);
    const dialog = page.getByRole('dialog', { name: 'Apply Taints by architecture?' });
    await expect(dialog).toBeVisible();
    for (const key of ['Tab', 'Shift+Tab']) expect(await holds(page, dialog, key)).not.toContain(false);

    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();

    await page.keyboard.press('Enter');
    await pressed(page, dialog.getByRole('button', { name: 'Taint 3 boards' }));
    await expect(dialog).toBeHidden();
    await expect(heading).toBeFocused();
    await expect(stepLink(page, 'done', 'Taints')).toBeVisible();
    await expect(heading).toBeFocused();

    await pressed(page, page.getByRole('button', { name: 'Undo' }));
    const undo = page.getByRole('dialog', { name: 'Undo Taints by architecture?' });
    await expect(undo).toContainText('removes taint');
    await pressed(page, undo.getByRole('button', { name: 'Undo' }));
    await expect(undo).toBeHidden();
    await expect(stepLink(page, 'to do', 'Taints')).toBeVisible();
    await expect(heading).toBeFocused();
  },
);
