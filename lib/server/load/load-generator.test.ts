// The load generator against a service that does what no good one does, and operators who press all buttons at once.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isStatusError, loadKubeconfig } from '#lib/kube/index.ts';
import type { LoadView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { LOAD_KEY, type StartLoad } from '#lib/model/autoscaling/load.ts';
import { ScriptedApi } from '#test/support/scripted-api.ts';
import { LoadGenerator } from './load-generator.ts';
import { IN_FLIGHT_MAX } from './load-run.ts';

const PORT = { port: 80, name: null, isTls: false };
const START: StartLoad = {
  action: 'start',
  workload: { kind: 'Deployment', namespace: 'default', name: 'web' },
  service: 'web',
  port: 80,
  path: '/',
  requestsPerSecond: 300,
  seconds: 60,
};
const SOON = { timeout: 10_000, interval: 20 };

let api: ScriptedApi;
let load: LoadGenerator;

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  api = new ScriptedApi((_, response) => response.writeHead(200).end('hello'));
  await api.start();
  const config = await loadKubeconfig(api.kubeconfig());
  load = new LoadGenerator({ config: () => config, readOnly: false });
});
afterEach(async () => {
  await load.life.stop();
  await api.close();
  vi.restoreAllMocks();
});

const start = (change: Partial<StartLoad> = {}) => load.start({ ...START, ...change }, () => Promise.resolve(PORT));
const view = () => load.rows().get(LOAD_KEY) as LoadView;
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'begun',
    (error: unknown) => (isStatusError(error) ? `${error.code} ${error.message}` : String(error)),
  );

describe('a run that is about to begin', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['somebody stops it', () => load.stop(), /^409 it did not begin: somebody stopped it$/],
    ['another cluster answers', () => load.life.restart(), /^409 it did not begin: another cluster/],
    ['the server stops', () => load.life.stop(), /^409 it did not begin: the dashboard stopped$/],
  ])('does not where %s', async (_what, end, words) => {
    // Headers, and then an answer that never ends.
    api.script = (_, response) => void response.writeHead(200).write('hello');
    const started = outcome(start());
    await vi.waitFor(() => expect(api.requests).toHaveLength(1), SOON);
    expect(await outcome(start({ requestsPerSecond: 1 }))).toMatch(/^409 load is being sent already/);
    await end();
    expect(await started).toMatch(words);
    expect(view()).toMatchObject({ state: 'idle', sent: 0 });
    expect(api.requests).toHaveLength(1);
  });

  it('does not where whoever asked is gone, and once it runs the lease alone counts', async () => {
    api.script = () => undefined;
    const gone = new AbortController();
    const started = outcome(load.start(START, () => Promise.resolve(PORT), gone.signal));
    await vi.waitFor(() => expect(api.requests).toHaveLength(1), SOON);
    gone.abort();
    expect(await started).toMatch(/^409 it did not begin: whoever asked/);
    api.script = (_, response) => response.writeHead(200).end();
    const later = new AbortController();
    await load.start(START, () => Promise.resolve(PORT), later.signal);
    later.abort();
    expect(view().state).toBe('running');
  });

  it('does not either where that happens while its service is looked up', async () => {
    const started = outcome(
      load.start(START, async () => {
        load.stop();
        return PORT;
      }),
    );
    expect(await started).toMatch(/^409 it did not begin/);
    expect(api.requests).toHaveLength(0);
    expect(await outcome(start())).toBe('begun');
  });
});

describe('a run', () => {
  it('follows no redirect, and is refused by one', async () => {
    api.script = (_, response) => response.writeHead(302, { location: `${api.url}/api/v1/secrets` }).end();
    expect(await outcome(start())).toMatch(/^302 /);
    expect(api.requests.map(({ path }) => path)).toEqual(['/api/v1/namespaces/default/services/web:80/proxy/']);
  });

  it('has no more open at the same time than it may, whether headers or bodies hang', async () => {
    let count = 0;
    await start();
    api.script = (_, response) => {
      count++;
      if (count % 2 === 0) response.writeHead(200).write('so far');
    };
    await vi.waitFor(() => expect(view().heldBack).toBeGreaterThan(100), SOON);
    expect(count).toBeLessThanOrEqual(IN_FLIGHT_MAX);
  });

  it('reads no more of an answer than it must', async () => {
    const piece = Buffer.alloc(64 * 1024);
    let written = 0;
    api.script = (_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(piece)) written += piece.length;
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    };
    expect(await outcome(start({ requestsPerSecond: 1 }))).toBe('begun');
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it('begun and stopped again and again sends no more within a second than the cap', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const { requestsPerSecondMax } = load.limits;
    let last = 'begun';
    for (let round = 0; round <= requestsPerSecondMax && last === 'begun'; round++) {
      last = await outcome(start());
      if (last === 'begun') load.stop();
    }
    expect(last).toMatch(/^429 as much load as may be/);
    expect(api.requests.length).toBeLessThanOrEqual(requestsPerSecondMax);
    clock.mockReturnValue(2_000);
    expect(await outcome(start())).toBe('begun');
  }, 20_000);
});
