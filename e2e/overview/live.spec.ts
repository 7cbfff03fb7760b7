import { board, boardLink } from '#e2e/support/boards.ts';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { samplePodOn, samplePods } from '#e2e/support/pods.ts';
import { must } from '#test/support/kubectl.ts';

/** A reload would lose this mark. */
const MARK = 'data-same-page';

/** Of pods' names, as alternatives of a regular expression. */
function suffixes(names: readonly string[]): string {
  return names.map((name) => name.slice(name.lastIndexOf('-') + 1)).join('|');
}

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await page.evaluate((mark) => document.body.setAttribute(mark, ''), MARK);
});
test.afterEach(({ page }) => expect(page.locator(`body[${MARK}]`)).toHaveCount(1));

test('a taint put on by kubectl appears on its board', async ({ page, kubectl }) => {
  const pi5 = boardLink(page, 'pi5');
  await must(kubectl(['taint', 'node', 'pi5', 'workshop=now:NoSchedule']));
  await expect(pi5).toHaveAccessibleName(/taint workshop=now:NoSchedule/);
  await must(kubectl(['taint', 'node', 'pi5', 'workshop-']));
  await expect(pi5).not.toHaveAccessibleName(/workshop/);
});

test('a pod deleted by kubectl leaves its pin, and its successor takes one', async ({ page, kubectl }) => {
  const pin = (name: string | RegExp) => page.getByRole('img', { name });
  const before = await samplePods(kubectl);
  const pod = await samplePodOn(kubectl, 'pi5');
  await expect(pin(new RegExp(`^default/${pod}: Running, 1/1 ready`))).toHaveCount(1);
  await must(kubectl(['delete', 'pod', pod, '--wait=false']));
  await expect(pin(new RegExp(`${pod}: (?!Terminating)`))).toHaveCount(0);
  await expect(pin(new RegExp(`^default/sample-metrics-app-(?!\\w+-(${suffixes(before)}):)\\S+: `))).toHaveCount(1);
});

test('cordon, label, scale and apply by kubectl show on the page', async ({ page, kubectl }) => {
  const pi6 = boardLink(page, 'pi6');
  await must(kubectl(['cordon', 'pi6']));
  await expect(pi6).toHaveAccessibleName(/cordoned/);
  await must(kubectl(['uncordon', 'pi6']));
  await expect(pi6).not.toHaveAccessibleName(/cordoned/);
  await must(kubectl(['label', 'node', 'pi6', 'kubernetes.io/arch=riscv64', '--overwrite']));
  await expect(
    page.getByRole('region', { name: 'riscv64', exact: true }).getByRole('link', { name: /^pi6 ?,/ }),
  ).toBeVisible();
  await must(kubectl(['label', 'node', 'pi6', 'kubernetes.io/arch=arm', '--overwrite']));
  await expect(page.getByRole('region', { name: 'riscv64', exact: true })).toHaveCount(0);
  const running = page.getByRole('img', { name: /^default\/sample-metrics-app-\S+: Running/ });
  // Its autoscaler would put the replicas back within seconds.
  await must(kubectl(['delete', 'hpa', '--all']));
  await must(kubectl(['scale', 'deployment', 'sample-metrics-app', '--replicas=3']));
  await expect(running).toHaveCount(3, { timeout: 45_000 });
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'applied' },
    spec: {
      nodeName: 'upboard1',
      tolerations: [{ operator: 'Exists' }],
      containers: [{ name: 'c', image: 'busybox', command: ['sleep', '3600'] }],
    },
  };
  await must(kubectl(['apply', '-f', '-'], JSON.stringify(pod)));
  await expect(board(page, 'upboard1').getByRole('img', { name: /^default\/applied: / })).toHaveCount(1);
  await expectAccessible(page);
});

test('a board unplugged goes dark and says since when; plugged in again it comes back', async ({ page, cluster }) => {
  test.slow();
  const pi5 = board(page, 'pi5');
  await cluster.simulated?.setClock('x10');
  await cluster.unplug('pi5');
  await expect(pi5).toContainText('NotReady', { timeout: 45_000 });
  await expect(pi5).toContainText('no metrics since then');
  await expect(pi5).not.toContainText('%');
  await cluster.plugIn('pi5');
  await expect(pi5).not.toContainText('NotReady', { timeout: 30_000 });
});
