// What the placement of a large cluster costs a browser: frames while scrolling, and rows rendered by a live change.
import { type Browser, chromium, type Page } from '@playwright/test';
import { ensureBuild } from '#scripts/build.ts';
import { CHROMIUM_ARGUMENTS, findChromium } from '#scripts/chromium.ts';
import { findClusterTools } from '#scripts/cluster-tools.ts';
import { startDashboard } from '#test/support/dashboard.ts';
import { kubectlFor, must } from '#test/support/kubectl.ts';
import { root, startTestCluster } from '#test/support/simulated-cluster.ts';
import { countRowRenders } from './row-renders.ts';

const SIZE = { nodes: 300, pods: 3000 };
const SCROLL_PX_PER_FRAME = 60;
/** A frame that took longer than this at 60 a second was followed by one that was not drawn. */
const DROPPED_MS = 25;
/** Frames of the page at rest, to which those while scrolling are compared. */
const FRAMES_AT_REST = 60;
/**
 * Bounds are ratios within one run, so that they hold on any machine: a frame while scrolling takes at most so many frames at
 * rest, and one with the boards unfolded so many with them folded.
 */
const SCROLLING_TO_REST_MAX = 3;
const UNFOLDED_TO_FOLDED_MAX = 2;
/** Of the boards that are unfolded, how many may be in the document. */
const DRAWN_SHARE_MAX = 0.25;
const CHANGES = 10;
const WAIT_MS = 60_000;

type Print = (line: string) => void;

export async function measurePlacement(print: Print): Promise<void> {
  const executablePath = findChromium(print);
  if (executablePath === null) throw new Error('the placement is measured in a browser: there is none');
  const tools = findClusterTools(print);
  if (tools === null) throw new Error('the placement is changed with kubectl: there is none');
  process.env['BRAMBLE_KUBECTL'] = tools.kubectl;
  await ensureBuild(root, print);
  const cluster = await startTestCluster({ scenario: 'big', size: SIZE });
  const dashboard = await startDashboard({ kubeconfig: cluster.kubeconfig });
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
  try {
    const page = await openPlacement(browser, dashboard.url);
    const rows = await page.locator('.placement-table').getAttribute('aria-rowcount');
    print(`placement of ${SIZE.nodes} boards and ${SIZE.pods} pods: ${rows} workloads`);
    const atRest = await frames(page, null);
    const folded = await frames(page, 'down');
    print(`page at rest: ${said(atRest)}`);
    print(`scrolling through all of them, architectures folded: ${said(folded)}`);
    await page.getByRole('button', { name: /^arm64$/ }).click();
    await page.locator('thead a').first().waitFor();
    const drawn = await page.locator('thead a').count();
    const boards = await page.locator('col.col-node').count();
    const unfolded = await frames(page, 'down');
    const sideways = await frames(page, 'right');
    print(`${boards} boards of one architecture unfolded, ${drawn} of them in the document: ${said(unfolded)}`);
    print(`scrolling sideways through the boards: ${said(sideways)}`);
    await page.getByRole('button', { name: /^arm64$/ }).click();
    const untouched = await measureChanges(page, kubectlFor(cluster.kubeconfig), print);
    const bounds = [
      ['a frame while scrolling, to one at rest,', folded.meanMs / atRest.meanMs, SCROLLING_TO_REST_MAX],
      [
        'a frame with boards unfolded, to one with them folded,',
        unfolded.meanMs / folded.meanMs,
        UNFOLDED_TO_FOLDED_MAX,
      ],
      [
        'a frame while scrolling sideways, to one with boards folded,',
        sideways.meanMs / folded.meanMs,
        UNFOLDED_TO_FOLDED_MAX,
      ],
      ['the share of the unfolded boards that is in the document', drawn / boards, DRAWN_SHARE_MAX],
      ['the number of rows that were rendered with nothing new', untouched, 0],
    ] as const;
    for (const bound of bounds) atMost(print, bound);
  } finally {
    await browser.close();
    await dashboard.stop();
    await cluster.stop();
  }
}

async function openPlacement(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(countRowRenders);
  await page.goto(`${url}/placement`);
  await page.locator('main[data-live="live"]').waitFor({ timeout: WAIT_MS });
  await page.locator('tr[data-row]').first().waitFor({ timeout: WAIT_MS });
  return page;
}

