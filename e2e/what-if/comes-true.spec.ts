import type { Pod } from 'kubernetes-types/core/v1';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { samplePods } from '#e2e/support/pods.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import type { WhatIfView } from '#lib/model/placement/what-if-view.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import type { PodRecord } from '#lib/model/records/records.ts';
import { type Kubectl, must } from '#test/support/kubectl.ts';
import { differencesOf } from '#test/what-if/differences.ts';
import { chooseUnplug, outcome } from './page.ts';

/** A board that the scenario begins without has come back by then. */
const AT_REST_MS = 120_000;
/** Of nodes, tolerations and starts together. */
const EVICTED_MS = 500_000;
const MINUTES = 'a real board is given up after minutes that nobody can step over';

async function podsOf(kubectl: Kubectl): Promise<PodRecord[]> {
  const { items } = JSON.parse(await must(kubectl(['get', 'pods', '-A', '-o', 'json']))) as { items: Pod[] };
  return items.map(projectPod);
}

test.describe('a board that is unplugged', () => {
  // Nothing happens but what is stepped over.
  test.use({ clock: 'paused' });

  test(
    'moves and strands the pods that were named',
    simulatedOnly(MINUTES),
    async ({ page, kubectl, cluster, simulated }) => {
      test.slow();
      // It would answer with changes of its own.
      await must(kubectl(['delete', 'hpa', '--all', '-A']));
      await simulated.stepClock(AT_REST_MS);
      await page.goto('/what-if');
      await expect(page.getByRole('region', { name: 'In short' })).toHaveCount(0);
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/what-if'));
      await chooseUnplug(page, 'pi5');
      const foretold = (await (await answered).json()) as WhatIfView;

      const { table, boards } = outcome(page);
      const before = await podsOf(kubectl);
      const sample = await samplePods(kubectl, 'pi5');
      expect(sample.length).toBeGreaterThan(0);
      for (const name of sample) {
        await expect(table.getByRole('row').filter({ hasText: name })).toContainText('moves');
      }
      for (const name of ['monitoring-grafana', 'monitoring-influxdb', 'traefik-ingress-controller']) {
        const row = table.getByRole('row').filter({ hasText: name });
        await expect(row).toContainText('stuck');
        await expect(row).toContainText('0/5 nodes are available');
      }
      await expect(boards.getByRole('list', { name: 'pi5 changes' }).getByRole('listitem')).toHaveCount(2);
      await expect(boards).toContainText(/3 stuck\s*2 down\s*3 moving away/);
      await expect(boards).toContainText('On no board: 3 pods Pending');
      await expectAccessible(page);

      await cluster.unplug('pi5');
      await simulated.stepClock(EVICTED_MS);
      await expect
        .poll(async () => differencesOf(before, await podsOf(kubectl), foretold.pods), { timeout: 60_000 })
        .toEqual([]);
      const after = await podsOf(kubectl);
      const leaving = after.filter(({ nodeName, deletionAt }) => nodeName === 'pi5' && deletionAt !== null);
      expect(leaving.map(({ name }) => name)).toEqual(expect.arrayContaining(sample));
      await page.goto('/placement?state=pending');
      await expect(page.getByRole('row', { name: /^monitoring-grafana / })).toContainText('0/1 ready, on no node');
    },
  );
});

test('a taint that evicts is foretold, applied, and taken back', async ({ page, kubectl }) => {
  test.slow();
  const board = 'pi6';
  const taints = () => must(kubectl(['get', 'node', board, '-o', 'jsonpath={.spec.taints[*].key}']));
  const sample = await samplePods(kubectl, board);
  await page.goto('/what-if');
  await expect(page.locator('main[data-live="live"]')).toBeVisible();
  const form = page.getByRole('form', { name: 'Suppose' });
  await form.getByRole('combobox', { name: 'Suppose that', exact: true }).selectOption('a board is tainted');
  await form.getByRole('combobox', { name: 'Board', exact: true }).selectOption(board);
  await form.getByRole('textbox', { name: 'Key', exact: true }).fill('away');
  await form.getByRole('combobox', { name: 'Effect', exact: true }).selectOption('NoExecute');
  await form.getByRole('button', { name: 'Suppose it' }).click();
  await expect(page.getByRole('list', { name: 'Supposed' })).toContainText(`${board} is tainted away:NoExecute`);
  const { table, apply } = outcome(page);
  await expect(table.getByRole('row')).not.toHaveCount(0);
  for (const name of sample) await expect(table.getByRole('row').filter({ hasText: name })).toContainText('moves');
  await expect(apply).toContainText(`kubectl taint nodes ${board} away:NoExecute`);
  expect(await taints()).not.toContain('away');

  await apply.getByRole('button', { name: 'Preview and apply' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`adds taint away:NoExecute to ${board}`);
  await dialog.getByRole('button', { name: 'Add taint' }).click();
  await expect(dialog).toBeHidden();
  expect(await taints()).toContain('away');
  await expect.poll(() => samplePods(kubectl, board), { timeout: 60_000 }).toEqual([]);

  await page.getByRole('region', { name: 'What was done' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('region', { name: 'What was done' })).toContainText('Undone');
  expect(await taints()).not.toContain('away');
});
