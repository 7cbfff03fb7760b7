import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { samplePodOn } from '#e2e/support/pods.ts';
import { expectFits, ON_EVERY_SCREEN, onEveryScreen } from '#e2e/support/screens.ts';
import { must } from '#test/support/kubectl.ts';

// A row that has just come flashes for a moment, and contrast is not to be judged in it.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const NOWHERE = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'nowhere' },
  spec: { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'app', image: 'nginx' }] },
};

const NUMBERED = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'numbered' },
  spec: {
    selector: { matchLabels: { app: 'numbered' } },
    template: {
      metadata: { labels: { app: 'numbered' } },
      spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'app', image: 'nginx' }] },
    },
  },
};

test('a pod is found from its board, with its owners, containers, events and YAML', async ({ page, kubectl }) => {
  const name = await samplePodOn(kubectl, 'pi6');
  await page.goto('/nodes/pi6');
  await page.getByRole('region', { name: 'Pods' }).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'It runs' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Board' }).getByRole('link', { name: 'pi6' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Made by' })).toContainText('ReplicaSet sample-metrics-app-');
  await expect(page.getByRole('region', { name: 'Made by' })).toContainText('Deployment sample-metrics-app');
  const containers = page.getByRole('region', { name: 'Containers' });
  await expect(containers).toContainText('runs for');
  await expect(
    page.getByRole('region', { name: 'Conditions' }).getByRole('row', { name: /^Ready True/ }),
  ).toBeVisible();
  await expect(
    page
      .getByRole('region', { name: 'Events' })
      .getByRole('row', { name: /Scheduled/ })
      .first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Show YAML' }).click();
  await expect(page.getByRole('region', { name: `YAML of ${name}` })).toContainText('kind: Pod');
  await expectAccessible(page);
});

test('a pod that no board takes says what the scheduler says, and leads to why', async ({ page, kubectl }) => {
  await must(kubectl(['create', '-f', '-'], JSON.stringify(NOWHERE)));
  await page.goto('/pods/default/nowhere');
  await expect(page.getByRole('heading', { name: 'No node takes it' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'No node takes it' })).toContainText('0/5 nodes are available');
  await expect(page.getByRole('region', { name: 'Made by' })).toContainText('a bare pod');
  await expect(page.getByRole('link', { name: 'Why pending?' })).toHaveAttribute(
    'href',
    '/placement?why=default/nowhere',
  );
  await expectAccessible(page);
});

test('a pod that goes says so, and a page that was open stays', async ({ page, kubectl }) => {
  await must(kubectl(['create', '-f', '-'], JSON.stringify(NOWHERE)));
  await page.goto('/pods/default/nowhere');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await must(kubectl(['delete', 'pod', 'nowhere']));
  await expect(page.locator('main')).toContainText('This pod has gone');
  await expect(page.locator('main')).toContainText('Nobody makes another');
  await expect(page.getByRole('region', { name: 'Containers' })).toContainText('nginx');
  await expectAccessible(page);
  expect((await page.reload())?.status()).toBe(200);
  await expect(page.locator('main')).toContainText('This pod has gone');
});

test('a pod is deleted after a preview, and its page leads to the one that came in its place', async ({
  page,
  kubectl,
}) => {
  const name = await samplePodOn(kubectl, 'pi6');
  await page.goto(`/pods/default/${name}`);
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`kubectl delete pod ${name} -n default`);
  await expect(dialog).toContainText('makes another');
  await expectAccessible(page);
  expect(await must(kubectl(['get', 'pod', name, '-o', 'jsonpath={.metadata.deletionTimestamp}']))).toBe('');
  await dialog.getByRole('button', { name: /Delete/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator('main')).toContainText('This pod has gone', { timeout: 60_000 });
  const successor = page.getByRole('status').getByRole('link', { name: /^sample-metrics-app-/ });
  await successor.click();
  await expect(page.getByRole('heading', { level: 1, name: /^sample-metrics-app-/ })).not.toHaveText(name);
  await expect(page.getByRole('heading', { name: /^It (runs|is being made)/ })).toBeVisible();
});

test.describe('a pod that is made anew', () => {
  test.use({ clock: 'x10' });

  test('under its old name says so, and shows nothing of the one before', async ({ page, kubectl }) => {
    await must(kubectl(['create', '-f', '-'], JSON.stringify(NUMBERED)));
    await must(kubectl(['rollout', 'status', 'statefulset/numbered', '--timeout=25s']));
    await page.goto('/pods/default/numbered-0');
    await expect(page.locator('main[data-live="live"]')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'It runs' })).toBeVisible();
    await expect(page.locator('main')).not.toContainText('another pod of the same name');
    await must(kubectl(['delete', 'pod', 'numbered-0']));
    await expect(page.getByRole('status').filter({ hasText: 'another pod of the same name' })).toContainText(
      'StatefulSet numbered made this one',
    );
    await expect(page.getByRole('heading', { name: 'It runs' })).toBeVisible({ timeout: 60_000 });
    const scheduled = page.getByRole('region', { name: 'Events' }).getByRole('row', { name: /Scheduled/ });
    await expect(scheduled).toHaveCount(1);
    await expectAccessible(page);
  });
});

test.describe('a user who may only look', () => {
  test.use({ user: 'viewer' });

  test('is told why a pod may not be deleted', async ({ page, kubectl }) => {
    const name = await samplePodOn(kubectl, 'pi6');
    await page.goto(`/pods/default/${name}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('cannot delete resource "pods"');
    await expect(dialog.getByRole('button', { name: /Delete/ })).toBeDisabled();
  });
});

test('a pod that never was is a page within the frame, and so is any other address', async ({ page }) => {
  const answer = await page.goto('/pods/default/nope');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('default/nope');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await expectAccessible(page);
  expect((await page.goto('/nothing/here'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('no such page');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await expectAccessible(page);
});

test('fits every screen, light and dark', ON_EVERY_SCREEN, async ({ browser, dashboard, kubectl }) => {
  const name = await samplePodOn(kubectl, 'pi5');
  await onEveryScreen(browser, dashboard.url, async (page, viewport) => {
    await page.goto(`/pods/default/${name}`);
    await expect(page.locator('main[data-live="live"]')).toBeVisible();
    await expect(page.getByRole('log')).toBeVisible();
    await expectFits(page, viewport);
  });
});

test.describe('a user who may do nothing', () => {
  test.use({ user: 'nobody' });

  test('is told what is missing', async ({ page }) => {
    await page.goto('/pods/default/whatever');
    await expect(page.getByRole('heading', { name: 'whatever may not be read' })).toBeVisible();
    await expect(page.locator('main')).toContainText('lacks list on pods');
    await expectAccessible(page);
  });
});

test.describe('a board that is gone', () => {
  test.use({ clock: 'x10' });

  test('makes its pods unknown, and not fine', async ({ page, kubectl, cluster }) => {
    const name = await samplePodOn(kubectl, 'pi5');
    await page.goto(`/pods/default/${name}`);
    await expect(page.getByRole('heading', { name: 'It runs' })).toBeVisible();
    await cluster.unplug('pi5');
    await expect(page.getByRole('heading', { name: /Nobody knows how it is/ })).toBeVisible({ timeout: 60_000 });
    await expect(page.locator('main')).toContainText('pi5 does not answer');
    await expect(page.locator('main')).toContainText('Kubernetes gives it up, unless the node comes back, in');
  });
});
