import { boardLink } from '#e2e/support/boards.ts';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { samplePodOn } from '#e2e/support/pods.ts';
import { must } from '#test/support/kubectl.ts';

test('a taint is previewed, added, seen by kubectl, and undone', async ({ page, kubectl }) => {
  const taintsOf = (): Promise<string> => must(kubectl(['get', 'node', 'pi5', '-o', 'jsonpath={.spec.taints[*].key}']));
  const pod = await samplePodOn(kubectl, 'pi5');
  await page.goto('/nodes/pi5');
  await page.getByRole('button', { name: 'Add taint' }).click();
  const dialog = page.getByRole('dialog', { name: 'Taint pi5?' });
  await dialog.getByRole('textbox', { name: 'Key' }).fill('lab');
  await dialog.getByRole('textbox', { name: /^Value/ }).fill('tuesday');
  await dialog.getByRole('radio', { name: /^NoExecute/ }).check();
  await expect(dialog).toContainText('kubectl taint nodes pi5 lab=tuesday:NoExecute');
  await expect(dialog).toContainText('nothing has changed yet');
  await expect(dialog.getByRole('list', { name: 'Pods that would be evicted' })).toContainText(
    `default/${pod} at once`,
  );
  await expectAccessible(page);
  expect(await taintsOf()).toBe('beta.kubernetes.io/arch');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  expect(await taintsOf()).toBe('beta.kubernetes.io/arch');

  await page.getByRole('button', { name: 'Add taint' }).click();
  await dialog.getByRole('textbox', { name: 'Key' }).fill('lab');
  await dialog.getByRole('textbox', { name: /^Value/ }).fill('tuesday');
  await dialog.getByRole('button', { name: 'Add taint' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'Taints' })).toContainText('lab=tuesday:NoSchedule');
  expect((await taintsOf()).split(' ').sort()).toEqual(['beta.kubernetes.io/arch', 'lab']);
  const done = page.getByRole('region', { name: 'What was done' });
  await expect(done).toContainText('Tainted pi5 with lab=tuesday:NoSchedule');
  await done.getByRole('button', { name: 'Undo' }).click();
  await expect(done).toContainText('Undone');
  await expect(page.getByRole('region', { name: 'Taints' })).not.toContainText('lab=tuesday');
  expect(await taintsOf()).toBe('beta.kubernetes.io/arch');
});

test('removing a taint is previewed and undone with its value', async ({ page, kubectl }) => {
  await page.goto('/nodes/pi6');
  await page.getByRole('button', { name: 'Remove taint arch=arm' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove a taint from pi6?' });
  await expect(dialog).toContainText('kubectl taint nodes pi6 beta.kubernetes.io/arch=arm:NoSchedule-');
  await dialog.getByRole('button', { name: 'Remove taint' }).click();
  await expect(page.getByRole('region', { name: 'Taints' })).toContainText('None: any pod may be scheduled here.');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('region', { name: 'Taints' })).toContainText('beta.kubernetes.io/arch=arm:NoSchedule');
  expect(await must(kubectl(['get', 'node', 'pi6', '-o', 'jsonpath={.spec.taints[0].value}']))).toBe('arm');
});

test('a taint that cannot be is refused before it is sent, in words', async ({ page }) => {
  await page.goto('/nodes/pi5');
  await page.getByRole('button', { name: 'Add taint' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Key' }).fill('not a key');
  await dialog.getByRole('textbox', { name: /^Value/ }).fill('x'.repeat(64));
  await dialog.getByRole('textbox', { name: 'Key' }).focus();
  await expect(dialog.getByRole('textbox', { name: 'Key' })).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByRole('textbox', { name: /^Value/ })).toHaveAccessibleDescription(/63/);
  await expect(dialog.getByRole('button', { name: 'Add taint' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Key' }).fill('beta.kubernetes.io/arch');
  await dialog.getByRole('textbox', { name: /^Value/ }).fill('other');
  await expect(dialog).toContainText('replace it');
  await expect(dialog.getByRole('button', { name: 'Add taint' })).toBeDisabled();
  await expectAccessible(page);
});

test('cordon and uncordon, by keyboard alone', async ({ page, kubectl }) => {
  await page.goto('/');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: /skip/i })).toBeFocused();
  await page.keyboard.press('Enter');
  const pi5 = boardLink(page, 'pi5');
  for (
    let presses = 0;
    presses < 15 && !(await pi5.evaluate((element) => element === document.activeElement));
    presses++
  )
    await page.keyboard.press('Tab');
  await expect(pi5).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/nodes\/pi5$/);
  await page.getByRole('button', { name: 'Cordon' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Cordon pi5?' });
  await expect(dialog).toContainText('kubectl cordon pi5');
  await expect(dialog.getByRole('button', { name: 'Cordon', exact: true })).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Cordon' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Cordon', exact: true })).toBeEnabled();
  await dialog.getByRole('button', { name: 'Cordon', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Uncordon' })).toBeVisible();
  expect(await must(kubectl(['get', 'node', 'pi5', '-o', 'jsonpath={.spec.unschedulable}']))).toBe('true');
});

test('what changed between preview and confirmation is shown anew, not done', async ({ page, kubectl }) => {
  const pod = await samplePodOn(kubectl, 'pi6');
  await page.goto('/nodes/pi6');
  await page.getByRole('button', { name: 'Add taint' }).click();
  const dialog = page.getByRole('dialog', { name: 'Taint pi6?' });
  await dialog.getByRole('textbox', { name: 'Key' }).fill('lab');
  await dialog.getByRole('radio', { name: /^NoExecute/ }).check();
  await expect(dialog.getByRole('list', { name: 'Pods that would be evicted' })).toContainText(pod);
  await must(kubectl(['delete', 'pod', pod, '--grace-period=0', '--force']));
  await expect(page.getByRole('region', { name: 'Pods' })).not.toContainText(pod);
  await dialog.getByRole('button', { name: 'Add taint' }).click();
  await expect(dialog.getByRole('alert')).toContainText('pi6 changed since the preview');
  await expect(dialog.getByRole('list', { name: 'Pods that would be evicted' })).not.toContainText(pod);
  expect(await must(kubectl(['get', 'node', 'pi6', '-o', 'jsonpath={.spec.taints[*].key}']))).not.toContain('lab');
});
