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

const ACTIONS = '/api/actions';
const workload = (kind: string) => ({ kind, namespace: 'default', name: 'nobody' });
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
const APP = { kind: 'Deployment', namespace: 'default', name: 'sample-metrics-app' };
const ODD = {
  nodeSelector: null,
  tolerations: null,
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: 'all of them' } } },
};
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
    ['a node that does not exist', () => json({ action: { action: 'cordon', node: 'pi9' }, dryRun: false }), [404]],
    ['a node name that is none', () => json({ action: { action: 'cordon', node: '../pi5' }, dryRun: false }), [422]],
    [
      'a kind that is not acted on',
      () => json({ action: { action: 'scale', workload: workload('Secret'), replicas: 1 }, dryRun: false }),
      [422],
    ],
    [
      'a namespace that is none',
      () => json({ action: { action: 'delete-pod', pod: { namespace: '../x', name: 'a' } }, dryRun: false }),
      [422],
    ],
    [
      'fewer than no replicas',
      () => json({ action: { action: 'scale', workload: workload('Deployment'), replicas: -1 }, dryRun: false }),
      [422],
    ],
    [
      'a placement of another shape',
      () =>
        json({
          action: { action: 'place', workload: workload('Deployment'), placement: { nodeName: 'pi5' } },
          dryRun: false,
        }),
      [422],
    ],
    [
      'an affinity of another shape',
      () => json({ action: { action: 'place', workload: APP, placement: ODD }, dryRun: true }),
      [422],
    ],
    [
      'a workload that does not exist',
      () => json({ action: { action: 'scale', workload: workload('Deployment'), replicas: 1 }, dryRun: false }),
      [404],
    ],
    ['GET', () => ({ path: ACTIONS }), [405]],
    ['DELETE', () => ({ method: 'DELETE', path: ACTIONS }), [405]],
  ];
  for (const [name, request, codes] of cases) it(name, () => refused(request(), ...codes));
});

describe('the drain route refuses', () => {
  const drain = (body: unknown, node = 'pi5'): RawRequest => ({ ...json(body), path: `/api/nodes/${node}/drain` });
  const consent = { force: true, deleteEmptyDirData: true };
  const cases: [string, () => RawRequest, number[]][] = [
    ['no body', () => drain(''), [400]],
    ['an unknown wish', () => drain({ drain: 'flood', consent }), [422]],
    ['consent that is no boolean', () => drain({ drain: 'preview', consent: { ...consent, force: 'yes' } }), [422]],
    ['consent to more than there is', () => drain({ drain: 'preview', consent: { ...consent, all: true } }), [422]],
    ['a beginning without a preview', () => drain({ drain: 'start', consent }), [422]],
    ['a beginning of what was never shown', () => drain({ drain: 'start', consent, previewed: '0' }), [409]],
    ['a node that does not exist', () => drain({ drain: 'preview', consent }, 'pi9'), [404]],
    ['a node name that is none', () => drain({ drain: 'preview', consent }, '..%2fpi5'), [400, 404, 422]],
    ['the end of what has not begun', () => drain({ drain: 'cancel' }), [404]],
    ['a stranger', () => ({ ...drain({ drain: 'cancel' }), headers: { origin: 'https://evil.example' } }), [403]],
    ['GET', () => ({ path: '/api/nodes/pi5/drain' }), [405]],
  ];
  for (const [name, request, codes] of cases) it(name, () => refused(request(), ...codes));
});

const BARE_POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: nginx}]}';
describe('the pin route refuses', () => {
  const pin = (body: string, headers: Record<string, string> = {}): RawRequest => ({
    ...json(body),
    path: '/api/pin',
    headers: { ...json(body).headers, 'content-type': 'application/yaml', ...headers },
  });
  const cases: [string, () => RawRequest, number[]][] = [
    ['no body', () => pin(''), [400, 422]],
    ['text that is no YAML', () => pin('a: [1, 2'), [400, 422]],
    ['YAML that is no object', () => pin('- 1\n- 2'), [400, 422]],
    ['a list that nests without end', () => pin('['.repeat(20_000)), [400, 413, 422]],
    ['a thousand documents', () => pin(Array.from({ length: 1_000 }, () => BARE_POD).join('\n---\n')), [413, 422]],
    [
      'more images than are looked up',
      () => {
        const containers = Array.from({ length: 60 }, (_, index) => `{name: c${index}, image: 'shop:${index}'}`);
        return pin(`kind: Pod\napiVersion: v1\nspec: {containers: [${containers.join(', ')}]}`);
      },
      [413, 422],
    ],
    [
      'an affinity that is an alias of nothing',
      () => pin(BARE_POD.replace('{containers', '{affinity: *none, containers')),
      [422],
    ],
    ['a body of 5 MB', () => pin(`a: ${'x'.repeat(5_000_000)}`), [413]],
    ['a form', () => pin('a=b', { 'content-type': 'application/x-www-form-urlencoded' }), [415]],
    ['a stranger', () => pin(BARE_POD, { origin: 'https://evil.example' }), [403]],
    ['a cross-site fetch', () => pin(BARE_POD, { 'sec-fetch-site': 'cross-site' }), [403]],
    ['a foreign Host', () => pin(BARE_POD, { host: 'evil.example' }), [400, 403, 421]],
    ['GET', () => ({ path: '/api/pin' }), [405]],
  ];
  for (const [name, request, codes] of cases) it(name, () => refused(request(), ...codes));
});

