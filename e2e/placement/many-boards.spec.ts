import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';

test.describe('300 boards', simulatedOnly('the real cluster has the talk’s five boards'), () => {
  test.use({ scenario: 'big' });

  test('unfolded, few columns are in the document, and arrow keys reach each', async ({ page }) => {
    await page.goto('/placement?open=arm64');
    await expect(page.locator('main[data-live="live"]')).toBeVisible();
    const table = page.getByRole('table');
    await expect(table).toHaveAttribute('aria-colcount', '176');
    const boards = table.locator('thead').getByRole('link');
    await expect.poll(() => boards.count()).toBeLessThan(60);
    expect(await boards.count()).toBeGreaterThan(8);
    await expectAccessible(page);

    const row = table.locator('tr[data-row]', { has: page.locator('[data-stop]') }).first();
    await row.locator('[data-stop]').first().focus();
    const focused = page.locator(':focus');
    const columnOf = () => focused.locator('xpath=..').evaluate((at) => Number(at.closest('td')?.ariaColIndex ?? 0));
    await page.keyboard.press('Home');
    await expect.poll(columnOf).toBeLessThan(100);
    const start = await columnOf();
    await page.keyboard.press('End');
    await expect.poll(columnOf).toBeGreaterThan(150);
    await expect(focused).toBeInViewport();
    const end = await columnOf();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(columnOf).toBeLessThan(end);
    await expect(focused).toBeInViewport();
    await page.keyboard.press('Home');
    await expect.poll(columnOf).toBe(start);
    await expect(focused).toBeInViewport();
  });

  test('scrolled to the side, heads stand over their boards, and the workload and architecture stay', async ({
    page,
  }) => {
    await page.goto('/placement?open=arm64');
    await expect(page.locator('main[data-live="live"]')).toBeVisible();
    const frame = page.getByRole('region', { name: 'Where everything runs' });
    await frame.evaluate((at) => at.scrollTo({ left: 5_000, top: 1_500 }));
    const head = page.locator('thead').getByRole('link').nth(10);
    // Columns are drawn for where it is scrolled to.
    const columnOf = async () => Number(await head.locator('xpath=..').getAttribute('aria-colindex'));
    await expect.poll(columnOf).toBeGreaterThan(50);
    const column = await columnOf();
    const cell = page.locator(`tr[data-row] > td[aria-colindex="${column}"]`).first();
    const [above, below] = [await head.locator('xpath=..').boundingBox(), await cell.boundingBox()];
    expect(below?.x).toBe(above?.x);
    expect(below?.width).toBe(above?.width);
    await expect(page.getByRole('button', { name: 'arm64', exact: true })).toBeInViewport();
    await expect(page.getByRole('columnheader', { name: 'workload' })).toBeInViewport();
  });
});
