// The screens that every page has to fit: a phone, a small panel on a rack, a desk; light and dark.
import { type Browser, expect, type Page, type ViewportSize } from '@playwright/test';
import { expectAccessible, expectContrast, test } from './fixtures.ts';
import { simulatedOnly } from './simulated-only.ts';

const SIZES: readonly ViewportSize[] = [
  { width: 390, height: 844 },
  { width: 800, height: 480 },
  { width: 1280, height: 800 },
];

/** How a page lies on a screen is the same whatever cluster it shows. */
export const ON_EVERY_SCREEN = simulatedOnly('a page lies on a screen the same way whatever cluster it shows');

/** Calls `look` with a new page for each screen. One test for all of them: what takes long is the server's start. */
export async function onEveryScreen(
  browser: Browser,
  baseURL: string,
  look: (page: Page, viewport: ViewportSize) => Promise<void>,
): Promise<void> {
  test.slow();
  for (const viewport of SIZES) {
    await test.step(`${viewport.width} px`, async () => {
      const context = await browser.newContext({ viewport, colorScheme: 'light', baseURL });
      await look(await context.newPage(), viewport);
      await context.close();
    });
  }
}

/** Nothing is wider than the screen, and axe knows of no barrier; nor does it when the screen turns dark. */
export async function expectFits(page: Page, { width }: ViewportSize): Promise<void> {
  await expect(page.locator('html')).toHaveJSProperty('scrollWidth', width);
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  // Of what axe looks at, only colours are others in the dark.
  await expectContrast(page);
  await page.emulateMedia({ colorScheme: 'light' });
}
