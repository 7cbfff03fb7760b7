// Discovery: what clients read to find out what is served.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
});

afterAll(() => cluster.close());

interface Group {
  metadata: { name: string };
  versions: { version: string; resources: { resource: string; subresources?: { subresource: string }[] }[] }[];
}

describe('aggregated discovery', () => {
  it('says in its content type what it is', async () => {
    const { headers, json } = await ask('GET', '/apis', { headers: { accept: `${AGGREGATED},application/json` } });
    expect(headers['content-type']).toBe(AGGREGATED);
    expect(json).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2' });
  });

  it('lists built-in, custom and aggregated APIs, with the preferred version first', async () => {
    const { json } = await ask('GET', '/apis', { headers: { accept: AGGREGATED } });
    const groups = json.items as unknown as Group[];
    const names = groups.map(({ metadata }) => metadata.name);
    expect(names).toEqual(
      expect.arrayContaining(['apps', 'monitoring.coreos.com', 'metrics.k8s.io', 'wardle.example.com']),
    );
    const autoscaling = groups.find(({ metadata }) => metadata.name === 'autoscaling');
    expect(autoscaling?.versions.map(({ version }) => version)).toEqual(['v2', 'v1']);
  });

  it('names the subresources of pods', async () => {
    const { json } = await ask('GET', '/api', { headers: { accept: AGGREGATED } });
    const [core] = json.items as unknown as Group[];
    const pods = core?.versions[0]?.resources.find(({ resource }) => resource === 'pods');
    const names = pods?.subresources?.map(({ subresource }) => subresource);
    expect(names).toEqual(expect.arrayContaining(['binding', 'eviction', 'log', 'status']));
  });

  it('is not sent again to who has it', async () => {
    const first = await ask('GET', '/apis', { headers: { accept: AGGREGATED } });
    const headers = { accept: AGGREGATED, 'if-none-match': String(first.headers.etag) };
    const second = await ask('GET', '/apis', { headers });
    expect(second.status).toBe(304);
    expect(second.text).toBe('');
  });
});

describe('the older lists', () => {
  it('are answered to who does not ask for more', async () => {
    const { json } = await ask('GET', '/apis');
    expect(json.kind).toBe('APIGroupList');
    const one = await ask('GET', '/apis/apps');
    expect(one.json).toMatchObject({ kind: 'APIGroup', preferredVersion: { groupVersion: 'apps/v1' } });
  });

  it('name group and kind of scale, which kubectl looks for', async () => {
    const { json } = await ask('GET', '/apis/apps/v1');
    expect(json.resources).toContainEqual(
      expect.objectContaining({ name: 'deployments/scale', group: 'autoscaling', version: 'v1', kind: 'Scale' }),
    );
  });
});

describe('an aggregated API', () => {
  it('is gone with its APIService', async () => {
    expect((await ask('GET', '/apis/metrics.k8s.io/v1beta1/nodes')).status).toBe(200);
    await ask('DELETE', '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io');
    expect((await ask('GET', '/apis/metrics.k8s.io/v1beta1/nodes')).status).toBe(404);
    const { json } = await ask('GET', '/apis');
    expect((json.groups as { name: string }[]).map(({ name }) => name)).not.toContain('metrics.k8s.io');
  });
});

describe('OpenAPI v2', () => {
  it('is there and describes nothing, so that kubectl says which kind it does not know', async () => {
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
    const { status, headers, text } = await ask('GET', '/openapi/v2', { headers: { accept } });
    expect(status).toBe(200);
    // Go refuses to read a media type with an @ in it.
    expect(headers['content-type']).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
    expect(text).toBe('\n\x032.0\x12\x15\n\nKubernetes\x12\x07v1.37.2B\0');
    expect((await ask('GET', '/openapi/v2')).json).toMatchObject({ swagger: '2.0', paths: {} });
  });
});

describe('health', () => {
  it.each([
    ['/healthz', 'ok'],
    ['/readyz/ping', 'ok'],
    ['/livez/etcd', 'ok'],
    ['/healthz?verbose', '[+]ping ok\n[+]log ok\n[+]etcd ok\nhealthz check passed\n'],
    ['/livez?verbose&exclude=etcd', '[+]ping ok\n[+]log ok\n[+]etcd excluded: ok\nlivez check passed\n'],
  ])('%s', async (path, text) => {
    expect(await ask('GET', path)).toMatchObject({ status: 200, text });
    expect((await ask('HEAD', path)).status).toBe(200);
  });

  it.each(['/healthz/nope', '/readyz/ping/x', '/metrics'])('%s is not there', async (path) => {
    expect((await ask('GET', path)).status).toBe(404);
  });
});

describe('the root', () => {
  it('names every path that can be asked for', async () => {
    const { json } = await ask('GET', '/');
    expect(json['paths']).toEqual(expect.arrayContaining(['/api', '/api/v1', '/apis/apps/v1', '/readyz', '/version']));
    for (const path of json['paths'] as string[]) expect([path, (await ask('GET', path)).status]).toEqual([path, 200]);
  });
});