interface Frames {
  meanMs: number;
  medianMs: number;
  /** Of 100, 95 took no longer. */
  nearlyAllMs: number;
  late: number;
  count: number;
}

/** Of the page at rest, or while the table is scrolled from its start to its end. */
async function frames(page: Page, way: 'down' | 'right' | null): Promise<Frames> {
  const tookMs = await page.evaluate(takeFrames, { way, stepPx: SCROLL_PX_PER_FRAME, framesAtRest: FRAMES_AT_REST });
  const sorted = [...tookMs].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return {
    meanMs: tookMs.reduce((sum, ms) => sum + ms, 0) / tookMs.length,
    medianMs: at(0.5),
    nearlyAllMs: at(0.95),
    late: tookMs.filter((ms) => ms > DROPPED_MS).length,
    count: tookMs.length,
  };
}

interface Taking {
  way: 'down' | 'right' | null;
  stepPx: number;
  framesAtRest: number;
}

/** Runs in the page. */
async function takeFrames({ way, stepPx, framesAtRest }: Taking): Promise<number[]> {
  const frame = document.querySelector('.placement-frame');
  if (frame === null) throw new Error('there is no table to scroll');
  const most = way === 'down' ? frame.scrollHeight - frame.clientHeight : frame.scrollWidth - frame.clientWidth;
  const count = way === null ? framesAtRest : Math.ceil(most / stepPx);
  const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  frame.scrollTo(0, 0);
  await nextFrame();
  const tookMs: number[] = [];
  let lastMs = await nextFrame();
  for (let step = 0; step < count; step++) {
    if (way === 'down') frame.scrollTop += stepPx;
    if (way === 'right') frame.scrollLeft += stepPx;
    const nowMs = await nextFrame();
    tookMs.push(nowMs - lastMs);
    lastMs = nowMs;
  }
  frame.scrollTo(0, 0);
  await nextFrame();
  return tookMs;
}

/** `16.7 ms a frame (95 of 100 within 18.0 ms), 2 of 310 late`. */
function said({ medianMs, nearlyAllMs, late, count }: Frames): string {
  return `${medianMs.toFixed(1)} ms a frame (95 of 100 within ${nearlyAllMs.toFixed(1)} ms), ${late} of ${count} late`;
}

/** A bound that is broken is said, and `npm run bench` fails by it after all has been measured. */
function atMost(print: Print, [what, value, most]: readonly [what: string, value: number, most: number]): void {
  if (value <= most) return;
  print(`TOO MUCH: ${what} is ${value.toFixed(2)}, at most ${most} is allowed`);
  process.exitCode = 1;
}

/** Scales a workload that is in sight up and down again; gives how many rows were rendered that had nothing new. */
async function measureChanges(page: Page, kubectl: ReturnType<typeof kubectlFor>, print: Print): Promise<number> {
  const key = await page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>('tr[data-row]')].find((row) =>
        row.dataset['row']?.includes('/Deployment/'),
      )?.dataset['row'],
  );
  const [namespace, , name] = (key ?? '').split('/');
  if (namespace === undefined || name === undefined) throw new Error('no Deployment is in sight');
  const drawn = await page.locator('tr[data-row]').count();
  await page.evaluate(() => Object.assign(window.rowRenders, { renders: 0, untouched: 0 }));
  const tookMs: number[] = [];
  for (let turn = 0; turn < CHANGES; turn++) {
    const replicas = turn % 2 === 0 ? 3 : 2;
    const row = page.locator(`tr[data-row="${key}"] .cell-ready`);
    const text = new RegExp(`/${replicas}\\b`);
    const fromMs = performance.now();
    await must(kubectl(['scale', 'deployment', name, '-n', namespace, `--replicas=${replicas}`]));
    await row.filter({ hasText: text }).waitFor({ timeout: WAIT_MS });
    tookMs.push(performance.now() - fromMs);
  }
  const { renders, untouched } = await page.evaluate(() => window.rowRenders);
  tookMs.sort((a, b) => a - b);
  const middle = (tookMs[Math.floor(tookMs.length / 2)] ?? Number.NaN).toFixed(0);
  print(`from the start of kubectl scale to the row: ${middle} ms (the middle of ${CHANGES})`);
  print(
    `rows rendered by ${CHANGES} changes: ${renders}, of them ${untouched} that had nothing new; ${drawn} rows were drawn`,
  );
  return untouched;
}
