import { board, boardLink } from '#e2e/support/boards.ts';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { must } from '#test/support/kubectl.ts';
import { changeScenario, expectSamePage, markPage, openMenu } from './menu.ts';

test.use({ clock: 'paused' });

test('the open page follows from one scenario to the next and back', async ({ page, kubectl }) => {
  await page.goto('/');
  await markPage(page);
  const menu = await openMenu(page);
  await changeScenario(page, menu, 'empty');
  await expect(page.locator('main')).toContainText('This cluster has no boards yet');
  await expect(page.locator('main')).toContainText('choose another one in the menu');
  await changeScenario(page, menu, 'classroom');
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeAttached();
  await expect(page.locator('[data-board]')).toHaveCount(5);
  const shown = await page.locator('[data-board]').evaluateAll((boards) => boards.map((b) => b.dataset['board']));
  const names = (await must(kubectl(['get', 'nodes', '-o', 'jsonpath={.items[*].metadata.name}']))).split(' ');
  expect(new Set(shown)).toEqual(new Set(names));
  await changeScenario(page, menu, 'kubecon-2017');
  await expect(board(page, 'pi5')).toContainText('8 pods');
  await expect(page.locator('[data-board]')).toHaveCount(5);
  await expectSamePage(page);
});

test("a node's page says when its node is not in the new scenario", async ({ page }) => {
  await page.goto('/nodes/pi5');
  await markPage(page);
  const menu = await openMenu(page);
  await changeScenario(page, menu, 'empty');
  await expect(page.locator('main')).toContainText('pi5 is not in the cluster any more');
  await changeScenario(page, menu, 'kubecon-2017');
  await expect(page.getByRole('heading', { name: 'pi5' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Pods' })).toContainText('sample-metrics-app');
  await expectSamePage(page);
});

test('a reset brings back the first instant, after asking', async ({ page, kubectl }) => {
  await page.goto('/');
  await must(kubectl(['taint', 'node', 'pi5', 'mine=yes:NoSchedule']));
  await must(kubectl(['delete', 'node', 'pi7']));
  await expect(boardLink(page, 'pi5')).toHaveAccessibleName(/taint mine=yes:NoSchedule/);
  await expect(board(page, 'pi7')).toHaveCount(0);
  const menu = await openMenu(page);
  await menu.getByRole('button', { name: 'Reset…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reset kubecon-2017?' });
  await expect(dialog).toContainText('Everything that was changed in this cluster is lost');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(menu).toBeVisible();
  await expect(boardLink(page, 'pi5')).toHaveAccessibleName(/taint mine=yes:NoSchedule/);
  await menu.getByRole('button', { name: 'Reset…' }).click();
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await expect(board(page, 'pi7')).toContainText('NotReady');
  await expect(boardLink(page, 'pi5')).not.toHaveAccessibleName(/mine=yes/);
  expect(await must(kubectl(['get', 'nodes', '-o', 'name']))).toContain('node/pi7');
});

test('a scenario that takes numbers asks for them, and refuses others', async ({ page }) => {
  await page.goto('/');
  const menu = await openMenu(page);
  await menu.getByRole('radio', { name: /^big/ }).check();
  await menu.getByRole('button', { name: 'Change scenario…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change to big?' });
  const nodes = dialog.getByRole('textbox', { name: 'Nodes' });
  await nodes.fill('many');
  await expect(nodes).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByRole('button', { name: 'Change scenario' })).toBeDisabled();
  await nodes.fill('30');
  await dialog.getByRole('textbox', { name: 'Pods' }).fill('200');
  await dialog.getByRole('button', { name: 'Change scenario' }).click();
  await expect(page.locator('main')).toContainText('30 boards');
  await expect(menu.getByRole('searchbox')).toHaveAttribute('placeholder', 'Find one of 30');
});
