import { expect, test } from '#e2e/support/fixtures.ts';
import { measureFirstLoad, startMeasuredDashboard } from '#test/support/first-load.ts';

const FIRST_LOAD_BYTES_MAX = 240 * 1024;
/** What other pages draw with, charts above all, must not come with the first one. */
const SCRIPT_BYTES_MAX = 172 * 1024;

test('the first visit costs at most 240 KB and asks nobody else', async ({ browser, cluster }) => {
  const { url, proxy, dashboard } = await startMeasuredDashboard(cluster.kubeconfig);
  const load = await measureFirstLoad(browser, url, proxy);
  await dashboard.stop();
  await proxy.close();
  expect(load.bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES_MAX);
  expect(load.scriptBytes).toBeLessThanOrEqual(SCRIPT_BYTES_MAX);
  expect(load.scriptBytes).toBeGreaterThan(20 * 1024);
  expect(load.bytes).toBeGreaterThan(20 * 1024);
  expect(load.thirdParties).toEqual([]);
});
