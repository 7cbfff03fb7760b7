// A token that ngrok refuses: the step's own page says so while it waits, and takes another one.
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { openStep, stepLink } from './steps.ts';

test.use({ scenario: 'classroom', clock: 'x10' });

const READY_MS = 60_000;

test(
  'a token that is refused is told by the agent’s log, and another one mends it from the same page',
  simulatedOnly('its ngrok refuses a token'),
  async ({ page }) => {
    test.slow();
    await openStep(page, 'ingress', 'Ingress');
    await page.getByRole('button', { name: /^Apply \d+ objects/ }).click();
    const ingress = page.getByRole('dialog', { name: 'Apply Ingress?' });
    await ingress.getByRole('button', { name: /^Apply/ }).click();
    await expect(stepLink(page, 'done', 'Ingress')).toBeVisible({ timeout: READY_MS });

    await openStep(page, 'public', 'Public address');
    await page.getByRole('checkbox', { name: /^Make the ingress public/ }).check();
    await page.getByRole('button', { name: /^Apply \d+ objects/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Apply Public address?' });
    await dialog.getByLabel('ngrok authtoken').fill('bad');
    await dialog.getByRole('button', { name: /^Apply/ }).click();
    await expect(dialog).toBeHidden();

    const gates = page.getByRole('region', { name: 'Ready when' });
    await expect(gates).toContainText('does not look like a proper ngrok authtoken', { timeout: READY_MS });
    await expect(gates).toContainText('Your authtoken: (hidden)');
    await expect(gates.getByRole('link', { name: /^Pod ngrok-/ })).toHaveAttribute('href', /^\/pods\/ngrok\/ngrok-/);
    await expect(page.getByRole('article').getByRole('heading', { level: 2 }).first()).toHaveText('Ready when');
    await expect(page.getByRole('region', { name: 'What changes' })).not.toContainText('not tried out');
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Apply again' }).click();
    await expect(dialog).toContainText('Left empty, the token that is there stays');
    await dialog.getByLabel('ngrok authtoken').fill('2abcDEFghiJKL');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Apply again' }).click();
    await expect(dialog).toBeHidden();
    await expect(stepLink(page, 'done', 'Public address')).toBeVisible({ timeout: READY_MS });
    await expect(
      page.getByRole('region', { name: 'Public address' }).getByRole('link', { name: /ngrok/ }),
    ).toHaveAttribute('href', /^https:\/\//);
    await expect(page.getByText('Your authtoken')).toBeHidden();
  },
);
