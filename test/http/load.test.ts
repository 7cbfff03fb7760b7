// The load generator over HTTP: what is refused, and that what reaches the API server is never more than was allowed.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Dashboard, startDashboard } from '../support/dashboard.ts';
import { type RawAnswer, type RawRequest, rawRequest } from '../support/raw-request.ts';
import { startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';

const APP = { kind: 'Deployment', namespace: 'default', name: 'sample-metrics-app' };
const START = {
  action: 'start',
  workload: APP,
  service: 'sample-metrics-app',
  port: 8080,
  path: '/',
  requestsPerSecond: 100,
  seconds: 3,
};
const SOON = { timeout: 20_000, interval: 200 };

let cluster: TestCluster;
let dashboard: Dashboard;

beforeEach(async () => {
  cluster = await startTestCluster({ clock: 'real' });
  dashboard = await startDashboard({ kubeconfig: cluster.kubeconfig });
});
afterEach(async () => {
  await dashboard.stop();
  await cluster.stop();
});

const post = (body: unknown, headers: Record<string, string> = {}): RawRequest => ({
  method: 'POST',
  path: '/api/load',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const send = (body: unknown, headers?: Record<string, string>): Promise<RawAnswer> =>
  rawRequest(dashboard.port, post(body, headers));
const statusOf = ({ body }: RawAnswer) => JSON.parse(body) as { kind: string; code: number; message: string };
const loadState = async () => {
  const { body } = await rawRequest(dashboard.port, { path: '/api/topics/load' });
  return (JSON.parse(body) as { rows: { load: { state: string; sent: number; ended: string | null } } }).rows.load;
};
/** Requests that the API server itself has seen. */
const seen = async () => {
  const counts = await cluster.requests();
  return counts.filter(({ userAgent }) => userAgent === 'bramble-load').reduce((total, { count }) => total + count, 0);
};

describe('the load generator', () => {
  it('refuses whatever is no request for load', async () => {
    const cases: [body: unknown, codes: number[], headers?: Record<string, string>][] = [
      ['', [400]],
      ['{"action":', [400]],
      [{ action: 'flood' }, [422]],
      [{ ...START, requestsPerSecond: 1e9 }, [422]],
      [{ ...START, requestsPerSecond: '100' }, [422]],
      [{ ...START, requestsPerSecond: -1 }, [422]],
      ['{"action":"start","requestsPerSecond":1e400,"seconds":1}', [422]],
      [{ ...START, seconds: 86_400 }, [422]],
      [{ ...START, path: '//evil.example/' }, [422]],
      [{ ...START, path: '/%2e%2e/%2e%2e/secrets' }, [422]],
      [{ ...START, service: 'https:kubernetes:443' }, [422]],
      [{ ...START, workload: { ...APP, kind: 'Secret' } }, [422]],
      [{ ...START, workload: { ...APP, namespace: '../..' } }, [422]],
      [{ action: 'renew', run: 'nobody' }, [404]],
      [{ action: 'stop' }, [404]],
      [START, [403], { origin: 'https://evil.example' }],
      [START, [403], { 'sec-fetch-site': 'cross-site' }],
      [START, [415], { 'content-type': 'text/plain' }],
    ];
    for (const [body, codes, headers] of cases) {
      const answer = await send(body, headers);
      expect(codes, JSON.stringify(body)).toContain(answer.code);
      expect(statusOf(answer)).toMatchObject({ kind: 'Status', code: answer.code });
    }
    expect((await loadState()).state).toBe('idle');
    expect(await seen()).toBe(0);
  });

  it('sends no more than was asked for, and once where several ask at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(START)));
    expect(answers.map(({ code }) => code).sort((a, b) => a - b)).toEqual([200, 409, 409, 409, 409, 409]);
    await vi.waitFor(async () => expect((await loadState()).state).toBe('idle'), SOON);
    const { sent, ended } = await loadState();
    expect(ended).toBe('it had run for 3 s');
    expect(await seen()).toBe(sent);
    expect(sent).toBeLessThanOrEqual(START.requestsPerSecond * START.seconds);
    expect(sent).toBeGreaterThan(START.requestsPerSecond);
  });

  it('ends when nobody renews it, and with the server', async () => {
    await send({ ...START, requestsPerSecond: 5, seconds: 600 });
    await vi.waitFor(async () => expect((await loadState()).ended).toBe('the page that began it is gone'), SOON);
    await send({ ...START, seconds: 600 });
    await vi.waitFor(async () => expect((await loadState()).sent).toBeGreaterThan(10), SOON);
    await dashboard.stop();
    const atEnd = await seen();
    await cluster.setClock('paused');
    await cluster.stepClock(60_000);
    expect(await seen()).toBe(atEnd);
    await dashboard.start();
    expect((await loadState()).state).toBe('idle');
  });

  it('is refused by a read-only server, which shows what others send', async () => {
    const open = await startDashboard({ kubeconfig: cluster.kubeconfig, host: '0.0.0.0' });
    try {
      for (const body of [START, { action: 'stop' }, { action: 'renew', run: 'x' }]) {
        const answer = await rawRequest(open.port, post(body));
        expect(statusOf(answer)).toMatchObject({ code: 403, message: expect.stringMatching(/^read-only/) });
      }
      const { code, body } = await rawRequest(open.port, { path: '/api/topics/load' });
      expect([code, body]).toEqual([200, expect.stringContaining('"refused":"read-only')]);
    } finally {
      await open.stop();
    }
  });
});

describe('the route of the custom metrics API', () => {
  it('passes on what is there to be read, and nothing else', async () => {
    const get = (path: string, method = 'GET') =>
      rawRequest(dashboard.port, { path: `/api/custom-metrics${path}`, method });
    const value = await get('/v1beta1/namespaces/default/services/sample-metrics-app/http_requests');
    expect(JSON.parse(value.body)).toMatchObject({ kind: 'MetricValueList', items: [{ metricName: 'http_requests' }] });
    expect(JSON.parse((await get('')).body)).toMatchObject({ kind: 'APIGroup', name: 'custom.metrics.k8s.io' });
    const cases: [path: string, codes: number[], method?: string][] = [
      ['/v1beta1/namespaces/default/services/nobody/http_requests', [404]],
      ['/custom-metrics.metrics.k8s.io/v1alpha1', [404]],
      ['/../../api/v1/secrets', [400, 404]],
      ['/v1beta1/..%2f..%2f..%2fapi/v1/secrets', [400]],
      ['/v1beta1/namespaces/default/pods/*/http_requests?watch=1', [403]],
      ['/v1beta1', [405], 'DELETE'],
      ['/v1beta1', [403, 405, 415], 'POST'],
    ];
    for (const [path, codes, method] of cases) {
      const answer = await get(path, method);
      expect(codes, path).toContain(answer.code);
      expect(statusOf(answer)).toMatchObject({ kind: 'Status' });
    }
  });
});
