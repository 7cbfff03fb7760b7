// What the default admission plugins add and refuse, as a client of a v1.37.2 server meets it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

beforeAll(async () => {
  const clock = { kind: 'paused' } as const;
  cluster = await createCluster({ scenario: 'empty', clock, seed: 1, startAt: Date.UTC(2026, 0, 1) });
  cluster.settle();
  ask = clientOf(cluster);
});

afterAll(() => cluster.close());

const SCHEDULING = '/apis/scheduling.k8s.io/v1/priorityclasses';

function pod(name: string, spec: object = {}, ...resources: object[]) {
  const all = resources.length === 0 ? [{}] : resources;
  const containers = all.map((one, index) => ({ name: `c${index}`, image: 'x:1', resources: one }));
  return { metadata: { name }, spec: { automountServiceAccountToken: false, nodeName: 'n', containers, ...spec } };
}

async function namespaceWith(name: string, plural: string, spec: object): Promise<string> {
  await ask('POST', '/api/v1/namespaces', { body: { metadata: { name } } });
  cluster.settle();
  const path = `/api/v1/namespaces/${name}`;
  const made = await ask('POST', `${path}/${plural}`, { body: { metadata: { name: 'limits' }, spec } });
  expect(made.status).toBe(201);
  return path;
}

describe('priorities', () => {
  const pods = '/api/v1/namespaces/default/pods';

  it('come from the class; its objects for the system are there from the start', async () => {
    const body = pod('critical', { priorityClassName: 'system-node-critical' });
    expect((await ask('POST', pods, { body })).json).toMatchObject({ spec: { priority: 2_000_001_000 } });
    const listed = (await ask('GET', SCHEDULING)).json as { items: { metadata: { name: string } }[] };
    expect(listed.items.map(({ metadata }) => metadata.name)).toEqual([
      'system-cluster-critical',
      'system-node-critical',
    ]);
  });

  it.each([
    [{ priorityClassName: 'none' }, 'no PriorityClass with name none was found'],
    [
      { priority: 7 },
      'the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    ],
  ])('are refused in %j', async (spec, why) => {
    const { status, json } = await ask('POST', pods, { body: pod('refused', spec) });
    expect(status).toBe(403);
    expect(json.message).toBe(`pods "refused" is forbidden: ${why}`);
  });

  it('have one default for all', async () => {
    const classOf = (name: string) => ({ metadata: { name }, value: 10, globalDefault: true });
    expect((await ask('POST', SCHEDULING, { body: classOf('usual') })).status).toBe(201);
    const second = await ask('POST', SCHEDULING, { body: classOf('other') });
    expect(second.json.message).toContain('PriorityClass usual is already marked as default');
    const made = await ask('POST', pods, { body: pod('plain') });
    expect(made.json).toMatchObject({ spec: { priority: 10, priorityClassName: 'usual' } });
    await ask('DELETE', `${SCHEDULING}/usual`);
  });
});

describe('a LimitRange', () => {
  it('fills in what containers leave out, and says so', async () => {
    const limit = { type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m' } };
    const path = await namespaceWith('filled', 'limitranges', { limits: [limit] });
    const { json } = await ask('POST', `${path}/pods`, { body: pod('p', {}, {}, { limits: { cpu: '200m' } }) });
    expect(json).toMatchObject({
      metadata: {
        annotations: {
          'kubernetes.io/limit-ranger':
            'LimitRanger plugin set: cpu request for container c0; cpu limit for container c0',
        },
      },
      spec: { containers: [{ resources: { limits: { cpu: '500m' }, requests: { cpu: '100m' } } }, {}] },
    });
  });

  it.each([
    [
      'Container',
      { max: { memory: '100Mi' } },
      { limits: { memory: '200Mi' } },
      'maximum memory usage per Container is 100Mi, but limit is 200Mi',
    ],
    [
      'Pod',
      { min: { cpu: '1' } },
      { requests: { cpu: '500m' } },
      'minimum cpu usage per Pod is 1, but request is 500m',
    ],
    [
      'Container',
      { maxLimitRequestRatio: { cpu: '2' } },
      { limits: { cpu: '1' }, requests: { cpu: '300m' } },
      'cpu max limit to request ratio per Container is 2, but provided ratio is 3.333333',
    ],
  ])('bounds a %s: %j', async (type, bounds, resources, why) => {
    const name = `bounds-${Object.keys(bounds)[0]?.toLowerCase()}`;
    const path = await namespaceWith(name, 'limitranges', { limits: [{ type, ...bounds }] });
    const { status, json } = await ask('POST', `${path}/pods`, { body: pod('p', {}, resources) });
    expect(status).toBe(403);
    expect(json.message).toContain(why);
  });
});

describe('a ResourceQuota', () => {
  async function quotaOf(name: string, hard: Record<string, string>): Promise<string> {
    const path = await namespaceWith(name, 'resourcequotas', { hard });
    const used = Object.fromEntries(Object.keys(hard).map((key) => [key, '0']));
    await ask('PATCH', `${path}/resourcequotas/limits/status`, {
      body: { status: { hard, used } },
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    return path;
  }

  it('is charged at once and refuses what goes beyond it', async () => {
    const path = await quotaOf('charged', { pods: '2', 'requests.cpu': '1' });
    const asking = { requests: { cpu: '700m' } };
    expect((await ask('POST', `${path}/pods`, { body: pod('one', {}, asking) })).status).toBe(201);
    const second = await ask('POST', `${path}/pods`, { body: pod('two', {}, asking) });
    expect(second.status).toBe(403);
    expect(second.json.message).toBe(
      'pods "two" is forbidden: exceeded quota: limits, requested: requests.cpu=700m, used: requests.cpu=700m, limited: requests.cpu=1',
    );
  });

  it('wants containers to say what they ask for', async () => {
    const path = await quotaOf('constrained', { 'limits.memory': '1Gi' });
    const { json } = await ask('POST', `${path}/pods`, { body: pod('silent') });
    expect(json.message).toBe('pods "silent" is forbidden: failed quota: limits: must specify limits.memory for: c0');
  });

  it('charges nothing for a dry run', async () => {
    const path = await quotaOf('tried', { 'count/secrets': '1' });
    const body = { metadata: { name: 's' } };
    expect((await ask('POST', `${path}/secrets?dryRun=All`, { body })).status).toBe(201);
    expect((await ask('POST', `${path}/secrets`, { body })).status).toBe(201);
    expect((await ask('POST', `${path}/secrets`, { body: { metadata: { name: 't' } } })).status).toBe(403);
  });
});

it('gives claims and ingresses the class that is marked as the default', async () => {
  const marked = (name: string, kind: string) => ({
    name,
    annotations: { [`${kind}.kubernetes.io/is-default-class`]: 'true' },
  });
  const storage = { metadata: marked('fast', 'storageclass'), provisioner: 'p.io/p' };
  await ask('POST', '/apis/storage.k8s.io/v1/storageclasses', { body: storage });
  const ingress = { metadata: marked('front', 'ingressclass'), spec: { controller: 'c.io/c' } };
  await ask('POST', '/apis/networking.k8s.io/v1/ingressclasses', { body: ingress });
  const claim = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  const claimed = await ask('POST', '/api/v1/namespaces/default/persistentvolumeclaims', { body: claim });
  expect(claimed.json).toMatchObject({ spec: { storageClassName: 'fast' } });
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const made = await ask('POST', '/apis/networking.k8s.io/v1/namespaces/default/ingresses', {
    body: { metadata: { name: 'web' }, spec: { defaultBackend: backend } },
  });
  expect(made.json).toMatchObject({ spec: { ingressClassName: 'front' } });
});

it.each([
  ['1.2.3.4', 'the provided network does not match the current range'],
  ['10.111.255.255', 'the provided network does not match the current range'],
  ['10.100.0.7', 'provided IP is already allocated'],
])('gives a service the address %s only where it may have it', async (clusterIP, why) => {
  const service = (name: string) => ({ metadata: { name }, spec: { clusterIP, ports: [{ port: 80 }] } });
  const path = '/api/v1/namespaces/default/services';
  await ask('POST', path, {
    body: { metadata: { name: 'first' }, spec: { clusterIP: '10.100.0.7', ports: [{ port: 80 }] } },
  });
  const { status, json } = await ask('POST', path, { body: service('second') });
  expect(status).toBe(422);
  expect(json.message).toContain(
    `spec.clusterIPs: Invalid value: ["${clusterIP}"]: failed to allocate IP ${clusterIP}: ${why}`,
  );
});

it.each([
  ['classroom', /^10\.(9[6-9]|10\d|11[01])\./],
  ['modern', /^10\.43\./],
])('gives a service of %s an address of that cluster', async (scenario, range) => {
  const other = await createCluster({ scenario, clock: { kind: 'paused' }, seed: 1, startAt: Date.UTC(2026, 0, 1) });
  const body = { metadata: { name: 'shop' }, spec: { ports: [{ port: 80 }] } };
  const { json } = await clientOf(other)('POST', '/api/v1/namespaces/default/services', { body });
  await other.close();
  expect(json).toMatchObject({ spec: { clusterIP: expect.stringMatching(range) } });
});
