import { board } from '#e2e/support/boards.ts';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { serviceAccountKubeconfig } from '#e2e/support/service-account.ts';
import { startDashboard } from '#test/support/dashboard.ts';

test('a user who may read nodes alone sees the boards, and which verbs the rest needs', async ({
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
  await page.goto('/');
  await expect(page.getByRole('link', { name: /^pi5 ?, arm64, .*pods not readable/ })).toBeVisible();
  await expect(page.locator('main')).toContainText(/list.*pods/);
  await expect(board(page, 'pi5')).not.toContainText('%');
  await expectAccessible(page);
  await page.goto('/nodes/pi5');
  await expect(page.getByRole('heading', { level: 1, name: 'pi5' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Pods' })).toContainText(/list.*pods/);
  await expect(page.getByRole('region', { name: 'Events' })).toContainText(/list.*events/);
  await expectAccessible(page);
  await page.context().close();
  await dashboard.stop();
});
