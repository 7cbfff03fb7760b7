import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { samplePodOn } from '#e2e/support/pods.ts';
import { must } from '#test/support/kubectl.ts';
import { expectMeasured, nodeNames, nodeRow, nodeTable, openUsage, podTable } from './rows.ts';

test('nodes stand by architecture, with what is used, requested and there', async ({ page }) => {
  await openUsage(page);
  await expectMeasured(page, 'pi5');
  await expect(page.getByText(/^metrics\.k8s\.io\/v1beta1, every \d+ s, \S+ ago/)).toBeVisible();
  const groups = nodeTable(page).getByRole('rowheader', { name: /^(arm64|arm|amd64) \d$/ });
  await expect(groups).toHaveText([/arm64/, /arm/, /amd64/]);
  await expect(nodeRow(page, 'pi5')).toContainText(/\d cores, \d+Mi/);
  await expect(nodeTable(page)).toContainText(/One more replica fits if it requests at most \d+m and .* on pi5/);
  await expectAccessible(page);
});

test('every column sorts, and the address and the kubectl line say so', async ({ page }) => {
  await openUsage(page);
  await expectMeasured(page, 'pi5');
  const cpu = page.getByRole('columnheader', { name: 'CPU(cores)' });
  await page.getByRole('button', { name: 'CPU(cores)' }).click();
  await expect(cpu).toHaveAttribute('aria-sort', 'descending');
  await expect(page).toHaveURL(/\/usage\?sort=-cpu$/);
  await expect(page.getByText('kubectl top node --sort-by=cpu')).toBeVisible();
  await page.getByRole('button', { name: 'CPU(cores)' }).press('Enter');
  await expect(cpu).toHaveAttribute('aria-sort', 'ascending');
  for (const title of ['CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)', 'requested', 'limits', 'allocatable', 'NAME']) {
    await page.getByRole('button', { name: title }).click();
    await expect(page.getByRole('columnheader', { name: title })).toHaveAttribute('aria-sort', /cending$/);
  }
  await page.getByRole('button', { name: 'NAME' }).click();
  expect(await nodeNames(page)).toEqual(['pi5', 'pi7', 'pi6', 'upboard2', 'upboard1']);
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'NAME' })).toHaveAttribute('aria-sort', 'descending');
});

test('the filter stands in the address, survives a reload and says when nothing is left', async ({ page }) => {
  await openUsage(page);
  await page.getByRole('combobox', { name: 'Architecture' }).selectOption('arm');
  await expect(page).toHaveURL(/\/usage\?arch=arm$/);
  await expect.poll(() => nodeNames(page)).toEqual(['pi6', 'pi7']);
  await expect(page.getByText('kubectl top node -l kubernetes.io/arch=arm')).toBeVisible();
  await page.locator('h1').click();
  await page.keyboard.press('/');
  await page.keyboard.type('pi7');
  await expect.poll(() => nodeNames(page)).toEqual(['pi7']);
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Name of a node' })).toHaveValue('pi7');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Name of a node' }).fill('pi77');
  await expect(page.getByText('None of 5 nodes is like that')).toBeVisible();
  await expectAccessible(page);
});

