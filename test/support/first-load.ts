// What a first visit costs: every byte on the wire until the page is live, and every request.
import type { Browser } from '@playwright/test';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';

export interface FirstLoad {
  bytes: number;
  /** Of them, the bodies of scripts. */
  scriptBytes: number;
  requests: number;
  /** Hosts asked besides the dashboard itself. */
  thirdParties: string[];
}

/** A dashboard behind a relay that counts; browsers use `url`. */
export async function startMeasuredDashboard(
  kubeconfig: string,
): Promise<{ url: string; proxy: CountingProxy; dashboard: Dashboard }> {
  let target = 0;
  const proxy = await startCountingProxy(() => target);
  const dashboard = await startDashboard({ kubeconfig, publicPort: proxy.port });
  target = dashboard.port;
  return { url: `http://127.0.0.1:${proxy.port}`, proxy, dashboard };
}

/** Opens `/` in a browser that has never been there, and waits until it is live with its fonts. */
export async function measureFirstLoad(browser: Browser, url: string, proxy: CountingProxy): Promise<FirstLoad> {
  const context = await browser.newContext();
  const own = new URL(url).host;
  const hosts: string[] = [];
  const scripts: Promise<number>[] = [];
  const before = proxy.received();
  context.on('request', (request) => hosts.push(new URL(request.url()).host));
  context.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.sizes().then((sizes) => sizes.responseBodySize));
  });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'load' });
  await page.locator('main[data-live="live"]').waitFor();
  await page.evaluate(() => document.fonts.ready);
  const result = {
    bytes: proxy.received() - before,
    scriptBytes: (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0),
    requests: hosts.length,
    thirdParties: [...new Set(hosts.filter((host) => host !== own))],
  };
  await context.close();
  return result;
}
