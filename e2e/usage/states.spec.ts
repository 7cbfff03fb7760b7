import { board } from '#e2e/support/boards.ts';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { expectFits, ON_EVERY_SCREEN, onEveryScreen } from '#e2e/support/screens.ts';
import { serviceAccountKubeconfig } from '#e2e/support/service-account.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { startDashboard } from '#test/support/dashboard.ts';
import { must } from '#test/support/kubectl.ts';
import { nodeRow, openUsage } from './rows.ts';

test.describe('the talk at its first instant', () => {
  test.use({ clock: 'paused' });

  test(
    'shows what kubectl top node prints, and why two boards have no figures',
    simulatedOnly('pauses the clock'),
    async ({ page, kubectl }) => {
      await openUsage(page);
      const cells = (name: string) => nodeRow(page, name).getByRole('cell').allInnerTexts();
      const printed = await must(kubectl(['top', 'node', '--no-headers']));
      const lines = printed.split('\n').filter((line) => line.includes('%'));
      expect(lines).toHaveLength(3);
      for (const line of lines) {
        const [name = '', ...figures] = line.trim().split(/\s+/);
        await expect.poll(async () => (await cells(name)).filter((text) => text !== '').slice(0, 4)).toEqual(figures);
      }
      for (const name of ['pi7', 'upboard2'])
        await expect(nodeRow(page, name)).toContainText(/no metrics: NotReady since \d\d:\d\d:\d\d/);
      await expectAccessible(page);
    },
  );
});

test.describe('a cluster in which nothing measures', () => {
  test.use({ scenario: 'classroom' });

  test('says what would, and how to get it', simulatedOnly('has no metrics API from the start'), async ({ page }) => {
    await openUsage(page);
    await expect(page.getByRole('heading', { name: 'Nothing here measures CPU and memory' })).toBeVisible();
    await expect(page.getByText(/^kubectl apply -f .*metrics-server/)).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe('a user who may do nothing', () => {
  test.use({ user: 'nobody' });

  test('is told which verb on which resource is missing', async ({ page }) => {
    await openUsage(page);
    await expect(page.getByRole('heading', { name: 'The nodes may not be read' })).toBeVisible();
    await expect(page.locator('main')).toContainText(/list.*nodes/);
    await openUsage(page, '?table=pods');
    await expect(page.getByRole('heading', { name: 'The pods may not be read' })).toBeVisible();
    await expectAccessible(page);
  });
});

test('who may read nodes alone sees what they have, and which verbs the rest needs', async ({
  browser,
  cluster,
  kubectl,
}, testInfo) => {
  const file = testInfo.outputPath('kubeconfig');
  await serviceAccountKubeconfig(kubectl, cluster.kubeconfig, file, [
    { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
  ]);
  const dashboard = await startDashboard({ kubeconfig: file });
  const page = await (await browser.newContext({ baseURL: dashboard.url })).newPage();
  await openUsage(page);
  await expect(nodeRow(page, 'pi5')).toContainText(/\d cores/);
  await expect(nodeRow(page, 'pi5')).not.toContainText('%');
  const missing = page.getByRole('list', { name: 'What is missing' });
  await expect(missing).toContainText(/lacks list on nodes\.metrics\.k8s\.io/);
  await expect(missing).toContainText(/lacks list on pods/);
  await expectAccessible(page);
  await page.context().close();
  await dashboard.stop();
});

test.describe('a board with a weak power supply', () => {
  test.use({ clock: 'x10', scenario: 'modern' });

  test('says so on its card and its page', simulatedOnly('starves a board'), async ({ page, simulated }) => {
    test.slow();
    await simulated.setFaults({ underVoltage: ['raspi4'] });
    await page.goto('/');
    await expect(board(page, 'raspi4')).toContainText('under-voltage', { timeout: 120_000 });
    await expect(board(page, 'raspi5')).not.toContainText('under-voltage');
    await expectAccessible(page);
    await page.goto('/nodes/raspi4');
    await expect(page.getByText('under-voltage: its power supply is too weak').first()).toBeVisible();
    await expectAccessible(page);
  });
});

test('without nodes there is nothing to measure', async ({ page, kubectl }) => {
  await openUsage(page);
  await must(kubectl(['delete', 'nodes', '--all', '--wait=false']));
  await expect(page.getByText('This cluster has no boards yet.')).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
});

test('fits every screen, light and dark', ON_EVERY_SCREEN, async ({ browser, dashboard }) => {
  await onEveryScreen(browser, dashboard.url, async (page, viewport) => {
    for (const search of ['', '?table=pods&containers=all', '?table=advice']) {
      await openUsage(page, search);
      await expectFits(page, viewport);
    }
  });
});
