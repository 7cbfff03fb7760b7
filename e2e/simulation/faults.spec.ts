import { board, boardLink } from '#e2e/support/boards.ts';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { must } from '#test/support/kubectl.ts';
import { menuButton, openMenu } from './menu.ts';

test('a paused clock is stepped, and the frame says when it stands', async ({ page }) => {
  await page.goto('/');
  const menu = await openMenu(page);
  await menu.getByRole('radio', { name: 'Pause' }).check();
  await expect(menuButton(page)).toContainText(/paused at \d\d:\d\d:\d\d/);
  const clock = () => menuButton(page).locator('time').getAttribute('datetime');
  const before = Date.parse((await clock()) ?? '');
  await menu.getByRole('button', { name: 'Step 10 min' }).click();
  await expect.poll(async () => Date.parse((await clock()) ?? '') - before).toBe(600_000);
  await expect(boardLink(page, 'upboard2')).toHaveAccessibleName(/: ready/);
  await menu.getByRole('radio', { name: 'x60' }).check();
  await expect(menuButton(page)).toContainText('x60');
  await menu.getByRole('radio', { name: 'Real time' }).check();
  await expect(menuButton(page)).not.toContainText('x60');
});

test('a long step goes by while the page stays live', async ({ page }) => {
  await page.goto('/');
  const menu = await openMenu(page);
  await menu.getByRole('button', { name: 'Step 1 h' }).click();
  await expect(menu.getByRole('region', { name: 'Clock' })).toContainText('stepping…');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await expect(menu.getByRole('status')).toHaveText('The clock was stepped.', { timeout: 30_000 });
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
});

test('a board is unplugged and plugged in again by clicking its plug', async ({ page, kubectl }) => {
  const ready = () =>
    must(kubectl(['get', 'node', 'pi5', '-o', 'jsonpath={.status.conditions[?(@.type=="Ready")].status}']));
  await page.goto('/');
  const menu = await openMenu(page);
  await board(page, 'pi5').getByRole('button', { name: 'Unplug pi5' }).click();
  await expect(menu.getByRole('button', { name: 'Plug in pi5' })).toBeVisible();
  await menu.getByRole('button', { name: 'Step 1 min' }).click();
  await expect(board(page, 'pi5')).toContainText('NotReady');
  expect(await ready()).toBe('Unknown');
  await menu.getByRole('button', { name: 'Plug in pi5' }).click();
  await menu.getByRole('button', { name: 'Step 1 min' }).click();
  await expect(board(page, 'pi5')).not.toContainText('NotReady');
  expect(await ready()).toBe('True');
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(page.getByRole('button', { name: 'Unplug pi5' })).toHaveCount(0);
});

test('metrics of one board are hidden, and all is mended at once', async ({ page, kubectl }) => {
  await page.goto('/');
  const menu = await openMenu(page);
  await menu.getByRole('button', { name: 'Hide metrics of pi5' }).click();
  await menu.getByRole('button', { name: 'Unplug pi6' }).click();
  await expect(menu).toContainText('Now broken: 1 board unplugged, 1 board without metrics.');
  expect(await must(kubectl(['top', 'nodes']))).toMatch(/^pi5 +<unknown>/m);
  await menu.getByRole('button', { name: 'Mend all' }).click();
  await expect(menu).toContainText('Nothing is broken.');
  await expect(menu.getByRole('button', { name: 'Hide metrics of pi5' })).toBeVisible();
  expect(await must(kubectl(['top', 'nodes']))).toMatch(/^pi5 +\d+m/m);
});

test('an API server that was stopped from the menu is started from it again', async ({ page, kubectl }) => {
  await page.goto('/');
  const menu = await openMenu(page);
  await menu.getByRole('radio', { name: 'Stopped' }).check();
  await expect(page.locator('main[data-live="reconnecting"]')).toBeVisible();
  expect((await kubectl(['get', 'nodes'])).code).not.toBe(0);
  await expect(menu.getByRole('radio', { name: 'Stopped' })).toBeChecked();
  await menu.getByRole('radio', { name: 'Answers' }).check();
  await expect(page.locator('main[data-live="live"]')).toBeVisible({ timeout: 20_000 });
  await expect(menu).toContainText('Nothing is broken.');
});

test('sources of use are broken one by one', async ({ page, kubectl }) => {
  await page.goto('/');
  const menu = await openMenu(page);
  const source = (name: string) => menu.getByRole('radiogroup', { name: `How ${name} answers` });
  await expect(source('Heapster').getByRole('radio', { name: 'Up' })).toBeChecked();
  await source('metrics.k8s.io').getByRole('radio', { name: 'Down' }).check();
  await expect(menu).toContainText('Now broken: 1 source of metrics.');
  expect((await kubectl(['top', 'nodes'])).code).not.toBe(0);
  await source('Prometheus').getByRole('radio', { name: 'Nonsense' }).check();
  await expect(menu.getByRole('status')).toHaveText('Prometheus answers with nonsense.');
  await menu.getByRole('button', { name: 'Mend all' }).click();
  await expect(source('metrics.k8s.io').getByRole('radio', { name: 'Up' })).toBeChecked();
  expect(await must(kubectl(['top', 'nodes']))).toMatch(/^pi5 +\d+m/m);
});

test.describe('where an exporter tells of boards', () => {
  test.use({ scenario: 'modern' });

  test('a power supply is made weak', async ({ page }) => {
    await page.goto('/');
    const menu = await openMenu(page);
    const health = (name: string) => menu.getByRole('radiogroup', { name: `Health of ${name}` });
    await health('raspi4').getByRole('radio', { name: 'Low voltage' }).check();
    await expect(menu.getByRole('status')).toHaveText('raspi4 has too little voltage.');
    await expect(menu).toContainText('Now broken: 1 board unwell.');
    await expect(health('n100').getByRole('radio')).toHaveCount(2);
    await expectAccessible(page);
  });
});

test('cut watches and an expired history cost the page nothing', async ({ page, kubectl }) => {
  await page.goto('/');
  const menu = await openMenu(page);
  await menu.getByRole('button', { name: 'Expire history' }).click();
  await menu.getByRole('button', { name: 'Cut watches' }).click();
  await expect(menu.getByRole('status')).toHaveText(/^Cut \d+ watch(es)?\.$/);
  await must(kubectl(['taint', 'node', 'pi5', 'after=cut:NoSchedule']));
  await expect(boardLink(page, 'pi5')).toHaveAccessibleName(/taint after=cut:NoSchedule/);
});
