import { test as base, expect, expectAccessible } from '#e2e/support/fixtures.ts';
import { realOnly } from '#e2e/support/real-only.ts';
import { PrometheusServer } from '#test/control-plane/prometheus.ts';
import { prometheusBinary } from '#test/control-plane/prometheus-binary.ts';
import { startDashboard } from '#test/support/dashboard.ts';
import { columnOf } from './numbers.ts';

/** Two scrapes until it knows what there is, and half a minute until it is looked for again. */
const FOUND_MS = 90_000;
/** Longer than two steps of the graph of five minutes, and what rates reach over. */
const OUTAGE_MS = 40_000;
const TEST_MS = 420_000;
const TITLE = 'Prometheus named in the settings';

const test = base.extend<{ prometheus: PrometheusServer }>({
  prometheus: async ({ kubectl }, use) => {
    const program = prometheusBinary((line) => void process.stderr.write(`${line}\n`));
    base.skip(program === null, 'there is no Prometheus for this system');
    const prometheus = await PrometheusServer.start(program ?? '', kubectl);
    await use(prometheus);
    await prometheus.stop();
  },
  dashboard: async ({ cluster, prometheus }, use) => {
    const dashboard = await startDashboard({ kubeconfig: cluster.kubeconfig, prometheus: prometheus.url });
    await use(dashboard);
    await dashboard.stop();
  },
});

test(
  'the graphs are of a Prometheus, and show when it was away',
  realOnly('has kubelets that a real Prometheus can scrape'),
  async ({ page, prometheus }) => {
    test.setTimeout(TEST_MS);
    const column = async (): Promise<string> => (await columnOf(page, 'pi5')).join(' ');
    const main = page.locator('main');
    await page.goto('/usage?by=node&range=5m');
    await expect(main).toContainText(`history from ${TITLE}`, { timeout: FOUND_MS });
    await page.getByRole('button', { name: 'Show numbers' }).click();
    await expect(main).toContainText(` · ${TITLE}, a point every `, { timeout: FOUND_MS });
    await expect.poll(column, { timeout: FOUND_MS }).toMatch(/^\d+m /);

    await prometheus.kill();
    const killedMs = Date.now();
    await expect(main).toContainText(`${TITLE} cannot be reached: the connection was refused`, { timeout: FOUND_MS });
    await expectAccessible(page);
    await expect(main).toContainText('history from this server', { timeout: FOUND_MS });
    await expect.poll(() => Date.now() - killedMs, { timeout: FOUND_MS }).toBeGreaterThan(OUTAGE_MS);

    await prometheus.start();
    await expect(main).toContainText(`history from ${TITLE}`, { timeout: FOUND_MS });
    await expect(main).toContainText(` · ${TITLE}, a point every `, { timeout: FOUND_MS });
    await expect.poll(column, { timeout: FOUND_MS }).toMatch(/^\d+m (\d+m )*(– )+\d+m/);
    await expect(main).not.toContainText('cannot be reached');
  },
);
