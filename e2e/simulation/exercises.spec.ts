import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { must } from '#test/support/kubectl.ts';
import { openMenu } from './menu.ts';

test.use({ clock: 'paused', scenario: 'classroom' });

test('exercises are added, found on the page, and removed again', async ({ page, kubectl }) => {
  await page.goto('/placement?namespace=exercises');
  const menu = await openMenu(page);
  const part = menu.getByRole('region', { name: 'Exercises' });
  const add = part.getByRole('button', { name: 'Add exercises' });
  const remove = part.getByRole('button', { name: 'Remove exercises' });
  const done = menu.getByRole('status');
  await expect(remove).toHaveAttribute('aria-disabled', 'true');

  await add.click();
  await expect(done).toContainText('20 exercises in the namespace exercises. Left out: userland-32');
  await expect(add).toHaveAttribute('aria-disabled', 'true');
  await menu.getByRole('button', { name: 'Step 1 min' }).click();
  const row = (name: string) => page.locator(`[data-row^="exercises/"][data-row$="/${name}"]`);
  const pods = (name: string, state: string) => row(name).locator(`[data-pin="${state}"]`);
  for (const name of ['taint', 'selector', 'memory', 'cpu', 'claim', 'gate', 'host-port']) {
    await expect(pods(name, 'pending')).toHaveCount(1);
  }
  await expect(pods('exec-format', 'failing')).toHaveCount(2);
  await expect(pods('no-match', 'failing')).toHaveCount(1);
  await expect(pods('bare-pod', 'running')).toHaveCount(1);
  await expectAccessible(page);
  const logs = [
    'logs',
    '-n',
    'exercises',
    '-l',
    'bramble.dev/exercise=init-exec-format',
    '-c',
    'prepare',
    '--previous',
  ];
  expect(await must(kubectl(logs))).toBe('exec /bin/prepare: exec format error\n');

  await remove.click();
  await expect(part).toContainText('Being removed');
  await menu.getByRole('button', { name: 'Step 1 min' }).click();
  await expect(page.locator('[data-row^="exercises/"]')).toHaveCount(0);
  await expect(add).not.toHaveAttribute('aria-disabled', 'true');
});
