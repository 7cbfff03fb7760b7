// Use on a real cluster: the usage page shows what `kubectl top` prints, and reads history from a real Prometheus, also
// from one that was killed in between.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { UsageGraphView, UsageHeadView } from '#lib/model/usage/usage-view.ts';
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { PrometheusServer } from '../control-plane/prometheus.ts';
import { prometheusBinary } from '../control-plane/prometheus-binary.ts';
import { type RealCluster, startRealCluster } from '../control-plane/real-cluster.ts';
import { Rest } from '../control-plane/rest.ts';
import { type Dashboard, startDashboard } from '../support/dashboard.ts';
import { type Kubectl, kubectlFor } from '../support/kubectl.ts';
import { printedTop, shownTop, topicRows } from '../support/top-of-cluster.ts';

const START_MS = 300_000;
const POLL_MS = 500;
/** Two scrapes of metrics-server, 10 s each, and a poll of the dashboard. */
const METRICS_MS = 60_000;
/** The dashboard looks again for a source that failed after 30 s. */
const HEALED_MS = 80_000;
/** Killed, noticed, left alone, started, healed. */
const OUTAGE_TEST_MS = 240_000;
/** Longer than two steps of the graph of five minutes, and what rates reach over. */
const OUTAGE_MS = 40_000;
const BOARDS = ['pi5', 'pi6', 'pi7', 'upboard1', 'upboard2'];
const TITLE = 'Prometheus named in the settings';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const program = prometheusBinary(say);
if (program === null && process.env['CI'] === 'true') throw new Error('there is no Prometheus to read from');

let cluster: RealCluster | undefined;
let prometheus: PrometheusServer | undefined;
let dashboard: Dashboard | undefined;
let kubectl: Kubectl;

beforeAll(async () => {
  const binaries = controlPlaneBinaries(say);
  if (binaries === null) throw new Error('there is no control plane');
  cluster = await startRealCluster(binaries);
  kubectl = kubectlFor(cluster.kubeconfig);
  await new Rest(kubectl).restore();
  if (program !== null) prometheus = await PrometheusServer.start(program, kubectl);
  dashboard = await startDashboard({
    kubeconfig: cluster.kubeconfig,
    ...(prometheus === undefined ? {} : { prometheus: prometheus.url }),
  });
}, START_MS);

afterAll(async () => {
  await dashboard?.stop();
  await prometheus?.stop();
  await cluster?.stop();
});

async function head(): Promise<UsageHeadView> {
  return (await topicRows(dashboard?.url ?? '', 'usage'))['head'] as UsageHeadView;
}

async function graph(query: string): Promise<UsageGraphView> {
  const answer = await fetch(`${dashboard?.url}/api/usage/graph?${query}`);
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as UsageGraphView;
}

const within = (timeout: number) => ({ timeout, interval: POLL_MS });

describe('use on a real cluster', () => {
  it('is what kubectl prints before and after', async () => {
    await vi.waitFor(async () => {
      const before = await printedTop(kubectl);
      const shown = await shownTop(dashboard?.url ?? '');
      expect(before).toEqual(await printedTop(kubectl));
      expect(before.nodes.map(([name]) => name)).toEqual(BOARDS);
      expect(before.nodes.flat()).not.toContain('<unknown>');
      expect(before.pods.length).toBeGreaterThan(5);
      expect(shown).toEqual(before);
    }, within(METRICS_MS));
  });
});

describe.skipIf(program === null)('history from a real Prometheus', () => {
  it('is found, and named', async () => {
    await vi.waitFor(async () => {
      const { history, found } = await head();
      expect(found.find(({ title }) => title === TITLE)).toMatchObject({
        kind: 'prometheus',
        reason: expect.stringContaining("scrapes the kubelets' resource metrics every 1 s") as string,
      });
      expect(history).toMatchObject({ kind: 'prometheus', title: TITLE });
    }, within(HEALED_MS));
  });

  it('is about what kubectl top prints', async () => {
    await vi.waitFor(async () => {
      const { source, series } = await graph('by=node&range=5m');
      expect(source.title).toBe(TITLE);
      const printed = new Map((await printedTop(kubectl)).nodes.map(([name = '', cpu = '']) => [name, cpu]));
      expect(series.map(({ key }) => key).sort()).toEqual(BOARDS);
      for (const { key, cpu, memory } of series) {
        const last = cpu.mean.findLast((value) => value !== null) ?? Number.NaN;
        expect(Math.abs(last - Number.parseInt(printed.get(key) ?? '', 10)), key).toBeLessThan(3);
        expect(memory.mean.at(-1), key).toBeGreaterThan(1024 ** 2);
      }
    }, within(METRICS_MS));
  });

  it.each(['namespace', 'arch'])('is there by %s', async (by) => {
    const { series } = await graph(`by=${by}&range=5m`);
    expect(series.map(({ key }) => key)).toContain(by === 'arch' ? 'arm64' : 'default');
    expect(series[0]?.cpu.mean.at(-1)).toBeGreaterThan(0);
  });

  it(
    'says so while it is away, heals, and shows the hole',
    async () => {
      await prometheus?.kill();
      const killedMs = Date.now();
      await vi.waitFor(async () => {
        await expect(graph('by=node&range=5m&source=prometheus')).rejects.toThrow(
          `${TITLE} cannot be reached: the connection was refused`,
        );
      }, within(HEALED_MS));
      await vi.waitFor(() => expect(Date.now() - killedMs).toBeGreaterThan(OUTAGE_MS), within(METRICS_MS));
      await prometheus?.start();
      const startedMs = Date.now();
      await vi.waitFor(async () => {
        const { source, series, fromMs, stepMs } = await graph('by=node&range=5m');
        expect(source.kind).toBe('prometheus');
        for (const { key, cpu, memory } of series) {
          const at = (ms: number) => Math.round((ms - fromMs) / stepMs);
          const middle = at((killedMs + startedMs) / 2);
          expect([cpu.mean[middle], memory.mean[middle]], key).toEqual([null, null]);
          expect(
            cpu.mean.slice(0, at(killedMs)).some((value) => value !== null),
            key,
          ).toBe(true);
          expect(
            cpu.mean.slice(at(startedMs)).some((value) => value !== null),
            key,
          ).toBe(true);
        }
      }, within(HEALED_MS));
    },
    OUTAGE_TEST_MS,
  );
});
