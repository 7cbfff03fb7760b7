import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, test } from '#e2e/support/fixtures.ts';
import { simulatedOnly } from '#e2e/support/simulated-only.ts';
import { columnOf } from './numbers.ts';

/** A metrics-server measures twice before it tells anything, and the dashboard asks at its pace. */
const MEASURED_MS = 60_000;
/** Half a minute without a sign until a board is NotReady, at ten times the pace; and what is drawn after. */
const SILENT_MS = 45_000;
/** A poll at this pace, the time-out of an answer, and two seconds in which a source may be back. */
const STALE_MS = 20_000;

function cpu(page: Page): Locator {
  return page.getByRole('slider', { name: 'CPU at a moment' });
}

function memory(page: Page): Locator {
  return page.getByRole('slider', { name: 'Memory at a moment' });
}

/** `14:02:15` of the moment that a graph shows. */
async function timeOf(slider: Locator): Promise<string> {
  return (await slider.getAttribute('aria-valuetext'))?.match(/\d\d:\d\d:\d\d/)?.[0] ?? '';
}

async function openGraphs(page: Page, search = ''): Promise<void> {
  await page.goto(`/usage${search}`);
  await expect(cpu(page)).toHaveAttribute('aria-valuetext', /cores/, { timeout: MEASURED_MS });
}

test('graphs by architecture grow as time goes by', async ({ page }) => {
  test.slow();
  await openGraphs(page, '?range=5m');
  await expect(cpu(page)).toHaveAttribute('aria-valuetext', /arm64 [\d.]+ cores/);
  await expect(memory(page)).toHaveAttribute('aria-valuetext', /GiB( without [^;]+)?; .*arm64 [\d.]+ [GM]iB/);
  const first = await timeOf(cpu(page));
  await expect.poll(() => timeOf(cpu(page)), { timeout: MEASURED_MS }).not.toBe(first);
});

