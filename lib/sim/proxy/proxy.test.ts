// Proxies through the API server: what answers behind pods, services and nodes, and what is said where nothing does.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

let cluster: Cluster;
let ask: Ask;

const DEFAULT = '/api/v1/namespaces/default';
const APP = 'sample-metrics-app-2440858958-9grc1';
const PROXY = `${DEFAULT}/services/sample-metrics-app:web/proxy`;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
  const metadata = { name: 'unanswered' };
  await ask('POST', `${DEFAULT}/services`, {
    body: { metadata, spec: { selector: { a: 'b' }, ports: [{ port: 80 }] } },
  });
  cluster.settle();
});

afterAll(() => cluster.close());

describe('a service', () => {
  it('is answered by each of its ready pods in turn, and they count what they are asked', async () => {
    const asked = new Set<string>();
    for (let count = 0; count < 8; count++) asked.add((await ask('GET', `${PROXY}/`)).text);
    expect([...asked].every((text) => /^Hello! My name is sample-metrics-app-2440858958-\w{5}\./.test(text))).toBe(
      true,
    );
    // Those on the board that is dark at the start are not ready.
    expect(asked.size).toBeGreaterThan(2);
    const counted = async () => {
      const { text } = await ask('GET', `${DEFAULT}/pods/${APP}/proxy/metrics`);
      return Number(/^http_requests_total (\d+)$/m.exec(text)?.[1]);
    };
    const before = await counted();
    await ask('GET', `${DEFAULT}/pods/${APP}:8080/proxy/`);
    expect(await counted()).toBe(before + 1);
  });

  it.each([
    ['sample-metrics-app:8080/proxy/', 200],
    ['http:sample-metrics-app:web/proxy/metrics', 200],
    ['sample-metrics-app:web/proxy/nowhere', 404],
  ])('%s answers %i', async (path, status) => {
    expect((await ask('GET', `${DEFAULT}/services/${path}`)).status).toBe(status);
  });

  it.each([
    // A port with a name is found by it alone, as on every cluster.
    ['sample-metrics-app/proxy/', 503, 'no endpoints available for service "sample-metrics-app"'],
    ['sample-metrics-app:81/proxy/', 503, 'no service port 81 found for service "sample-metrics-app"'],
    [
      'https:sample-metrics-app:web/proxy/',
      503,
      'error trying to reach service: http: server gave HTTP response to HTTPS client',
    ],
    ['ftp:sample-metrics-app:web/proxy/', 400, 'invalid service request "ftp:sample-metrics-app:web"'],
    ['unanswered/proxy/', 503, 'no endpoints available for service "unanswered"'],
    ['none/proxy/', 503, 'no endpoints available for service "none"'],
    ['none:80/proxy/', 404, 'services "none" not found'],
  ])('%s answers %i: %s', async (path, code, message) => {
    const { json } = await ask('GET', `${DEFAULT}/services/${path}`);
    expect(json).toMatchObject({ kind: 'Status', code, message });
  });

  it('takes any method and any media type', async () => {
    expect((await ask('POST', `${PROXY}/`, { body: 'x' })).status).toBe(405);
    expect((await ask('HEAD', `${PROXY}/`)).status).toBe(200);
    expect((await ask('GET', `${PROXY}/`, { headers: { accept: 'text/html' } })).status).toBe(200);
  });

  it('asks for a slash after its name', async () => {
    const { status, headers } = await ask('GET', `${PROXY}?x=1`);
    expect({ status, location: headers['location'] }).toEqual({ status: 301, location: `${PROXY}/?x=1` });
  });

  it('is there for who may get services/proxy', async () => {
    expect((await ask('GET', `${PROXY}/`, { user: 'nobody' })).status).toBe(403);
  });
});

describe('a pod', () => {
  it.each([
    [`${APP}:81`, 503, 'error trying to reach service: dial tcp 10.45.0.4:81: connect: connection refused'],
    [`${APP}:web`, 503, 'error trying to reach service: dial tcp: lookup tcp/web: unknown port'],
    ['none', 404, 'pods "none" not found'],
    [
      'prometheus-operator-1505754769-n7kj8:80',
      503,
      'error trying to reach service: dial tcp 10.44.0.4:80: connect: no route to host',
    ],
  ])('%s answers %i: %s', async (name, code, message) => {
    const { json } = await ask('GET', `${DEFAULT}/pods/${name}/proxy/`);
    expect(json).toMatchObject({ code, message });
  });

  it('without an address has none that is allowed', async () => {
    const spec = { schedulerName: 'none', containers: [{ name: 'c', image: 'nginx' }] };
    await ask('POST', `${DEFAULT}/pods`, { body: { metadata: { name: 'nowhere' }, spec } });
    const { json } = await ask('GET', `${DEFAULT}/pods/nowhere/proxy/`);
    expect(json).toMatchObject({ code: 400, message: 'address not allowed' });
  });

  it('answers once its program has come up, and not where a command takes its place', async () => {
    const run = (name: string, more: object) => {
      const container = { name: 'c', image: 'nginx', ports: [{ containerPort: 80 }], ...more };
      const spec = { nodeName: 'pi5', containers: [container], tolerations: [{ operator: 'Exists' }] };
      return ask('POST', `${DEFAULT}/pods`, { body: { metadata: { name }, spec } });
    };
    await run('web', {});
    await run('asleep', { command: ['sleep', '1000'] });
    await cluster.control.setClock({ stepMs: 120_000 });
    expect((await ask('GET', `${DEFAULT}/pods/web/proxy/`)).text).toContain('<h1>Welcome to nginx!</h1>');
    expect((await ask('GET', `${DEFAULT}/pods/asleep/proxy/`)).json.message).toContain(
      ':80: connect: connection refused',
    );
  });
});

describe('a node', () => {
  it('answers with its health, its pods and what they use', async () => {
    expect((await ask('GET', '/api/v1/nodes/pi5/proxy/healthz')).text).toBe('ok');
    const { json } = await ask('GET', '/api/v1/nodes/pi5:10250/proxy/pods');
    expect(json.items?.every(({ spec }) => (spec as { nodeName: string }).nodeName === 'pi5')).toBe(true);
    const stats = await ask('GET', '/api/v1/nodes/pi5/proxy/stats/summary');
    expect(stats.json['node']).toMatchObject({ nodeName: 'pi5', cpu: { usageNanoCores: expect.any(Number) } });
    expect((await ask('GET', '/api/v1/nodes/pi5/proxy/metrics')).status).toBe(404);
  });

  it.each([
    ['classroom', 'pi4-64', { tlsCertFile: '/var/lib/kubelet/pki/kubelet.crt' }],
    ['modern', 'n100', { serverTLSBootstrap: true }],
  ])('of %s says what it serves with, to who may proxy to nodes', async (scenario, node, expected) => {
    const other = await createCluster({ scenario, clock: { kind: 'paused' }, seed: 1 });
    const path = `/api/v1/nodes/${node}/proxy/configz`;
    const { json } = await clientOf(other)('GET', path);
    expect(json['kubeletconfig']).toMatchObject(expected);
    expect((await clientOf(other)('GET', path, { user: 'nobody' })).status).toBe(403);
    await other.close();
  });

  it.each([
    ['pi7', 503, 'error trying to reach service: dial tcp 192.168.200.217:10250: connect: no route to host'],
    ['none', 404, 'nodes "none" not found'],
  ])('%s answers %i: %s', async (name, code, message) => {
    expect((await ask('GET', `/api/v1/nodes/${name}/proxy/healthz`)).json).toMatchObject({ code, message });
  });
});
