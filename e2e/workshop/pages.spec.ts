import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { expectFits, ON_EVERY_SCREEN, onEveryScreen } from '#e2e/support/screens.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { must } from '#test/support/kubectl.ts';
import { openStep, stepLink } from './steps.ts';

test.use({ scenario: 'classroom' });

test.describe('a fresh classroom', simulatedOnly('its boards are those of the scenario'), () => {
  test('leads to the first step that has something to do', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Workshop' }).click();
    await expect(page).toHaveURL(/\/workshop\/taints$/);
    await expect(page.getByRole('navigation', { name: 'Steps' }).getByRole('link')).toHaveCount(10);
    await expect(stepLink(page, 'done', 'Preflight')).toBeVisible();
    await expect(stepLink(page, 'to do', 'Taints')).toHaveAttribute('aria-current', 'step');
    await expectAccessible(page);
  });

  test('preflight lists thirteen checks, what is to be known first, and the images to preload', async ({
    page,
    context,
  }) => {
    await openStep(page, 'preflight', 'Preflight');
    const checks = page.getByRole('region', { name: 'Checks' }).getByRole('listitem');
    await expect(checks).toHaveCount(13);
    await expect(checks.first()).toContainText(/to know: |not known: /);
    await expect(checks.filter({ hasText: 'Architectures' })).toContainText('2 arm64');
    await expect(checks.filter({ hasText: 'Versions' })).toContainText('pi3-32 (v1.26.15)');
    const offline = page.getByRole('region', { name: 'Without a way to the internet' });
    await expect(offline).toContainText('docker.io/library/traefik:');
    await offline.getByRole('textbox', { name: 'Registry prefix' }).fill('registry.classroom.example:5000');
    await offline.getByRole('button', { name: 'Use it' }).click();
    await expectAccessible(page);
    const other = await context.newPage();
    await openStep(other, 'preflight', 'Preflight');
    await expect(other.getByRole('textbox', { name: 'Registry prefix' })).toHaveValue(
      'registry.classroom.example:5000',
    );
  });

  test('a choice is everybody’s: a second page follows it', async ({ page, context }) => {
    await openStep(page, 'taints', 'Taints by architecture');
    const other = await context.newPage();
    await openStep(other, 'taints', 'Taints by architecture');
    const boards = other.getByRole('region', { name: 'What happens to each board' });
    await expect(boards).toContainText('gets kubernetes.io/arch=arm:NoSchedule');
    await page.getByRole('checkbox', { name: /^arm \d/ }).uncheck();
    await expect(boards).not.toContainText('gets kubernetes.io/arch=arm:NoSchedule');
    await expect(other.getByRole('checkbox', { name: /^arm \d/ })).not.toBeChecked();
    await expect(other.getByRole('button', { name: 'Taint 2 boards' })).toBeEnabled();
    await page.getByRole('radio', { name: 'NoExecute' }).check();
    await expect(boards).toContainText('gets kubernetes.io/arch=arm64:NoExecute');
    await expect(other.getByRole('radio', { name: 'NoExecute' })).toBeChecked();
    await expectAccessible(page);
  });

  test('taints are confirmed, put on, seen by kubectl, and taken back', async ({ page, kubectl }) => {
    const taints = () => must(kubectl(['get', 'nodes', '-o', 'jsonpath={.items[*].spec.taints[*].value}']));
    await openStep(page, 'taints', 'Taints by architecture');
    await page.getByRole('button', { name: 'Taint 3 boards' }).click();
    const dialog = page.getByRole('dialog', { name: 'Apply Taints by architecture?' });
    await expect(dialog.getByRole('list', { name: 'What is done' }).getByRole('listitem')).toHaveCount(3);
    await expect(dialog).toContainText('kubectl taint nodes pi3-32 kubernetes.io/arch=arm:NoSchedule');
    await expectAccessible(page);
    expect(await taints()).toBe('');
    await dialog.getByRole('button', { name: 'Taint 3 boards' }).click();
    await expect(dialog).toBeHidden();
    await expect(stepLink(page, 'done', 'Taints')).toBeVisible();
    await expect(page.getByRole('region', { name: 'What happens to each board' })).toContainText(
      'has kubernetes.io/arch',
    );
    expect((await taints()).split(' ').sort()).toEqual(['arm', 'arm64', 'arm64']);

    await page.getByRole('button', { name: 'Undo' }).click();
    const undo = page.getByRole('dialog', { name: 'Undo Taints by architecture?' });
    await expect(undo).toContainText('removes taint kubernetes.io/arch=arm64:NoSchedule of pi3-64');
    await expectAccessible(page);
    await undo.getByRole('button', { name: 'Undo' }).click();
    await expect(stepLink(page, 'to do', 'Taints')).toBeVisible();
    expect(await taints()).toBe('');
  });

  test('a component says where it can run, what it changes and what is awaited', async ({ page }) => {
    await openStep(page, 'ingress', 'Ingress');
    const fits = page.getByRole('region', { name: 'Where it can run' });
    await expect(fits.getByRole('listitem')).toHaveCount(5);
    await expect(fits.getByRole('listitem').filter({ hasText: 'up-1' })).toContainText('control-plane');
    await expect(fits.getByRole('listitem').filter({ hasText: 'pi4-64' })).toContainText(/fits, \d+Mi free/);
    const changes = page.getByRole('region', { name: 'What changes' });
    await expect(changes.getByRole('listitem').filter({ hasText: 'Deployment' })).toContainText('traefik/traefik');
    await expect(changes).toContainText('kubectl apply --server-side --field-manager=bramble -f traefik.yaml');
    await expect(page.getByRole('region', { name: 'Ready when' })).toContainText('looked at once it is applied');
    await expect(page.getByRole('region', { name: 'Good to know' })).toContainText('Pod Security level restricted');
    await expectAccessible(page);
  });

  test('Heapster cannot be chosen here, and it says why', async ({ page }) => {
    await openStep(page, 'metrics', 'Metrics');
    await expect(page.getByRole('radio', { name: 'Heapster' })).toBeDisabled();
    await expect(page.getByRole('radio', { name: 'Heapster' })).toHaveAccessibleDescription(/up to Kubernetes 1\.10/);
  });

  test('going public asks for the token when it is applied, and not before', async ({ page }) => {
    await openStep(page, 'public', 'Public address');
    await expect(stepLink(page, 'not chosen', 'Public address')).toBeVisible();
    await page.getByRole('checkbox', { name: /^Make the ingress public/ }).check();
    await page.getByRole('button', { name: /^Apply \d+ objects/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Apply Public address?' });
    const token = dialog.getByLabel('ngrok authtoken');
    await expect(token).toHaveAttribute('type', 'password');
    await expect(dialog.getByRole('button', { name: 'ngrok’s authtoken is missing' })).toBeDisabled();
    await token.fill('made-up');
    await expect(dialog.getByRole('button', { name: /^Apply/ })).toBeEnabled();
    await expectAccessible(page);
  });

  test('what is chosen of the extras shows what it would do', async ({ page }) => {
    await openStep(page, 'extras', 'Extras');
    await page.getByRole('checkbox', { name: 'InfluxDB' }).check();
    await page.getByRole('checkbox', { name: 'Local path storage' }).check();
    await expect(page.getByRole('region', { name: 'InfluxDB What changes' })).toContainText('monitoring/influxdb');
    const storage = page.getByRole('region', { name: 'Local path storage Good to know' });
    await expect(storage).toContainText('What is in them is not ours to remove.');
    await expectAccessible(page);
  });

  test('by keyboard alone: from step to step, a choice, and out of a dialog', async ({ page }) => {
    await openStep(page, 'taints', 'Taints by architecture');
    await stepLink(page, 'to do', 'Taints').focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Preflight' })).toBeVisible();
    await page.goBack();
    await page.getByRole('checkbox', { name: /^arm \d/ }).focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Taint 2 boards' })).toBeEnabled();
    await page.getByRole('button', { name: 'Taint 2 boards' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Apply Taints by architecture?' });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('button', { name: 'Taint 2 boards' })).toBeFocused();
  });

  test('an address of no step leads to the steps', async ({ page }) => {
    expect((await page.goto('/workshop/guess'))?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The workshop has no step “guess”');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Custom metrics' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Custom metrics' })).toBeVisible();
  });

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false });

    test('every step can be read', async ({ page }) => {
      await page.goto('/workshop');
      // A server that has just started looks at the cluster first, and says so.
      await expect(async () => {
        if (await page.getByRole('link', { name: 'Look again' }).isVisible()) await page.reload();
        await expect(page).toHaveURL(/\/workshop\/taints$/, { timeout: 1_000 });
      }).toPass();
      await expect(page.getByRole('region', { name: 'What happens to each board' })).toContainText('pi3-32');
      await page
        .getByRole('navigation', { name: 'Steps' })
        .getByRole('link', { name: /Ingress/ })
        .click();
      await expect(page.getByRole('region', { name: 'Where it can run' })).toContainText('pi4-64');
    });
  });
});

