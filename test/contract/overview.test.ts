// The dashboard on a real cluster and on a simulated one that is alike shows the same: its topics compared as data.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BoardView } from '#lib/model/overview/overview-view.ts';
import type { PlacementRow } from '#lib/model/placement/placement-view.ts';
import type { Rows, SnapshotFrame } from '#lib/model/stream.ts';
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { Rest } from '../control-plane/rest.ts';
import { type Dashboard, startDashboard } from '../support/dashboard.ts';
import { type Kubectl, kubectlFor, must } from '../support/kubectl.ts';
import { differences } from './differences.ts';
import { type Pair, startPair } from './pair.ts';
import { shownRows } from './shown.ts';
import { PORT_HOLDER, WAITING_LETTERS, WAITING_PODS } from './waiting-pods.ts';

const BOARDS = ['pi5', 'pi6', 'pi7', 'upboard1', 'upboard2'];
const START_MS = 300_000;
const POLL_MS = 500;
/** Two scrapes of a metrics-server and a poll of the dashboard, 10 s each, with room for a busy machine. */
const METRICS_MS = 60_000;
/** Both change by the moment; a recording goes on about where its original stood. */
const USE_TOLERANCE = 0.15;
const SETTLED_MS = 60_000;

let pair: Pair | undefined;
const dashboards: Partial<Record<'simulated' | 'real', Dashboard>> = {};

beforeAll(async () => {
  const binaries = controlPlaneBinaries((line) => void process.stdout.write(`${line}\n`));
  if (binaries === null) throw new Error('there is no control plane to compare with');
  pair = await startPair(binaries, async ({ kubeconfig }) => {
    const kubectl = kubectlFor(kubeconfig);
    await new Rest(kubectl).restore();
    await vi.waitFor(() => expectMetrics(kubectl), { timeout: METRICS_MS, interval: POLL_MS });
  });
  dashboards.simulated = await startDashboard({ kubeconfig: pair.kubeconfigs.simulated });
  dashboards.real = await startDashboard({ kubeconfig: pair.kubeconfigs.real });
}, START_MS);

afterAll(async () => {
  await Promise.all([dashboards.simulated?.stop(), dashboards.real?.stop()]);
  await pair?.stop();
});

async function expectMetrics(kubectl: Kubectl): Promise<void> {
  const printed = await must(kubectl(['top', 'nodes', '--no-headers']));
  for (const board of BOARDS) expect(printed).toMatch(new RegExp(`^${board} .*%`, 'm'));
}

