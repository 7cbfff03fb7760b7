import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { samplePodOn } from '#e2e/support/pods.ts';
import { serviceAccountKubeconfig } from '#e2e/support/service-account.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { startDashboard } from '#test/support/dashboard.ts';
import { type Kubectl, must } from '#test/support/kubectl.ts';

// A row that has just come flashes for a moment, and contrast is not to be judged in it.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const FAST_MS = 30_000;

const podOf = (name: string, script: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { 'kubernetes.io/hostname': 'pi5' },
      containers: [{ name: 'app', image: 'busybox', command: ['sh', '-c', script] }],
    },
  });

/** It prints a line every 45 s, on pi5, and no autoscaler takes it away. */
async function proxyPod(kubectl: Kubectl): Promise<string> {
  const args = ['get', 'pods', '-n', 'kube-system', '--field-selector=spec.nodeName=pi5', '-o', 'name'];
  const names = (await must(kubectl(args))).split('\n').map((name) => name.replace('pod/', ''));
  return names.find((name) => name.startsWith('traefik')) ?? '';
}

/** As the page says it: only some of them are in the document. */
async function lineCount(page: Page): Promise<number> {
  const words = await page.getByRole('region', { name: 'Logs' }).innerText();
  return Number(/([\d,]+) lines?/.exec(words)?.[1]?.replaceAll(',', '') ?? 0);
}

