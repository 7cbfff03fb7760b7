import { board } from '#e2e/support/boards.ts';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { expectFits, ON_EVERY_SCREEN, onEveryScreen } from '#e2e/support/screens.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { must } from '#test/support/kubectl.ts';

test.describe('a user who may do nothing', () => {
  test.use({ user: 'nobody' });

  test('is told which verb on which resource is missing', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByText('The nodes may not be read')).toBeVisible();
    await expect(page.locator('main')).toContainText('list');
    await expect(page.locator('main')).toContainText('nodes');
    await expectAccessible(page);
  });
});

test(
  'a permission taken away degrades what needs it, and nothing else',
  simulatedOnly('takes a permission from the owner'),
  async ({ page, simulated, dashboard }) => {
    await simulated.setFaults({
      permissionsTaken: ['list', 'watch'].map((verb) => ({ user: 'owner', verb, resource: 'pods' })),
    });
    await dashboard.kill();
    await dashboard.start();
    await page.goto('/');
    await expect(page.getByRole('link', { name: /^pi5 ?, .*pods not readable/ })).toBeVisible();
    await expect(page.locator('main')).toContainText(/list.*pods/);
    await expectAccessible(page);
  },
);

test(
  'no metrics: the boards say why, and no number is made up',
  simulatedOnly('hides the metrics of boards'),
  async ({ page, simulated, dashboard }) => {
    await simulated.setFaults({ metricsMissing: ['pi5', 'pi6', 'pi7', 'upboard1', 'upboard2'] });
    // Metrics are polled every 10 s, as long as an expectation waits: a server that starts now asks now.
    await dashboard.kill();
    await dashboard.start();
    await page.goto('/');
    const pi5 = board(page, 'pi5');
    await expect(pi5).toContainText('no metrics');
    await expect(pi5).not.toContainText('%');
    await expectAccessible(page);
  },
);

test('a cluster without nodes says what to do next', async ({ page, kubectl, clusterKind }) => {
  await page.goto('/');
  await must(kubectl(['delete', 'nodes', '--all', '--wait=false']));
  await expect(page.locator('main')).toContainText(/no (nodes|boards)/i);
  await expect(page.locator('main')).toContainText(clusterKind === 'simulated' ? 'choose another one' : 'join');
  await page.reload();
  await expect(page.locator('main')).toContainText(/no (nodes|boards)/i);
  await expectAccessible(page);
});

test('fits every screen, light and dark', ON_EVERY_SCREEN, async ({ browser, dashboard }) => {
  await onEveryScreen(browser, dashboard.url, async (page, viewport) => {
    await page.goto('/');
    await expect(page.locator('main[data-live="live"]')).toBeVisible();
    await expectFits(page, viewport);
  });
});