test('fits every screen, light and dark', ON_EVERY_SCREEN, async ({ browser, dashboard }) => {
  await onEveryScreen(browser, dashboard.url, async (page, viewport) => {
    for (const step of ['preflight', 'taints', 'metrics', 'monitoring', 'extras']) {
      await page.goto(`/workshop/${step}`);
      await expect(page.locator('main[data-live="live"]')).toBeVisible();
      await expect(page.getByRole('navigation', { name: 'Steps' })).toBeInViewport();
      await expectFits(page, viewport);
    }
  });
});

test.describe('a user who may only look', simulatedOnly('the cluster is that of the scenario'), () => {
  test.use({ user: 'viewer' });

  test('reads every step, and which permissions it needs', async ({ page }) => {
    await openStep(page, 'preflight', 'Preflight');
    await expect(page.getByRole('listitem').filter({ hasText: 'Permissions' })).toContainText('Missing for');
    await expect(page.getByRole('button', { name: 'Run the rest' })).toBeDisabled();
    await openStep(page, 'ingress', 'Ingress');
    await expect(stepLink(page, 'cannot be done', 'Ingress')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Apply/ })).toBeDisabled();
    await expect(page.getByRole('button', { name: /^Apply/ })).toHaveAccessibleDescription(/You may not /);
    await expectAccessible(page);
  });
});

test.describe('a cluster without boards', simulatedOnly('a real one has boards'), () => {
  test.use({ scenario: 'empty' });

  test('has steps that say why they cannot be done', async ({ page }) => {
    await openStep(page, 'taints', 'Taints by architecture');
    await expect(page.locator('main')).toContainText('No board has said what it is yet.');
    await openStep(page, 'ingress', 'Ingress');
    await expect(stepLink(page, 'cannot be done', 'Ingress')).toBeVisible();
    await expectAccessible(page);
  });
});