test.describe('logs', simulatedOnly('boards of the real cluster run no programs'), () => {
  test.use({ clock: 'x10' });

  test('follow what a container prints, and stand still while somebody reads', async ({ page, kubectl }) => {
    const name = await proxyPod(kubectl);
    await page.goto(`/pods/kube-system/${name}`);
    const log = page.getByRole('log', { name: 'Log of traefik-ingress-controller' });
    await expect(log).toContainText('GET', { timeout: FAST_MS });
    await expect(page.getByText('followed: what comes is shown at once')).toBeVisible();
    const logs = page.getByRole('region', { name: 'Logs' });
    const before = await lineCount(page);
    await expect.poll(() => lineCount(page), { timeout: FAST_MS }).toBeGreaterThan(before);
    // What kubectl prints is on the page, in its order.
    const printed = (await must(kubectl(['logs', name, '-n', 'kube-system', '--tail=3']))).trim().split('\n');
    for (const line of printed) await expect(log).toContainText(line, { timeout: FAST_MS });
    await log.focus();
    await page.keyboard.press('Home');
    const more = logs.getByRole('button', { name: /new lines? ↓$/ });
    await expect(more).toBeVisible({ timeout: FAST_MS });
    const still = await lineCount(page);
    await expect(more).not.toHaveText(/^1 new/, { timeout: FAST_MS });
    expect(await lineCount(page)).toBe(still);
    await expectAccessible(page);
    await more.click();
    await expect(more).toBeHidden();
  });

  test('go on after the server was away, with each line once', async ({ page, kubectl, dashboard }) => {
    const name = await proxyPod(kubectl);
    await page.goto(`/pods/kube-system/${name}`);
    const log = page.getByRole('log');
    await expect(log).toContainText('GET', { timeout: FAST_MS });
    const before = await lineCount(page);
    await dashboard.kill();
    await dashboard.start();
    await expect.poll(() => lineCount(page), { timeout: 60_000 }).toBeGreaterThan(before);
    const all = (await log.innerText()).trim().split('\n');
    expect(new Set(all).size).toBe(all.length);
    expect(all.join('\n')).not.toContain('may be missing');
  });

  test('are searched, with a count and steps from one to the next', async ({ page, kubectl }) => {
    await must(kubectl(['create', '-f', '-'], podOf('printer', 'echo apple; echo pear; echo Apple pie; sleep 9999')));
    await page.goto('/pods/default/printer');
    const log = page.getByRole('log');
    await expect(log).toContainText('Apple pie', { timeout: FAST_MS });
    const search = page.getByRole('textbox', { name: 'Search the log' });
    await search.fill('apple');
    const found = page.getByRole('region', { name: 'Logs' }).getByRole('status').first();
    await expect(found).toHaveText('2 of 2 lines');
    await search.press('Enter');
    await expect(found).toHaveText('1 of 2 lines');
    await expect(log.locator('mark')).toHaveText(['apple', 'Apple']);
    await expectAccessible(page);
    await search.fill('plum');
    await expect(found).toHaveText('in no line');
    await search.press('Escape');
    await expect(search).toHaveValue('');
    await page.getByRole('checkbox', { name: 'times' }).check();
    await expect(log.locator('time').first()).toHaveText(/^\d{4}-\d{2}-\d{2}T/);
  });

  test('of a crash are at hand: what it was, how often, and the run before', async ({ page, kubectl }) => {
    await must(kubectl(['create', '-f', '-'], podOf('crasher', 'echo starting; sleep 2; echo about to fail; exit 3')));
    await page.goto('/pods/default/crasher');
    await expect(page.getByRole('heading', { name: /It crashes again and again/ })).toBeVisible({ timeout: FAST_MS });
    await expect(page.locator('main')).toContainText('app ended with exit code 3 (an error of the program itself)');
    await expect(page.locator('main')).toContainText(/started again (once|\d+ times); the next start comes/);
    await page.getByRole('checkbox', { name: 'before its last restart' }).check();
    await expect(page.getByRole('log')).toContainText('about to fail');
    await expect(page.locator('main')).toContainText('all of the run before its last restart');
    await expect(page.getByText(/kubectl logs crasher -n default --previous/)).toBeVisible();
    await expectAccessible(page);
  });

  test('that are not there yet say why', async ({ page, kubectl }) => {
    await must(kubectl(['run', 'stuck', '--image=example.com/nothing:1']));
    await page.goto('/pods/default/stuck');
    await expect(page.getByRole('heading', { name: /An image cannot be pulled/ })).toBeVisible({ timeout: FAST_MS });
    await expect(page.getByRole('log')).toContainText('is waiting to start', { timeout: FAST_MS });
    await expectAccessible(page);
  });

  test('of a board without power name the board, and come again with it', async ({ page, kubectl, cluster }) => {
    const name = await proxyPod(kubectl);
    await page.goto(`/pods/kube-system/${name}`);
    const log = page.getByRole('log');
    await expect(log).toContainText('GET', { timeout: FAST_MS });
    await cluster.unplug('pi5');
    await page.reload();
    await expect(log).toContainText('pi5 does not answer the API server', { timeout: FAST_MS });
    await expect(log).not.toContainText('192.168');
    await cluster.plugIn('pi5');
    await expect(log).toContainText('GET', { timeout: 60_000 });
  });

  test('that are long keep their newest lines, few of them in the document, and each can be reached', async ({
    page,
    kubectl,
    simulated,
  }) => {
    await must(kubectl(['create', '-f', '-'], podOf('counter', 'echo ready; sleep 3600; seq 12000; sleep 9999')));
    await page.goto('/pods/default/counter');
    const log = page.getByRole('log');
    await expect(log).toContainText('ready', { timeout: FAST_MS });
    await expect(page.getByText('followed: what comes is shown at once')).toBeVisible();
    await simulated.setClock('paused');
    await simulated.stepClock(3_620_000);
    await simulated.setClock('x10');
    await expect(log.getByText('12000', { exact: true })).toBeVisible({ timeout: FAST_MS });
    await expect(page.getByRole('region', { name: 'Logs' })).toContainText(
      '10,000 lines, the newest: 2,001 older ones',
    );
    expect(await log.locator('.log-line').count()).toBeLessThan(100);
    await log.focus();
    await page.keyboard.press('Home');
    await expect(log.getByText('2001', { exact: true })).toBeVisible();
    await page.getByRole('textbox', { name: 'Search the log' }).fill('7777');
    await expect(log.locator('mark')).toBeVisible();
    await page.getByRole('button', { name: 'To the end' }).click();
    await expect(log.getByText('12000', { exact: true })).toBeVisible();
    await expectAccessible(page);
  });
});

test('a user who may see pods but not their logs is told what is missing', async ({
  browser,
  cluster,
  kubectl,
}, testInfo) => {
  const name = await samplePodOn(kubectl, 'pi5');
  const file = testInfo.outputPath('kubeconfig');
  await serviceAccountKubeconfig(kubectl, cluster.kubeconfig, file, [
    { apiGroups: [''], resources: ['nodes', 'pods', 'events'], verbs: ['get', 'list', 'watch'] },
  ]);
  const dashboard = await startDashboard({ kubeconfig: file });
  const page = await (await browser.newContext({ baseURL: dashboard.url })).newPage();
  await page.goto(`/pods/default/${name}`);
  await expect(page.getByRole('heading', { name: 'It runs' })).toBeVisible();
  await expect(page.getByRole('log')).toContainText('cannot get resource "pods/log"');
  // Its ReplicaSet may not be read: what the name tells is told as that.
  await expect(page.getByRole('region', { name: 'Made by' })).toContainText('told by the name');
  await expectAccessible(page);
  await page.context().close();
  await dashboard.stop();
});
