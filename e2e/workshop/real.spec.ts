// The workshop against a real API server, which validates, admits, defaults and deletes for itself. Its pods are kwok's: they
// become ready, and nobody answers in them.
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { realOnly } from '#e2e/support/real-only.ts';
import { everything } from '#test/support/everything.ts';
import { must } from '#test/support/kubectl.ts';
import { openStep, stepLink } from './steps.ts';

const READY_MS = 60_000;

test(
  'a step comes to its end, one that cannot says what it waits for, and reset leaves what was there',
  realOnly('there programs answer'),
  async ({ page, kubectl }) => {
    test.slow();
    const before = await everything(kubectl);

    await openStep(page, 'ingress', 'Ingress');
    await page.getByRole('button', { name: /^Apply \d+ objects/ }).click();
    const apply = page.getByRole('dialog', { name: 'Apply Ingress?' });
    await apply.getByRole('button', { name: /^Apply/ }).click();
    await expect(apply).toBeHidden();
    await expect(stepLink(page, 'done', 'Ingress')).toBeVisible({ timeout: READY_MS });
    await must(kubectl(['rollout', 'status', '-n', 'traefik', 'deployment/traefik', '--timeout=1s']));

    await openStep(page, 'monitoring', 'Monitoring');
    await page.getByRole('button', { name: /^Apply \d+ objects/ }).click();
    const monitoring = page.getByRole('dialog', { name: 'Apply Monitoring?' });
    await monitoring.getByRole('button', { name: /^Apply/ }).click();
    await expect(monitoring).toBeHidden();
    const gates = page.getByRole('region', { name: 'Prometheus Operator is ready when' });
    await expect(gates).toContainText('ready', { timeout: READY_MS });
    const never = page.getByRole('region', { name: 'Prometheus is ready when' });
    await expect(never).toContainText('StatefulSet', { timeout: READY_MS });
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(page.getByRole('button', { name: 'Reset' })).toBeEnabled({ timeout: READY_MS });

    await page.getByRole('button', { name: 'Reset' }).click();
    const reset = page.getByRole('dialog', { name: 'Reset the workshop?' });
    await expect(reset).toContainText('deletes Deployment traefik/traefik');
    await reset.getByRole('button', { name: 'Reset' }).click();
    await expect(reset).toBeHidden();
    await expect(stepLink(page, 'to do', 'Ingress')).toBeVisible({ timeout: READY_MS });
    await expect.poll(() => everything(kubectl), { timeout: READY_MS }).toEqual(before);
  },
);