async function rowsOf(on: 'simulated' | 'real', topic: string): Promise<Rows> {
  const answer = await fetch(`${dashboards[on]?.url}/api/topics/${topic}`);
  if (!answer.ok) throw new Error(`${topic} on the ${on} cluster: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as SnapshotFrame).rows;
}

/** Changes whose outcome leaves no choice to a scheduler, and no name to chance. */
const APPLIED = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'applied', namespace: 'default' },
  spec: {
    nodeName: 'pi7',
    tolerations: [{ operator: 'Exists' }],
    containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '3600'] }],
  },
};
const COMMANDS: readonly (readonly [args: string[], input?: object])[] = [
  [['cordon', 'pi5']],
  [['taint', 'node', 'pi6', 'lab=tuesday:NoSchedule']],
  [['taint', 'node', 'pi5', 'beta.kubernetes.io/arch-']],
  [['label', 'node', 'pi7', 'kubernetes.io/arch=riscv64', '--overwrite']],
  [['scale', 'deployment', 'sample-metrics-app', '--replicas=0']],
  [['create', '-f', '-'], APPLIED],
];

describe('the dashboard, on a simulated and on a real cluster', () => {
  it.each(['overview', ...BOARDS.map((name) => `node/${name}`)])('shows the same rows of %s', async (topic) => {
    // The dashboards have only just begun to ask their clusters.
    await vi.waitFor(
      async () => {
        const [simulated, real] = await Promise.all([rowsOf('simulated', topic), rowsOf('real', topic)]);
        expect(Object.keys(real).length).toBeGreaterThan(BOARDS.length);
        expect(differences(shownRows(simulated), shownRows(real)).join('\n')).toBe('');
      },
      { timeout: SETTLED_MS, interval: POLL_MS },
    );
  });

  it('shows about the same use of every board', async () => {
    const [simulated, real] = await Promise.all([rowsOf('simulated', 'overview'), rowsOf('real', 'overview')]);
    for (const board of BOARDS) {
      for (const of of ['cpu', 'memory'] as const) {
        const [here, there] = [measured(simulated, board, of), measured(real, board, of)];
        expect(Math.abs(here - there) / there, `${of} of ${board}: ${here}, ${there}`).toBeLessThan(USE_TOLERANCE);
      }
    }
  });

  it('shows the same after the same commands', async () => {
    const before = shownRows(await rowsOf('real', 'overview'));
    for (const kubeconfig of Object.values(pair?.kubeconfigs ?? {})) {
      const kubectl = kubectlFor(kubeconfig);
      for (const [args, input] of COMMANDS) await must(kubectl(args, input && JSON.stringify(input)));
    }
    await vi.waitFor(
      async () => {
        const [simulated, real] = await Promise.all([rowsOf('simulated', 'overview'), rowsOf('real', 'overview')]);
        const shown = shownRows(real);
        expect(differences(shownRows(simulated), shown).join('\n')).toBe('');
        expect(shown).not.toEqual(before);
        expect(shown.rows['cluster']).toMatchObject({ pods: { pending: 0, running: 9 } });
      },
      { timeout: SETTLED_MS, interval: POLL_MS },
    );
  });

  it('gives the same reasons why pods wait, node by node, and they are those of the scheduler', async () => {
    for (const kubeconfig of Object.values(pair?.kubeconfigs ?? {})) {
      const kubectl = kubectlFor(kubeconfig);
      for (const pod of [PORT_HOLDER, ...WAITING_PODS]) await must(kubectl(['create', '-f', '-'], JSON.stringify(pod)));
    }
    for (const { metadata } of WAITING_PODS) {
      await vi.waitFor(
        async () => {
          const topic = `why/default/${metadata?.name}`;
          const [simulated, real] = await Promise.all([rowsOf('simulated', topic), rowsOf('real', topic)]);
          expect(real['why'], metadata?.name).toMatchObject({ agreement: 'agrees', node: null });
          expect(differences(withoutImages(simulated), withoutImages(real)), metadata?.name).toEqual([]);
        },
        { timeout: SETTLED_MS, interval: POLL_MS },
      );
    }
  });

  it('shows the same placement, with the same letters', async () => {
    await vi.waitFor(
      async () => {
        const [simulated, real] = await Promise.all([rowsOf('simulated', 'placement'), rowsOf('real', 'placement')]);
        expect(differences(withoutImages(simulated), withoutImages(real))).toEqual([]);
        const rows = WAITING_PODS.map(({ metadata }) => real[`row/default/Pod/${metadata?.name}`] as PlacementRow);
        expect(Object.fromEntries(rows.map(({ name, verdicts }) => [name, verdicts]))).toEqual(WAITING_LETTERS);
      },
      { timeout: SETTLED_MS, interval: POLL_MS },
    );
  });
});

/** What is known of images is their registries' to say, and those of a simulated cluster are simulated. */
function withoutImages(rows: Rows): unknown {
  const text = JSON.stringify(shownRows(rows), (key, value: unknown) => {
    if (key === 'images' || key === 'imageArchs') return undefined;
    return key === 'verdicts' && typeof value === 'string' ? value.replaceAll('I', '.') : value;
  });
  return JSON.parse(text);
}

function measured(rows: Rows, board: string, of: 'cpu' | 'memory'): number {
  const measure = (rows[`board/${board}`] as BoardView)[of];
  if (measure.state !== 'measured') throw new Error(`${of} of ${board} was not measured: ${measure.reason}`);
  return measure.percent;
}