describe('the pin route gives back', () => {
  /** Each line stands for the one before it nine times. */
  const bomb = Array.from({ length: 12 }, (_, index) => {
    const before = Array.from({ length: 9 }, () => (index === 0 ? 'x' : `*a${index - 1}`)).join(', ');
    return `a${index}: &a${index} [${before}]`;
  }).join('\n');

  it.each([
    ['aliases that would grow without end', bomb],
    ['an object without a kind', 'metadata: {name: a}'],
    ['containers of another shape', 'kind: Pod\napiVersion: v1\nspec: {containers: {a: 1}}'],
    ['an image that is a number', 'kind: Pod\napiVersion: v1\nspec: {containers: [{image: 1}]}'],
  ])('%s as it came', async (_, body) => {
    const headers = { ...json('').headers, 'content-type': 'application/yaml' };
    const answer = await rawRequest(dashboard.port, { ...json(body), path: '/api/pin', headers });
    expect([answer.code, answer.body]).toEqual([200, body]);
  });
});

describe('the what-if route refuses', () => {
  const suppose = (body: unknown): RawRequest => ({ ...json(body), path: '/api/what-if' });
  const action = (of: Record<string, unknown>) => suppose({ suppositions: [{ suppose: 'action', action: of }] });
  const cases: [string, () => RawRequest, number[]][] = [
    ['no body', () => suppose(''), [400]],
    ['suppositions that are no list', () => suppose({ suppositions: {} }), [422]],
    ['an unknown supposition', () => suppose({ suppositions: [{ suppose: 'rain' }] }), [422]],
    ['more than it plays', () => suppose({ suppositions: Array(11).fill({ suppose: 'unplug', node: 'pi5' }) }), [422]],
    ['a node that is not there', () => suppose({ suppositions: [{ suppose: 'unplug', node: 'pi9' }] }), [404, 422]],
    ['a node name that is none', () => suppose({ suppositions: [{ suppose: 'unplug', node: '../pi5' }] }), [422]],
    ['no action', () => suppose({ suppositions: [{ suppose: 'action' }] }), [422]],
    ['a workload of no kind', () => action({ action: 'scale', workload: workload('Secret'), replicas: 1 }), [422]],
    [
      'a workload that is not there',
      () => action({ action: 'scale', workload: workload('Job'), replicas: 1 }),
      [404, 422],
    ],
    [
      'less than nothing',
      () => action({ action: 'request', workload: APP, container: APP.name, requests: { cpu: '-1' } }),
      [422],
    ],
    [
      'a resource that is none',
      () => action({ action: 'request', workload: APP, container: APP.name, requests: { 'a b': '1' } }),
      [422],
    ],
    ['a pod that is not there', () => action({ action: 'delete-pod', pod: { namespace: 'x', name: 'y' } }), [404, 422]],
    ['a taint that is none', () => action({ action: 'taint', node: 'pi5', taint: { key: '', effect: 'X' } }), [422]],
    [
      'an amount that is none',
      () => action({ action: 'request', workload: APP, container: APP.name, requests: { cpu: 'much' } }),
      [422],
    ],
    ['more pods than are played', () => action({ action: 'scale', workload: APP, replicas: 1_400 }), [413]],
    ['an affinity of another shape', () => action({ action: 'place', workload: APP, placement: ODD }), [422]],
    ['a stranger', () => ({ ...suppose({ suppositions: [] }), headers: { origin: 'https://evil.example' } }), [403]],
    ['GET', () => ({ path: '/api/what-if' }), [405]],
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
    ['a drain of what is no node', { path: '/api/topics/drain/A_b' }, [404]],
    ['a topic of a node that is not there', { path: '/api/topics/node/pi9' }, [404]],
    ['a stream of nothing', { path: '/api/stream' }, [400]],
    ['a stream of unknown topics', { path: '/api/stream?topics=no-such-topic' }, [400, 404]],
    [
      'a stream of too many topics',
      { path: `/api/stream?topics=${Array.from({ length: 500 }, (_, i) => `node/n${i}`).join(',')}` },
      [400, 413, 414],
    ],
    ['the log of a pod that is not there', { path: '/api/logs/default/nope' }, [404]],
    ['the log of a name that tricks', { path: '/api/logs/default/..%2f..%2fsecrets' }, [404]],
    ['a log with a parameter of exec', { path: '/api/logs/default/nope?command=sh' }, [400]],
    ['a log of lines without number', { path: '/api/logs/default/nope?tailLines=1e9' }, [400]],
    ['POST to a log', { method: 'POST', path: '/api/logs/default/nope' }, [405, 415]],
    ['topics of pods with tricks in them', { path: '/api/topics/pod/default/..%2f..' }, [400, 404]],
    ['a topic of a pod that is not there', { path: '/api/topics/pod/default/nope' }, [404]],
    ['the reasons of a pod that is not there', { path: '/api/topics/why/default/nope' }, [404]],
    ['the reasons of what is no pod', { path: '/api/topics/why/default/..%2fnope' }, [400, 404]],
    ['a diagnosis of nothing', { path: '/api/topics/doctor/' }, [404]],
    ['a stream of reasons of no pod', { path: '/api/stream?topics=why/A_b/c' }, [400, 404]],
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