test('pods by architecture or as kubectl prints them, and their containers unfold', async ({ page, kubectl }) => {
  const pod = await samplePodOn(kubectl, 'pi5');
  await openUsage(page);
  await page.getByRole('link', { name: 'Pods', exact: true }).click();
  await expect(page).toHaveURL(/\/usage\?table=pods$/);
  await expect(podTable(page).getByRole('rowheader', { name: /^arm64 \d+ pods?/ })).toBeVisible();
  const fold = page.getByRole('button', { name: `Containers of ${pod}` });
  await fold.press('Enter');
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await expect(podTable(page).getByRole('rowheader', { name: /^container / })).toHaveCount(1);
  await page.getByRole('link', { name: 'with containers' }).click();
  await expect(page.getByText('kubectl top pod -A --containers')).toBeVisible();
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await page.getByRole('link', { name: 'as kubectl' }).click();
  await expect(podTable(page).getByRole('rowheader', { name: /^arm64 / })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Namespace' }).selectOption('kube-system');
  await expect(page.getByText('kubectl top pod -n kube-system --containers')).toBeVisible();
  await expect(podTable(page)).not.toContainText(pod);
  await expectAccessible(page);
});

test('a pod that comes and goes does so in the table', async ({ page, kubectl }) => {
  await openUsage(page, '?table=pods&text=comes-and-goes');
  await expect(page.getByText(/^None of \d+ pods is like that/)).toBeVisible();
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'comes-and-goes' },
    spec: {
      nodeName: 'upboard1',
      tolerations: [{ operator: 'Exists' }],
      containers: [
        {
          name: 'c',
          image: 'busybox',
          command: ['sleep', '3600'],
          resources: { requests: { cpu: '30m', memory: '20Mi' } },
        },
      ],
    },
  };
  await must(kubectl(['apply', '-f', '-'], JSON.stringify(pod)));
  const row = podTable(page).getByRole('row', { name: /comes-and-goes/ });
  await expect(row).toContainText('30m, 20Mi');
  await expect(row).toContainText('upboard1');
  await must(kubectl(['delete', 'pod', 'comes-and-goes', '--force', '--grace-period=0']));
  await expect(row).toHaveCount(0);
});

test("a time of one's own is checked, and stands in the address", async ({ page }) => {
  await openUsage(page, '?by=node');
  await page.getByRole('button', { name: 'custom' }).click();
  const form = page.getByRole('form', { name: 'Time of your own' });
  await form.getByLabel('From').fill('2026-01-02T10:00:00');
  await form.getByLabel('To').fill('2026-01-02T09:00:00');
  await form.getByRole('button', { name: 'Show' }).click();
  await expect(form.getByRole('alert')).toContainText('begin before it ends');
  await expectAccessible(page);
  await form.getByLabel('To').fill('2026-01-02T11:30:00');
  await form.getByLabel('To').press('Enter');
  await expect(form).toHaveCount(0);
  await expect(page).toHaveURL(/\/usage\?by=node&from=2026-01-0\dT\S+Z&to=2026-01-0\dT\S+Z$/);
  await expect(page.getByRole('button', { name: '10:00 to 11:30' })).toBeVisible();
  await page.getByRole('link', { name: '6 h', exact: true }).click();
  await expect(page).toHaveURL(/\/usage\?by=node&range=6h$/);
});

test('requests against reality are told with what mends them', async ({ page, kubectl }) => {
  const pod = await samplePodOn(kubectl, 'pi5');
  expect(pod).not.toBe('');
  await openUsage(page);
  await page.getByRole('link', { name: /^Requests against reality/ }).click();
  await expect(page).toHaveURL(/table=advice/);
  await expect(page.getByRole('list', { name: 'Requests against reality' })).toContainText('kubectl', {
    timeout: 60_000,
  });
  await expectAccessible(page);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the tables are there, are chosen, filtered and sorted', async ({ page }) => {
    await page.goto('/usage');
    await expect(nodeRow(page, 'pi5')).toContainText(/\d cores/);
    await page.getByRole('button', { name: 'MEMORY(bytes)' }).click();
    await expect(page).toHaveURL(/sort=-memory/);
    await page.getByRole('searchbox').fill('pi6');
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect(nodeTable(page).locator('tbody').getByRole('link')).toHaveText(['pi6']);
    await expect(page.getByRole('columnheader', { name: 'MEMORY(bytes)' })).toHaveAttribute('aria-sort', 'descending');
    await page.getByRole('link', { name: 'Pods', exact: true }).click();
    await expect(page).toHaveURL(/text=pi6.*table=pods/);
    await expect(page.getByRole('searchbox', { name: 'Name of a pod' })).toHaveValue('pi6');
  });
});
