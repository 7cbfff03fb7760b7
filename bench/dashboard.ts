// What a visit to the dashboard costs: on the wire, and at the API.
import { chromium } from '@playwright/test';
import { ensureBuild } from '#scripts/build.ts';
import { CHROMIUM_ARGUMENTS, findChromium } from '#scripts/chromium.ts';
import { measureFirstLoad, startMeasuredDashboard } from '#test/support/first-load.ts';
import { root, startTestCluster } from '#test/support/simulated-cluster.ts';
import { requestsDuringProbes } from '#test/support/viewers.ts';

const TABS = 20;
const PROBES = 6;

export async function measureDashboard(print: (line: string) => void): Promise<void> {
  const executablePath = findChromium(print);
  if (executablePath === null) throw new Error('the dashboard is measured in a browser: there is none');
  await ensureBuild(root, print);
  const cluster = await startTestCluster();
  const { url, proxy, dashboard } = await startMeasuredDashboard(cluster.kubeconfig);
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
  try {
    const first = await measureFirstLoad(browser, url, proxy);
    print(
      `first load of /: ${(first.bytes / 1024).toFixed(1)} KB (${first.scriptBytes} B of it scripts) in ${first.requests} requests, ${first.thirdParties.length} of them to third parties`,
    );
    const context = await browser.newContext();
    const open = async (): Promise<void> => {
      const page = await context.newPage();
      await page.goto(url);
      await page.locator('main[data-live="live"]').waitFor();
    };
    await open();
    const one = await requestsDuringProbes(cluster, PROBES);
    for (let tab = 1; tab < TABS; tab++) await open();
    const many = await requestsDuringProbes(cluster, PROBES);
    print(
      `API requests while the server probed ${PROBES} times: 1 tab ${JSON.stringify(one)}, ${TABS} tabs ${JSON.stringify(many)}`,
    );
  } finally {
    await browser.close();
    await dashboard.stop();
    await proxy.close();
    await cluster.stop();
  }
}
