import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { samplePodOn } from '#e2e/support/pods.ts';
import { expectFits, ON_EVERY_SCREEN, onEveryScreen } from '#e2e/support/screens.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { must } from '#test/support/kubectl.ts';

/** A metrics-server says nothing of a board before it has asked it twice, 10 s apart; the dashboard asks every 10 s. */
const METRICS_MS = 45_000;

test.describe('at the first instant', simulatedOnly('figures of the talk, with the clock held'), () => {
  test.use({ clock: 'paused' });

  test('a node shows what it uses, and its pods and images by name', async ({ page }) => {
    await page.goto('/nodes/pi6');
    const resources = page.getByRole('region', { name: 'Resources' });
    await expect(resources.getByRole('row', { name: /^cpu .*414m, 10%/ })).toBeVisible();
    await expect(resources.getByRole('row', { name: /^memory .*449Mi, 58%/ })).toBeVisible();
    const pods = page.getByRole('region', { name: 'Pods' });
    await expect(pods.getByRole('row', { name: /sample-metrics-app-2440858958-km3gq 1\/1 Running 0/ })).toBeVisible();
    await expect(pods.getByRole('row')).toHaveCount(1 + 7);
    await expect(page.getByRole('region', { name: 'Images' })).toContainText('weave');
    await expectAccessible(page);
  });

  test('a board that is gone says since when, and that there are no metrics', async ({ page }) => {
    await page.goto('/nodes/pi7');
    await expect(page.locator('main')).toContainText('NotReady for 12m');
    const resources = page.getByRole('region', { name: 'Resources' });
    await expect(resources.getByRole('row', { name: /^cpu/ })).not.toContainText('%');
    await expect(page.getByRole('region', { name: 'Taints' })).toContainText(
      'node.kubernetes.io/unreachable:NoExecute',
    );
    await expectAccessible(page);
  });
});

test('a node shows its hardware, conditions, resources, pods, events, images and YAML', async ({ page, kubectl }) => {
  const pod = await samplePodOn(kubectl, 'pi6');
  await page.goto('/nodes/pi6');
  await expect(page.getByRole('heading', { level: 1, name: 'pi6' })).toBeVisible();
  await expect(page.locator('main')).toContainText('Raspberry Pi 3');
  await expect(page.locator('main')).toContainText('kernel 4.4.50-hypriotos-v7+');
  const conditions = page.getByRole('region', { name: 'Conditions' });
  await expect(conditions.getByRole('row', { name: /^Ready True/ })).toBeVisible();
  await expect(conditions.getByRole('row', { name: /^MemoryPressure False/ })).toBeVisible();
  const resources = page.getByRole('region', { name: 'Resources' });
  await expect(resources.getByRole('row', { name: /^cpu .*\dm, \d+%/ })).toBeVisible({ timeout: METRICS_MS });
  await expect(resources.getByRole('row', { name: /^memory .*\dMi, \d+%/ })).toBeVisible();
  const pods = page.getByRole('region', { name: 'Pods' });
  await expect(pods.getByRole('row', { name: new RegExp(`${pod} 1/1 Running 0`) })).toBeVisible();
  const events = page.getByRole('region', { name: 'Events' });
  await expect(events.getByRole('row', { name: /Scheduled/ }).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Images' })).toContainText('weave');
  await page.getByRole('button', { name: 'Show YAML' }).click();
  await expect(page.getByRole('region', { name: 'YAML of pi6' })).toContainText('kind: Node');
  await expectAccessible(page);
});

test('what kubectl does to the node shows on its page', async ({ page, kubectl }) => {
  await page.goto('/nodes/pi5');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await must(kubectl(['taint', 'node', 'pi5', 'seen=live:NoSchedule']));
  await expect(page.getByRole('region', { name: 'Taints' })).toContainText('seen=live:NoSchedule');
  await must(kubectl(['label', 'node', 'pi5', 'shelf=top']));
  await expect(page.getByRole('region', { name: 'Labels' })).toContainText('shelf=top');
  await must(kubectl(['cordon', 'pi5']));
  await expect(page.getByRole('button', { name: 'Uncordon' })).toBeVisible();
});

test('a node that does not exist is a page that says so', async ({ page, kubectl }) => {
  const answer = await page.goto('/nodes/pi9');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('pi9');
  await expectAccessible(page);
  await page.goto('/nodes/pi7');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await must(kubectl(['delete', 'node', 'pi7', '--wait=false']));
  await expect(page.locator('main')).toContainText(/deleted|no longer|gone/i);
});

test.describe('a user who may only look', () => {
  test.use({ user: 'viewer' });

  test('sees the node, and is told why an action is refused', async ({ page, kubectl }) => {
    await page.goto('/nodes/pi5');
    await page.getByRole('button', { name: 'Cordon' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cordon pi5?' });
    await expect(dialog).toContainText(/cannot patch resource "nodes"/);
    await expect(dialog.getByRole('button', { name: 'Cordon', exact: true })).toBeDisabled();
    expect(await must(kubectl(['get', 'node', 'pi5', '-o', 'jsonpath={.spec.unschedulable}']))).toBe('');
  });
});

test('fits every screen, light and dark', ON_EVERY_SCREEN, async ({ browser, dashboard }) => {
  await onEveryScreen(browser, dashboard.url, async (page, viewport) => {
    await page.goto('/nodes/pi6');
    await expect(page.locator('main[data-live="live"]')).toBeVisible();
    await expectFits(page, viewport);
  });
});

test.describe('a user who may do nothing', () => {
  test.use({ user: 'nobody' });

  test('is told on a node page what is missing', async ({ page }) => {
    await page.goto('/nodes/pi5');
    await expect(page.getByRole('heading', { name: 'pi5 may not be read' })).toBeVisible();
    await expect(page.locator('main')).toContainText('lacks list on nodes');
    await expectAccessible(page);
  });
});

test('the taint dialog fits a phone, with its buttons in reach', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 600 });
  await page.goto('/nodes/pi6');
  await page.getByRole('button', { name: 'Add taint' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Key' }).fill('lab');
  await dialog.getByRole('radio', { name: /^NoExecute/ }).check();
  await expect(dialog.getByRole('list', { name: 'Pods that would be evicted' })).toBeAttached();
  await dialog.getByRole('button', { name: 'Cancel' }).scrollIntoViewIfNeeded();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeInViewport({ ratio: 1 });
});