test('one moment is pointed at in all graphs, with the keyboard', async ({ page }) => {
  await openGraphs(page, '?by=node&range=5m');
  await cpu(page).focus();
  await page.keyboard.press('Home');
  const start = await timeOf(cpu(page));
  expect(await timeOf(memory(page))).toBe(start);
  await expect(page.getByText(`At ${start}`)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  const second = await timeOf(cpu(page));
  expect(second > start).toBe(true);
  expect(await timeOf(memory(page))).toBe(second);
  await page.keyboard.press('Escape');
  await expect(page.getByText(/^Newest, \d\d:\d\d:\d\d/)).toBeVisible();
  await page.getByRole('button', { name: 'Show numbers' }).focus();
  await page.keyboard.press('Enter');
  // Of a real cluster not every board need be measured yet.
  await expect(page.getByRole('region', { name: 'Numbers of the graphs' })).toContainText(/pi\d|upboard\d/);
  await expectAccessible(page);
});

test(
  'a word of the time axis opens what it stands for, and gives the focus back',
  simulatedOnly('has a board that went before the start'),
  async ({ page }) => {
    await openGraphs(page, '?range=1h');
    const word = page.getByRole('list', { name: 'Events', exact: true }).getByRole('button', { name: /pi7 NotReady/ });
    await word.first().focus();
    await page.keyboard.press('Enter');
    const list = page.getByRole('list', { name: 'Events here' });
    await expect(list).toContainText(/\d\d:\d\d:\d\d.*pi7 NotReady/);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(list).toHaveCount(0);
    await expect(word.first()).toBeFocused();
    await word.first().click();
    await list.getByRole('link', { name: 'pi7 NotReady' }).click();
    await expect(page).toHaveURL(/\/nodes\/pi7$/);
  },
);

test('the numbers are copied as CSV', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openGraphs(page, '?range=5m');
  await page.getByRole('button', { name: 'Copy CSV' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split(/\r?\n/);
  expect(lines[0]).toMatch(/^time,\w+ CPU millicores,\w+ CPU millicores peak,\w+ memory bytes,\w+ memory bytes peak,/);
  expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z,/);
  const width = lines[0]?.split(',').length;
  expect(lines.filter(Boolean).every((line) => line.split(',').length === width)).toBe(true);
});

test('a time of one’s own stands in the address, and what is no time for a graph is said', async ({ page }) => {
  await openGraphs(page);
  const end = Date.parse(
    (await page.locator('main time[datetime]').first().getAttribute('datetime')) ?? new Date().toISOString(),
  );
  const at = (minutes: number): string => new Date(Math.floor(end / 60_000 + minutes) * 60_000).toISOString();
  await page.goto(`/usage?from=${at(-30)}&to=${at(-10)}`);
  await expect(cpu(page)).toBeVisible();
  await cpu(page).focus();
  await page.keyboard.press('Home');
  const shown = (iso: string): Promise<string> =>
    page.evaluate((text) => new Date(text).toTimeString().slice(0, 8), iso);
  expect(await timeOf(cpu(page))).toBe(await shown(at(-30)));
  await page.keyboard.press('End');
  expect(await timeOf(cpu(page))).toBe(await shown(at(-10)));
  await page.goto(`/usage?from=${at(-60 * 24 * 9)}&to=${at(-10)}`);
  await expect(page.getByText(/The graphs could not be loaded: from and to are at most 7 days apart\./)).toBeVisible();
});

// An hour of the cluster is six minutes here: a shorter graph would forget what came before, on a busy machine.
test.describe('at ten times the pace', () => {
  test.use({ clock: 'x10' });
  test.slow();

  test(
    'the series of a board that is unplugged ends in a hole',
    simulatedOnly('runs the clock faster'),
    async ({ page, cluster }) => {
      await openGraphs(page, '?by=node&range=1h');
      await page.getByRole('button', { name: 'Show numbers' }).click();
      await expect.poll(async () => (await columnOf(page, 'pi5'))[0], { timeout: MEASURED_MS }).toMatch(/^\d+m$/);
      await cluster.unplug('pi5');
      // The newest time may have nothing of any board yet.
      const besidePi6 = async () => {
        const newest = (await columnOf(page, 'pi6')).findIndex((text) => /^\d+m$/.test(text));
        return (await columnOf(page, 'pi5'))[newest];
      };
      await expect.poll(besidePi6, { timeout: SILENT_MS }).toBe('–');
      const column = await columnOf(page, 'pi5');
      expect(column.some((text) => /^\d+m$/.test(text))).toBe(true);
      expect(column).not.toContain('0m');
      await expect(page.getByRole('listitem').filter({ hasText: /^pi5/ }).first()).toContainText('not measured');
      await page.getByRole('button', { name: /^\d+ events?$/ }).click({ timeout: SILENT_MS });
      const events = page.getByRole('list', { name: 'Events in the time of the graphs' });
      await expect(events).toContainText('pi5 NotReady', { timeout: SILENT_MS });
      await expectAccessible(page);
    },
  );

  test(
    'a metrics API that is down makes the page stale, and leaves a hole when it is back',
    simulatedOnly('breaks the metrics API'),
    async ({ page, simulated }) => {
      await openGraphs(page, '?source=memory&range=1h');
      await page.getByRole('button', { name: 'Show numbers' }).click();
      const newest = async (): Promise<string | undefined> => (await columnOf(page, 'arm64'))[0];
      await expect.poll(newest, { timeout: MEASURED_MS }).toMatch(/^\d+m$/);
      await simulated.setFaults({ metrics: { metricsApi: 'down', heapster: 'down', prometheus: 'down' } });
      const missing = page.getByRole('list', { name: 'What is missing' });
      await expect(missing).toContainText('CPU and memory use', { timeout: STALE_MS });
      await expect.poll(newest, { timeout: SILENT_MS }).toBe('–');
      await expectAccessible(page);
      await simulated.setFaults({});
      await expect.poll(newest, { timeout: MEASURED_MS }).toMatch(/^\d+m$/);
      expect((await columnOf(page, 'arm64')).join(' ')).toMatch(/\dm (– )+\d/);
      await expect(page.getByText('CPU and memory use')).toHaveCount(0);
    },
  );

  test('another source is chosen, and named', simulatedOnly('has a Heapster and a Prometheus'), async ({ page }) => {
    await openGraphs(page, '?range=5m');
    const choice = page.getByRole('combobox', { name: 'Source of the graphs' });
    await expect(choice).toBeVisible({ timeout: MEASURED_MS });
    const titles = (await choice.getByRole('option').allInnerTexts()).slice(1);
    for (const title of titles) {
      await choice.selectOption({ label: title });
      await expect(page).toHaveURL(/source=/);
      await expect(page.getByText(new RegExp(` · ${title}, a point every `))).toBeVisible({ timeout: 20_000 });
    }
  });
});
