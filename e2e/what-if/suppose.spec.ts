import { createStuck, STUCK } from '#e2e/placement/stuck.ts';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { expectFits, ON_EVERY_SCREEN, onEveryScreen } from '#e2e/support/screens.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import { must } from '#test/support/kubectl.ts';
import { outcome } from './page.ts';

function address(...suppositions: readonly Supposition[]): string {
  return `/what-if?${new URLSearchParams(suppositions.map((one) => ['s', JSON.stringify(one)]))}`;
}

const UNPLUG: Supposition = { suppose: 'unplug', node: 'pi5' };

test('a toleration and more replicas are supposed of a pod that waits, applied one after the other, and undone', async ({
  page,
  kubectl,
}) => {
  test.slow();
  const pod = await createStuck(kubectl);
  await page.goto(`/placement?why=default/${pod}`);
  await page.getByRole('complementary', { name: 'Why' }).getByRole('link', { name: 'What if?' }).click();
  const form = page.getByRole('form', { name: 'Suppose' });
  await expect(form.getByRole('combobox', { name: 'Suppose that', exact: true })).toHaveValue('tolerate');
  await expect(form.getByRole('combobox', { name: 'Workload', exact: true })).toHaveValue(
    `default/Deployment/${STUCK}`,
  );
  await form
    .getByRole('combobox', { name: 'Taint', exact: true })
    .selectOption('beta.kubernetes.io/arch=arm64:NoSchedule');
  await form.getByRole('button', { name: 'Suppose it' }).click();
  const { summary, table, apply } = outcome(page);
  await expect(summary).toContainText('would go to pi5, and no longer be Pending');
  await form
    .getByRole('combobox', { name: 'Suppose that', exact: true })
    .selectOption('a workload has more or fewer replicas');
  await form.getByRole('combobox', { name: 'Workload', exact: true }).selectOption(`default/Deployment/${STUCK}`);
  await form.getByRole('textbox', { name: /^Replicas/ }).fill('2');
  await form.getByRole('button', { name: 'Suppose it' }).click();
  await expect(page.getByRole('list', { name: 'Supposed' }).getByRole('listitem')).toHaveCount(2);
  await expect(table.getByRole('row').filter({ hasText: 'added' })).toContainText('pi5');
  await expectAccessible(page);

  const running = () =>
    must(kubectl(['get', 'pods', '-l', `app=${STUCK}`, '-o', 'jsonpath={.items[*].spec.nodeName}'])).then((text) =>
      text.split(' '),
    );
  await apply.getByRole('button', { name: 'Preview and apply' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('beta.kubernetes.io/arch');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(dialog).toContainText('--replicas=2');
  await dialog.getByRole('button', { name: 'Scale' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(running, { timeout: 60_000 }).toEqual(['pi5', 'pi5']);
  await expect(page.getByRole('list', { name: 'Supposed' }).getByRole('listitem')).toHaveCount(0);

  await page.getByRole('region', { name: 'What was done' }).getByRole('button', { name: 'Undo' }).first().click();
  await expect(page.getByRole('region', { name: 'What was done' })).toContainText('Undone');
});

test('what cannot be is refused in words, and what was written stays', async ({ page }) => {
  await page.goto('/what-if');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  const form = page.getByRole('form', { name: 'Suppose' });
  await form.getByRole('combobox', { name: 'Suppose that', exact: true }).selectOption('a board is tainted');
  await form.getByRole('textbox', { name: 'Key', exact: true }).fill('a key');
  await expect(form).toContainText('Letters, digits');
  await expect(form.getByRole('button', { name: 'Suppose it' })).toBeDisabled();
  await expect(form.getByRole('textbox', { name: 'Key', exact: true })).toHaveValue('a key');

  const taint = { key: 'a key', value: '', effect: 'NoSchedule' } as const;
  await page.goto(address({ suppose: 'action', action: { action: 'taint', node: 'pi5', taint } }));
  await expect(page.getByRole('alert').filter({ hasText: 'invalid taint' })).toContainText('key:');
  await expect(page.getByRole('list', { name: 'Supposed' })).toContainText('pi5 is tainted a key:NoSchedule');
  await page.goto(address({ suppose: 'unplug', node: 'pi9' }));
  await expect(page.getByRole('alert').filter({ hasText: 'pi9' })).toContainText('there is no node pi9');
});

test(
  'an image for another architecture is foretold to crash',
  simulatedOnly('its registry is simulated'),
  async ({ page }) => {
    await page.goto('/what-if?suppose=image&workload=default/Deployment/sample-metrics-app');
    await expect(page.locator('main[data-live="live"]')).toBeVisible();
    const form = page.getByRole('form', { name: 'Suppose' });
    await expect(form.getByRole('textbox', { name: 'Image', exact: true })).not.toHaveValue('');
    await form.getByRole('textbox', { name: 'Image', exact: true }).fill('amd64/nginx:1.27');
    await form.getByRole('button', { name: 'Suppose it' }).click();
    const { table, apply } = outcome(page);
    await expect(table.getByRole('row').filter({ hasText: 'not made for that board' })).not.toHaveCount(0);
    await expect(apply).toContainText('kubectl set image');
    await expectAccessible(page);
  },
);

test('fits every screen, light and dark', ON_EVERY_SCREEN, async ({ browser, dashboard }) => {
  await onEveryScreen(browser, dashboard.url, async (page, viewport) => {
    await page.goto(address(UNPLUG));
    await expect(outcome(page).table).toBeVisible();
    await page.getByText('What the marks mean').click();
    await expectFits(page, viewport);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test(
    'an address is answered, and boards can be supposed about',
    simulatedOnly('the pods that only pi5 takes are those of the talk'),
    async ({ page }) => {
      await page.goto('/what-if');
      const form = page.getByRole('form', { name: 'Suppose' });
      await form.getByRole('combobox', { name: 'Board', exact: true }).selectOption('pi5');
      await form.getByRole('button', { name: 'Suppose it' }).click();
      await expect(page.getByRole('list', { name: 'Supposed' })).toContainText('pi5 is unplugged');
      const { summary, table } = outcome(page);
      await expect(summary).toContainText('would find no board');
      await expect(table.getByRole('row').filter({ hasText: 'monitoring-grafana' })).toContainText('stuck');
      await form.getByRole('combobox', { name: 'Suppose that', exact: true }).selectOption('a board is cordoned');
      await form.getByRole('combobox', { name: 'Board', exact: true }).selectOption('pi6');
      await form.getByRole('button', { name: 'Suppose it' }).click();
      await expect(page.getByRole('list', { name: 'Supposed' }).getByRole('listitem')).toHaveCount(2);
      await page.goto(address({ suppose: 'unplug', node: 'pi9' }));
      await expect(page.getByRole('alert').filter({ hasText: 'pi9' })).toContainText('there is no node pi9');
    },
  );
});

test.describe('a user who may read nothing', () => {
  test.use({ user: 'nobody' });

  test('is told what is needed', async ({ page }) => {
    await page.goto(address(UNPLUG));
    await expect(page.getByRole('alert').filter({ hasText: 'nodes and pods' })).toContainText(
      'list and watch are needed',
    );
    await expectAccessible(page);
  });
});

test.describe('a user who may only look', () => {
  test.use({ user: 'viewer' });

  test('supposes all the same, and reads why it cannot be applied', async ({ page, kubectl }) => {
    await page.goto(address({ suppose: 'action', action: { action: 'cordon', node: 'pi6' } }));
    const { apply } = outcome(page);
    await apply.getByRole('button', { name: 'Preview and apply' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cordon pi6?' });
    await expect(dialog).toContainText('cannot patch resource "nodes"');
    await expect(dialog.getByRole('button', { name: 'Cordon', exact: true })).toBeDisabled();
    expect(await must(kubectl(['get', 'node', 'pi6', '-o', 'jsonpath={.spec.unschedulable}']))).toBe('');
  });
});
