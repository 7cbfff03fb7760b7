import { expect, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { must } from '#test/support/kubectl.ts';

// Five minutes of a stabilisation window are half a minute, and five seconds at x60.
test.use({ clock: 'x60', contextOptions: { reducedMotion: 'reduce' } });

const APP = { namespace: 'default', service: 'sample-metrics-app' };
/** At three for each replica what is sent (400 a second are 40 in a second of the cluster's) asks for more than ten. */
const TARGET = [{ op: 'replace', path: '/spec/metrics/0/object/target/averageValue', value: '3' }];
const SETTLED_MS = 90_000;

test(
  'load scales the app over all architectures to its maximum, and its end back down after a countdown',
  simulatedOnly('programs answer, and the clock is told how fast to go'),
  async ({ page, kubectl, simulated }) => {
    test.slow();
    await simulated.setLoad([{ ...APP, requestsPerSecond: 2 }]);
    await simulated.setFaults({ nodesUnplugged: [] });
    await must(kubectl(['patch', 'hpa', 'sample-metrics-app-hpa', '--type=json', '-p', JSON.stringify(TARGET)]));
    await page.goto('/autoscaling/default/sample-metrics-app-hpa');
    const pods = page.getByRole('list', { name: 'Hops of the chain' }).getByRole('listitem').last();
    const formula = page.getByRole('region', { name: 'The formula' });
    const verdict = page.getByRole('region', { name: 'What the chain comes to' });
    await expect(pods).toContainText(': 2 ready', { timeout: SETTLED_MS });

    await simulated.setClock('x10');
    await page.getByRole('button', { name: 'Send load' }).click();
    await page.getByLabel(/^Requests a second/).fill('400');
    await page.getByRole('dialog').getByRole('button', { name: 'Send load' }).click();
    await expect(page.getByRole('region', { name: 'Load' })).toContainText('Sending 400 requests a second');
    await expect(formula).toContainText('capped at the maximum of 10', { timeout: SETTLED_MS });
    await expect(pods).toContainText(': 10 ready', { timeout: SETTLED_MS });
    for (const arch of ['arm64', 'arm', 'amd64']) await expect(pods.getByText(arch, { exact: true })).toBeAttached();
    await expect(verdict).toContainText('maximum of 10');

    await page.getByRole('button', { name: 'Stop load' }).click();
    await expect(page.getByRole('region', { name: 'Load' })).toContainText('somebody stopped it');
    await expect(formula).toContainText(/the highest of the last 5 min counts.*in \d+m?\d*s/, { timeout: SETTLED_MS });
    await expect(pods).toContainText(': 10 ready');
    await simulated.setClock('x60');
    await expect(pods).toContainText(': 2 ready', { timeout: SETTLED_MS });
  },
);
