import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { onEveryScreen } from '#e2e/support/screens.ts';
import { startDashboard } from '#test/support/dashboard.ts';
import { menuButton, openMenu } from './menu.ts';

test.describe('a student', () => {
  test.use({ user: 'student' });

  test('sees that the cluster is simulated, and no menu', async ({ page, request, dashboard }) => {
    await page.goto('/');
    await expect(page.getByText('simulated cluster · kubecon-2017')).toBeVisible();
    await expect(menuButton(page)).toHaveCount(0);
    const answer = await request.post(`${dashboard.url}/api/simulation`, { data: { action: 'reset' } });
    expect(answer.status()).toBe(403);
    expect((await request.get(`${dashboard.url}/api/topics/simulation`)).status()).toBe(404);
  });
});

test('a read-only server has no menu and changes nothing', async ({ browser, request, cluster }) => {
  const dashboard = await startDashboard({ kubeconfig: cluster.kubeconfig, host: '0.0.0.0' });
  const page = await (await browser.newContext()).newPage();
  await page.goto(dashboard.url);
  await expect(page.getByText('simulated cluster · kubecon-2017')).toBeVisible();
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await expect(menuButton(page)).toHaveCount(0);
  const answer = await request.post(`${dashboard.url}/api/simulation`, { data: { action: 'reset' } });
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ kind: 'Status', message: expect.stringContaining('read-only') });
  await page.context().close();
  await dashboard.stop();
});

test('another site cannot make the browser change anything', async ({ request, dashboard }) => {
  const url = `${dashboard.url}/api/simulation`;
  const data = { action: 'api', api: 'stopped' };
  const foreign = await request.post(url, { data, headers: { origin: 'https://evil.example' } });
  expect(foreign.status()).toBe(403);
  const plain = await request.post(url, { data: JSON.stringify(data), headers: { 'content-type': 'text/plain' } });
  expect(plain.status()).toBe(415);
  expect((await request.get(url)).status()).toBe(405);
});

test('by keyboard alone: opened, a clock chosen by arrows, closed with the focus back', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await menuButton(page).focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('complementary', { name: 'Simulation' });
  await expect(menu).toBeFocused();
  // Its sections come with the simulation's answer; what Tab reaches before is the button that closes it.
  await expect(menu.getByRole('radio', { name: 'Real time' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(menu.getByRole('radio', { name: 'Real time' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(menu.getByRole('radio', { name: 'Pause' })).toBeChecked();
  await expect(menuButton(page)).toContainText('paused at');
  await page.keyboard.press('Tab');
  await expect(menu.getByRole('button', { name: 'Step 1 min' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(menu.getByRole('status')).toHaveText('The clock was stepped.');
  await expect(menu.getByRole('button', { name: 'Step 1 min' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(menuButton(page)).toBeFocused();
});

/** As in app/simulation.css. */
const MOVES_ASIDE_PX = 1280;

test('fits every screen, light and dark, and is no barrier', async ({ browser, dashboard }) => {
  await onEveryScreen(browser, dashboard.url, async (page, viewport) => {
    await page.goto('/');
    const first = page.locator('[data-board="pi5"]');
    await expect(page.locator('main[data-live="live"]')).toBeVisible();
    const place = await first.boundingBox();
    const menu = await openMenu(page);
    const box = await menu.boundingBox();
    // Where there is room the page moves aside, so that nothing of it is covered; elsewhere it stays where it is.
    if (viewport.width >= MOVES_ASIDE_PX) {
      for (const covered of await page.locator('main [data-board], main section').all()) {
        const own = await covered.boundingBox();
        expect((own?.x ?? 0) + (own?.width ?? 0)).toBeLessThanOrEqual(box?.x ?? 0);
      }
    } else expect(await first.boundingBox()).toEqual(place);
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
    await menu.getByRole('button', { name: 'Reset…' }).scrollIntoViewIfNeeded();
    await expect(menu.getByRole('button', { name: 'Reset…' })).toBeInViewport();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    await expectAccessible(page);
  });
});
