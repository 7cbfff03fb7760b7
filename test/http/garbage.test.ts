// Whatever is sent to the dashboard's routes is answered with a Kubernetes Status, and changes nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, startDashboard } from '../support/dashboard.ts';
import { type Kubectl, kubectlFor, must } from '../support/kubectl.ts';
import { type RawAnswer, type RawRequest, rawRequest } from '../support/raw-request.ts';
import { startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';

let cluster: TestCluster;
let dashboard: Dashboard;
let kubectl: Kubectl;

beforeAll(async () => {
  cluster = await startTestCluster({ clock: 'paused' });
  dashboard = await startDashboard({ kubeconfig: cluster.kubeconfig });
  kubectl = kubectlFor(cluster.kubeconfig);
});
afterAll(async () => {
  await dashboard.stop();
  await cluster.stop();
});

const nodesNow = (): Promise<string> =>
  must(
    kubectl([
      'get',
      'nodes',
      '-o',
      'jsonpath={range .items[*]}{.metadata.name} {.spec} {.metadata.labels}{"\\n"}{end}',
    ]),
  );

const ACTIONS = '/api/nodes/pi5/actions';
const json = (body: unknown): RawRequest => ({
  method: 'POST',
  path: ACTIONS,
  headers: {
    'content-type': 'application/json',
    origin: `http://127.0.0.1:${dashboard.port}`,
    'sec-fetch-site': 'same-origin',
  },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const taint = (fields: Record<string, unknown>): unknown => ({
  action: { action: 'taint', node: 'pi5', taint: { key: 'a', value: 'b', effect: 'NoSchedule', ...fields } },
  dryRun: false,
});

function expectStatus(answer: RawAnswer, codes: readonly number[]): void {
  expect(codes).toContain(answer.code);
  const status = JSON.parse(answer.body) as Record<string, unknown>;
  expect(status).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: answer.code });
  expect(status['message']).toMatch(/\w/);
  expect(status['reason']).toMatch(/^[A-Z]\w+$/);
  expect(answer.body, 'an address, a stack or a token').not.toMatch(
    /\n\s+at |127\.0\.0\.1:\d|192\.168\.|node_modules|Bearer/,
  );
}

async function refused(request: RawRequest, ...codes: number[]): Promise<void> {
  const before = await nodesNow();
  expectStatus(await rawRequest(dashboard.port, request), codes);
  expect(await nodesNow()).toBe(before);
}

describe('the action route refuses', () => {
  const cases: [string, () => RawRequest, number[]][] = [
    ['no body', () => json(''), [400]],
    ['text that is not JSON', () => json('{"action":'), [400]],
    ['JSON of another shape', () => json([1, 2, 3]), [400, 422]],
    ['an unknown action', () => json({ action: { action: 'explode', node: 'pi5' }, dryRun: false }), [400, 422]],
    [
      'an action on another node than the path names',
      () => json({ action: { action: 'cordon', node: 'pi6' }, dryRun: false }),
      [400, 422],
    ],
    [
      'dryRun that is no boolean',
      () => json({ action: { action: 'cordon', node: 'pi5' }, dryRun: 'false' }),
      [400, 422],
    ],
    ['a missing dryRun', () => json({ action: { action: 'cordon', node: 'pi5' } }), [400, 422]],
    ['a taint without a key', () => json(taint({ key: '' })), [400, 422]],
    ['a taint key with spaces', () => json(taint({ key: 'a b' })), [400, 422]],
    ['a taint key that is too long', () => json(taint({ key: 'k'.repeat(64) })), [400, 422]],
    ['a taint value with a slash', () => json(taint({ value: '../x' })), [400, 422]],
    ['an unknown effect', () => json(taint({ effect: 'Sometimes' })), [400, 422]],
    [
      'a taint that is no object',
      () => json({ action: { action: 'taint', node: 'pi5', taint: null }, dryRun: false }),
      [400, 422],
    ],
    [
      '__proto__ as a field',
      () => json('{"__proto__":{"dryRun":false},"action":{"action":"cordon","node":"pi5"}}'),
      [400, 422],
    ],
    ['a body of 1 MB', () => json(`{"action":"${'x'.repeat(1_000_000)}"}`), [413]],
    ['deeply nested JSON', () => json('['.repeat(20_000)), [400, 413]],
    [
      'a form',
      () => ({ ...json('action=cordon'), headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      [415],
    ],
    [
      'text/plain, which needs no preflight',
      () => ({
        ...json({ action: { action: 'cordon', node: 'pi5' }, dryRun: false }),
        headers: { 'content-type': 'text/plain' },
      }),
      [415],
    ],
    ['no content type', () => ({ method: 'POST', path: ACTIONS, body: '{}' }), [415]],
    [
      'a node that does not exist',
      () => ({ ...json({ action: { action: 'cordon', node: 'pi9' }, dryRun: false }), path: '/api/nodes/pi9/actions' }),
      [404],
    ],
    [
      'a node name that is none',
      () => ({
        ...json({ action: { action: 'cordon', node: '../pi5' }, dryRun: false }),
        path: '/api/nodes/..%2fpi5/actions',
      }),
      [400, 404, 422],
    ],
    ['GET', () => ({ path: ACTIONS }), [405]],
    ['DELETE', () => ({ method: 'DELETE', path: ACTIONS }), [405]],
  ];
  for (const [name, request, codes] of cases) it(name, () => refused(request(), ...codes));
});

describe('strangers are refused', () => {
  const cordon = (): RawRequest => json({ action: { action: 'cordon', node: 'pi5' }, dryRun: false });
  const withHeaders = (request: RawRequest, headers: Record<string, string>): RawRequest => ({
    ...request,
    headers: { ...request.headers, ...headers },
  });
  const cases: [string, () => RawRequest][] = [
    ['a foreign Origin', () => withHeaders(cordon(), { origin: 'https://evil.example' })],
    ['an Origin of another port', () => withHeaders(cordon(), { origin: 'http://127.0.0.1:1' })],
    ['Origin null', () => withHeaders(cordon(), { origin: 'null' })],
    ['a cross-site fetch', () => withHeaders(cordon(), { 'sec-fetch-site': 'cross-site' })],
    ['a foreign Host on a write', () => withHeaders(cordon(), { host: 'evil.example' })],
    ['a foreign Host on a read', () => ({ path: '/api/topics/overview', headers: { host: 'evil.example' } })],
    [
      'a foreign Host on the proxy',
      () => ({ path: '/api/k8s/api/v1/nodes', headers: { host: `rebound.example:${dashboard.port}` } }),
    ],
    [
      'a Host that only begins like ours',
      () => ({ path: '/api/topics/overview', headers: { host: `127.0.0.1.evil.example:${dashboard.port}` } }),
    ],
    [
      'a forwarded host',
      () =>
        withHeaders(
          { path: '/api/topics/overview' },
          { host: 'evil.example', 'x-forwarded-host': `127.0.0.1:${dashboard.port}` },
        ),
    ],
  ];
  for (const [name, request] of cases) it(name, () => refused(request(), 400, 403, 421));

  it('a page asked for under a foreign Host shows nothing of the cluster', async () => {
    const answer = await rawRequest(dashboard.port, { path: '/', headers: { host: 'evil.example' } });
    expect([400, 403, 421]).toContain(answer.code);
    expect(answer.body).not.toContain('pi5');
  });
});

describe('the proxy refuses', () => {
  const cases: [string, RawRequest, number[]][] = [
    ['paths outside the API', { path: '/api/k8s/metrics' }, [403, 404]],
    ['the root', { path: '/api/k8s/' }, [403, 404]],
    ['dot segments', { path: '/api/k8s/api/v1/../../logs' }, [400, 403, 404]],
    ['encoded dot segments', { path: '/api/k8s/api/v1/%2e%2e/%2e%2e/logs' }, [400, 403, 404]],
    ['encoded slashes', { path: '/api/k8s/api/v1/namespaces%2fdefault%2fsecrets' }, [400, 403]],
    ['double encoding', { path: '/api/k8s/api/v1/%252e%252e/secrets' }, [400, 403]],
    ['backslashes', { path: '/api/k8s/api/v1/..%5csecrets' }, [400, 403]],
    ['null bytes', { path: '/api/k8s/api/v1/nodes%00' }, [400, 403]],
    ['broken percent encoding', { path: '/api/k8s/api/v1/%zz' }, [400]],
    ['another host as a path', { path: '/api/k8s//evil.example/api/v1/nodes' }, [400, 403, 404]],
    ['exec', { path: '/api/k8s/api/v1/namespaces/default/pods/x/exec?command=sh' }, [403]],
    ['attach', { path: '/api/k8s/api/v1/namespaces/default/pods/x/attach' }, [403]],
    ['port forwarding', { path: '/api/k8s/api/v1/namespaces/default/pods/x/portforward' }, [403]],
    ['the node proxy', { path: '/api/k8s/api/v1/nodes/pi5/proxy/run/x' }, [403]],
    ['the service proxy', { path: '/api/k8s/api/v1/namespaces/default/services/x/proxy/' }, [403]],
    ['the pod proxy', { path: '/api/k8s/api/v1/namespaces/default/pods/x:80/proxy/' }, [403]],
    ['old watch paths', { path: '/api/k8s/api/v1/watch/nodes' }, [403]],
    ['watching', { path: '/api/k8s/api/v1/nodes?watch=true' }, [400, 403]],
    [
      'POST',
      {
        method: 'POST',
        path: '/api/k8s/api/v1/namespaces',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      },
      [403, 405],
    ],
    ['PUT', { method: 'PUT', path: '/api/k8s/api/v1/nodes/pi5' }, [403, 405]],
    ['PATCH', { method: 'PATCH', path: '/api/k8s/api/v1/nodes/pi5' }, [403, 405]],
    ['DELETE', { method: 'DELETE', path: '/api/k8s/api/v1/nodes/pi5' }, [403, 405]],
    ['unknown kinds', { path: '/api/k8s/api/v1/raspberries' }, [404]],
    ['unknown groups', { path: '/api/k8s/apis/no.such.group/v1/things' }, [404]],
    ['a very long path', { path: `/api/k8s/api/v1/${'a'.repeat(8_000)}` }, [400, 403, 404, 414]],
  ];
  for (const [name, request, codes] of cases) it(name, () => refused(request, ...codes));

  it("a Secret's data, in every shape", async () => {
    await must(kubectl(['create', 'secret', 'generic', 'canary', '--from-literal=word=hush-hush-canary']));
    const hidden = [Buffer.from('hush-hush-canary').toString('base64'), 'hush-hush-canary'];
    for (const path of [
      'secrets',
      'secrets/canary',
      'secrets/canary?as=yaml',
      'secrets?limit=1',
      'secrets/canary/status',
    ]) {
      const answer = await rawRequest(dashboard.port, { path: `/api/k8s/api/v1/namespaces/default/${path}` });
      for (const word of hidden) expect(answer.body).not.toContain(word);
    }
    const all = await rawRequest(dashboard.port, { path: '/api/k8s/api/v1/secrets' });
    for (const word of hidden) expect(all.body).not.toContain(word);
  });
});

describe('the proxy passes on', () => {
  it('what no view covers, custom metrics included', async () => {
    const nodes = await rawRequest(dashboard.port, {
      path: '/api/k8s/api/v1/nodes?labelSelector=kubernetes.io%2Farch%3Darm',
    });
    expect(nodes.code).toBe(200);
    expect(
      (JSON.parse(nodes.body) as { items: { metadata: { name: string } }[] }).items.map((node) => node.metadata.name),
    ).toEqual(['pi6', 'pi7']);
    const metric = await rawRequest(dashboard.port, {
      path: '/api/k8s/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/services/sample-metrics-app/http_requests',
    });
    expect(metric.code).toBe(200);
    expect(metric.body).toContain('2664m');
  });
});

describe('other routes refuse', () => {
  const cases: [string, RawRequest, number[]][] = [
    ['unknown API routes', { path: '/api/no/such/route' }, [404]],
    ['unknown topics', { path: '/api/topics/no-such-topic' }, [404]],
    ['topics with tricks in them', { path: '/api/topics/node/..%2f..%2fetc' }, [400, 404]],
    ['a topic of a node that is not there', { path: '/api/topics/node/pi9' }, [404]],
    ['a stream of nothing', { path: '/api/stream' }, [400]],
    ['a stream of unknown topics', { path: '/api/stream?topics=no-such-topic' }, [400, 404]],
    [
      'a stream of too many topics',
      { path: `/api/stream?topics=${Array.from({ length: 500 }, (_, i) => `node/n${i}`).join(',')}` },
      [400, 413, 414],
    ],
    ['POST to the stream', { method: 'POST', path: '/api/stream?topics=overview' }, [405, 415]],
    [
      'writing topics',
      { method: 'PUT', path: '/api/topics/overview', headers: { 'content-type': 'application/json' }, body: '{}' },
      [405],
    ],
  ];
  for (const [name, request, codes] of cases) it(name, () => refused(request, ...codes));
});

describe('every answer', () => {
  it('carries the headers that keep a page safe', async () => {
    const page = await rawRequest(dashboard.port, { path: '/' });
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/script-src [^;]*'nonce-/);
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).toMatch(/default-src 'self'|default-src 'none'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['x-powered-by']).toBeUndefined();
    const again = await rawRequest(dashboard.port, { path: '/' });
    expect(again.headers['content-security-policy']).not.toBe(policy);
  });
});

describe('listening beyond loopback', () => {
  it('everybody may look, and nobody may act', async () => {
    const open = await startDashboard({ kubeconfig: cluster.kubeconfig, host: '0.0.0.0' });
    try {
      const before = await nodesNow();
      const headers = { 'content-type': 'application/json', origin: `http://127.0.0.1:${open.port}` };
      const body = JSON.stringify({ action: { action: 'cordon', node: 'pi5' }, dryRun: false });
      expectStatus(await rawRequest(open.port, { method: 'POST', path: ACTIONS, headers, body }), [403]);
      expect(await nodesNow()).toBe(before);
      const page = await rawRequest(open.port, { path: '/nodes/pi5' });
      expect(page.code).toBe(200);
      expect(page.body).toContain('Read-only');
      expect(page.body).not.toContain('Cordon</button>');
    } finally {
      await open.stop();
    }
  });
});
