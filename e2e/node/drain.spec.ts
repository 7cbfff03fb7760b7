import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { samplePodOn, samplePods } from '#e2e/support/pods.ts';
import { type Kubectl, must } from '#test/support/kubectl.ts';

/** The budget's controller counts, and eviction is asked for again every five seconds. */
const SLOW = { timeout: 45_000 };

async function holdSamplePods(kubectl: Kubectl): Promise<void> {
  await must(kubectl(['create', 'pdb', 'hold', '--selector=app=sample-metrics-app', '--max-unavailable=0']));
  const counted = async () => kubectl(['get', 'pdb', 'hold', '-o', 'jsonpath={.status.expectedPods}']);
  await expect.poll(async () => Number((await counted()).stdout), SLOW).toBeGreaterThan(0);
}

async function openDialog(page: Page, node: string) {
  await page.getByRole('button', { name: 'Drain', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Drain ${node}?` });
  await expect(dialog.getByRole('list', { name: 'Pods that would be evicted' })).toBeVisible();
  return dialog;
}

/** What it asks to be agreed to depends on what runs there. */
async function agree(page: Page, node: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: `Drain ${node}?` });
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await dialog.getByRole('button', { name: 'Drain', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('a drain waits for a disruption budget, says which, and is cancelled; relaxed, it comes to its end', async ({
  page,
  kubectl,
}) => {
  test.slow();
  const isCordoned = () => must(kubectl(['get', 'node', 'pi5', '-o', 'jsonpath={.spec.unschedulable}']));
  const pod = await samplePodOn(kubectl, 'pi5');
  await holdSamplePods(kubectl);
  await page.goto('/nodes/pi5');

  const dialog = await openDialog(page, 'pi5');
  await expect(dialog).toContainText('kubectl drain pi5');
  await expect(dialog).toContainText('nothing has changed yet');
  const going = dialog.getByRole('list', { name: 'Pods that would be evicted' });
  await expect(going.getByRole('listitem').filter({ hasText: pod })).toContainText('held by disruption budget hold');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await isCordoned()).toBe('');

  await openDialog(page, 'pi5');
  await agree(page, 'pi5');
  const panel = page.getByRole('region', { name: 'Draining' });
  const held = panel.getByRole('listitem').filter({ hasText: pod });
  await expect(held).toContainText('may not go yet', SLOW);
  await expect(held).toContainText('disruption budget hold');
  expect(await isCordoned()).toBe('true');
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Cancel the drain' }).click();
  const cancelled = page.getByRole('region', { name: 'Drain cancelled' });
  await expect(cancelled.getByRole('listitem').filter({ hasText: pod })).toContainText('stays');
  expect(await samplePods(kubectl, 'pi5')).toContain(pod);

  await openDialog(page, 'pi5');
  await agree(page, 'pi5');
  await expect(held).toContainText('may not go yet', SLOW);
  const relaxed = JSON.stringify({ spec: { maxUnavailable: '100%' } });
  await must(kubectl(['patch', 'pdb', 'hold', '--type=merge', '-p', relaxed]));
  const done = page.getByRole('region', { name: 'Drained' });
  await expect(done).toBeVisible({ timeout: 60_000 });
  await expect(done.getByRole('listitem').filter({ hasText: pod })).toContainText('gone');
  expect(await samplePods(kubectl, 'pi5')).toEqual([]);

  await done.getByRole('button', { name: 'Uncordon pi5' }).click();
  await page.getByRole('dialog', { name: 'Uncordon pi5?' }).getByRole('button', { name: 'Uncordon' }).click();
  await expect(page.getByRole('button', { name: 'Cordon', exact: true })).toBeVisible();
  expect(await isCordoned()).toBe('');
});

test('pods that nobody makes again go only where that is agreed to', async ({ page, kubectl }) => {
  const overrides = JSON.stringify({ spec: { nodeName: 'pi6', terminationGracePeriodSeconds: 1 } });
  await must(kubectl(['run', 'alone', '--image=busybox', `--overrides=${overrides}`]));
  await page.goto('/nodes/pi6');
  await expect(page.getByRole('region', { name: 'Pods' })).toContainText('alone');
  const dialog = await openDialog(page, 'pi6');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'default/alone' })).toContainText(
    'nobody makes it again',
  );
  await expect(dialog.getByRole('button', { name: 'Drain', exact: true })).toBeDisabled();
  await expect(dialog.getByRole('button', { name: 'Drain', exact: true })).toHaveAccessibleDescription(/agreed/);
  await dialog.getByRole('checkbox', { name: /--force/ }).check();
  await expect(dialog).toContainText('--force');
  await agree(page, 'pi6');
  await expect(page.getByRole('region', { name: 'Drained' })).toBeVisible({ timeout: 60_000 });
  expect(await must(kubectl(['get', 'pods', '-o', 'name']))).not.toContain('pod/alone');
});

test.describe('a user who may only look', () => {
  test.use({ user: 'viewer' });

  test('reads why a drain is refused, and nothing begins', async ({ page, kubectl }) => {
    await page.goto('/nodes/pi5');
    await page.getByRole('button', { name: 'Drain', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Drain pi5?' });
    await expect(dialog).toContainText('cannot patch resource "nodes"');
    await expect(dialog.getByRole('button', { name: 'Drain', exact: true })).toBeDisabled();
    expect(await must(kubectl(['get', 'node', 'pi5', '-o', 'jsonpath={.spec.unschedulable}']))).toBe('');
  });
});
