import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import type { PodRecord } from '#lib/model/records/records.ts';
import { parseRegistries } from '#lib/registry/policy.ts';
import { ARM, USER } from '#test/registry/reading.ts';
import { TestRegistry, type TestRegistryOptions } from '#test/registry/test-registry.ts';
import { ScriptedApi, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { ImagePlatformService } from './platforms.ts';

const SECRET = {
  type: 'kubernetes.io/dockerconfigjson',
  data: {} as Record<string, string>,
};

describe('platforms of images', () => {
  let registry: TestRegistry;
  let api: ScriptedApi;
  let transport: Transport;
  let service: ImagePlatformService;
  let pods: PodRecord[];
  let changes: number;

  async function begin(options: TestRegistryOptions = {}, said: string | null = ''): Promise<void> {
    registry = new TestRegistry(options);
    await registry.start();
    const auths = { [registry.host]: { username: USER.name, password: USER.password } };
    SECRET.data = { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths })).toString('base64') };
    api = new ScriptedApi((_, response) => sendStatus(response, 403, 'Forbidden', 'secrets is forbidden'));
    await api.start();
    const config = await loadKubeconfig(api.kubeconfig());
    transport = new Transport(config);
    const registries = said === null ? null : parseRegistries(said || registry.url);
    service = new ImagePlatformService(config, {
      transport,
      pods: () => pods,
      settings: { registries, registryMirror: null, readOnly: true },
      changed: () => {
        changes += 1;
      },
    });
  }

  beforeEach(() => {
    pods = [];
    changes = 0;
  });
  afterEach(async () => {
    await service.close();
    await transport.close();
    await api.close();
    await registry.close();
  });

  function pod(image: string, imageID?: string, more: { namespace?: string; secret?: string } = {}): PodRecord {
    return projectPod({
      metadata: { name: 'shop', namespace: more.namespace ?? 'default' },
      spec: {
        containers: [{ name: 'shop', image }],
        ...(more.secret === undefined ? {} : { imagePullSecrets: [{ name: more.secret }] }),
      },
      status: {
        containerStatuses:
          imageID === undefined ? [] : [{ name: 'shop', image, imageID, ready: true, restartCount: 0 }],
      },
    });
  }
  const told = async (image: string) => {
    service.of(image);
    await vi.waitFor(() => expect(service.of(image).how).not.toContain('being asked'), { timeout: 5_000 });
    return service.of(image);
  };

  it('are told at once as far as they are known, and again when more is', async () => {
    await begin();
    const image = `${registry.host}/shop:v1`;
    registry.tag('shop', 'v1', registry.index(ARM));
    expect(service.of(image)).toEqual({
      platforms: null,
      shape: null,
      source: 'unknown',
      how: 'its registry is being asked',
    });
    await vi.waitFor(() => expect(changes).toBe(1));
    expect(service.of(image)).toMatchObject({ shape: 'index', source: 'registry', how: `read from ${registry.host}` });
    expect(service.of(image).platforms).toHaveLength(ARM.length);
    expect(registry.requests).toHaveLength(1);
  });

  it('are read of nobody, where nobody asks', async () => {
    await begin();
    pods = [pod(`${registry.host}/shop:v1`)];
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(registry.requests).toEqual([]);
  });

  it.each([[null], ['off']])('are not read where the server is read-only and nobody said %j', async (said) => {
    await begin({}, said);
    expect(service.of(`${registry.host}/shop:v1`)).toMatchObject({
      source: 'unknown',
      how: 'registries are not asked here',
    });
    expect(registry.requests).toEqual([]);
  });

  it('are read by the digest that pods run: the tag may have moved', async () => {
    await begin();
    const image = `${registry.host}/shop:v1`;
    const running = registry.index(ARM);
    registry.tag('shop', 'v1', registry.index([{ os: 'linux', architecture: 'riscv64' }]));
    pods = [
      pod(image, `${registry.host}/shop@${running}`),
      pod(image, `docker-pullable://${registry.host}/shop@${running}`),
    ];
    expect((await told(image)).platforms).toHaveLength(ARM.length);
    expect(registry.asked).toEqual([`GET /v2/shop/manifests/${running}`]);
  });

  it.each([
    ['is gone', () => [`sha256:${'0'.repeat(64)}`]],
    ['is only the part that one board took', () => [registry.image({ os: 'linux', architecture: 'amd64' })]],
    ['is not the same for all', () => [registry.index(ARM), registry.index(ARM.slice(1))]],
  ])('are read by tag where the digest %s', async (_, digests) => {
    await begin();
    const image = `${registry.host}/shop:v1`;
    registry.tag('shop', 'v1', registry.index([{ os: 'linux', architecture: 'riscv64' }]));
    pods = digests().map((digest) => pod(image, `${registry.host}/shop@${digest}`));
    expect((await told(image)).platforms).toEqual([{ os: 'linux', architecture: 'riscv64', variant: '' }]);
  });

  it('are read with the pull secret of the pod, where it may be read', async () => {
    await begin({ access: 'token', user: USER });
    api.script = (_, response) => sendJson(response, SECRET);
    const image = `${registry.host}/private/shop:v1`;
    registry.tag('private/shop', 'v1', registry.index(ARM));
    pods = [pod(image, undefined, { namespace: 'team', secret: 'pull' }), pod('other', undefined, { secret: 'elses' })];
    expect((await told(image)).platforms).toHaveLength(ARM.length);
    expect(api.requests.map(({ path }) => path)).toEqual(['/api/v1/namespaces/team/secrets/pull']);
  });

  it('say that the pull secret may not be read from here', async () => {
    await begin({ access: 'token', user: USER });
    const image = `${registry.host}/private/shop:v1`;
    pods = [pod(image, undefined, { secret: 'pull' })];
    const { source, how } = await told(image);
    expect(source).toBe('unknown');
    expect(how).toContain('its pull secret may not be read from here');
    expect(how).toContain('needs get on secrets');
  });

  it.each<[what: string, secret: Record<string, unknown> | null, says: RegExp]>([
    ['no pod names a pull secret', null, /its pods name no pull secret/],
    [
      'the pull secret is for another registry',
      { 'other.example': USER },
      /are not there, or are for other registries/,
    ],
    ['the pull secret holds another password', {}, /the password in its pull secret is not accepted/],
  ])('say what is missing where %s', async (_, auths, says) => {
    await begin({ access: 'token', user: USER });
    const wrong = { [registry.host]: { username: USER.name, password: 'wrong' } };
    const text = JSON.stringify({ auths: auths !== null && Object.keys(auths).length > 0 ? auths : wrong });
    const data = { '.dockerconfigjson': Buffer.from(text).toString('base64') };
    api.script = (_request, response) => sendJson(response, { ...SECRET, data });
    const image = `${registry.host}/private/shop:v1`;
    registry.tag('private/shop', 'v1', registry.index(ARM));
    pods = [pod(image, undefined, auths === null ? {} : { secret: 'pull' })];
    const { source, how } = await told(image);
    expect(source).toBe('unknown');
    expect(how).toMatch(says);
    expect(how).not.toContain('wrong');
  });

  it('ask for no Secret while the registry shows the image to everybody', async () => {
    await begin({ access: 'token', user: USER });
    const image = `${registry.host}/shop:v1`;
    registry.tag('shop', 'v1', registry.index(ARM));
    pods = [pod(image, undefined, { secret: 'pull' })];
    expect((await told(image)).platforms).toHaveLength(ARM.length);
    expect(api.requests).toEqual([]);
  });

  it('are asked for again when a failure has passed, without anybody reloading', async () => {
    await begin();
    const image = `${registry.host}/shop:v1`;
    registry.tag('shop', 'v1', registry.index(ARM));
    registry.interrupt = (_, response) => {
      response.writeHead(503).end();
      return true;
    };
    expect(await told(image)).toMatchObject({ source: 'unknown', how: `${registry.host} fails: it answered 503` });
    registry.interrupt = () => false;
    const before = changes;
    await vi.waitFor(() => expect(changes).toBeGreaterThan(before), { timeout: 6_000 });
    expect(service.of(image).how).toContain('503');
    await vi.waitFor(() => expect(service.of(image).source).toBe('registry'), { timeout: 5_000 });
  });

  it('are read through the registry of a simulated cluster, and nothing leaves for the world', async () => {
    await begin();
    registry.tag('library/nginx', 'latest', registry.index(ARM));
    const extension = { name: 'bramble/simulated', extension: { scenario: 's', control: '', registry: registry.url } };
    await service.close();
    service = new ImagePlatformService(await loadKubeconfig(api.kubeconfig({}, { extensions: [extension] })), {
      transport,
      pods: () => pods,
      settings: { registries: null, registryMirror: null, readOnly: true },
      changed: () => undefined,
    });
    expect(await told('nginx')).toMatchObject({ how: 'read from docker.io of the simulated cluster' });
    expect(registry.requests.at(-1)?.query.get('ns')).toBe('docker.io');
  });

  it('are read of nobody whom a stranger names on a read-only server, only of what the cluster uses', async () => {
    await begin({}, 'on');
    const hidden = `${registry.host}/secret:v1`;
    expect(service.ofPasted(hidden).how).toContain('only images of the cluster');
    pods = [pod(hidden)];
    await vi.waitFor(() => expect(service.ofPasted(hidden).how).toContain('it means the node itself'));
    expect(registry.requests).toEqual([]);
  });

  it('are read of a registry that the operator named, whoever asks', async () => {
    await begin();
    registry.tag('shop', 'v1', registry.index(ARM));
    const image = `${registry.host}/shop:v1`;
    await vi.waitFor(() => expect(service.ofPasted(image).source).toBe('registry'));
  });

  it('of no name at all say so', async () => {
    await begin();
    expect((await told('Not A Name')).how).toBe('its name is no valid image reference');
  });
});
