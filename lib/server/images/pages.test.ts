import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createObject } from '#lib/kube/index.ts';
import type { DeltaFrame, SnapshotFrame } from '#lib/model/stream.ts';
import { formatPlatform } from '#lib/rules/images/platform.ts';
import type { Cluster } from '#lib/sim/index.ts';
import { EventReader } from '#test/support/event-stream.ts';
import { HubOnCluster } from '#test/support/hub-on-cluster.ts';
import type { Hub } from '../live/hub.ts';
import { streamOf } from '../live/topics.ts';

const PRIVATE = 'registry.example.com/team/private-app:v1';
const LOGIN = { username: 'learner', password: 'open-sesame' };
/** As on a server that everybody can reach: the cluster's own registry is asked there too. */
const PUBLIC = { readOnly: true };
const WAIT = { timeout: 10_000 };

describe('platforms of the images of a simulated cluster', () => {
  let on: HubOnCluster;
  let cluster: Cluster;
  let hub: Hub;

  beforeEach(async () => {
    on = await HubOnCluster.start();
    cluster = on.cluster;
    hub = await on.beginSettled(undefined, PUBLIC);
  });
  afterEach(() => on.end());

  async function addPrivate(): Promise<void> {
    const auths = { 'registry.example.com': LOGIN };
    const write = (kind: string, object: object) =>
      createObject(hub.transport, { path: `/api/v1/namespaces/default/${kind}`, dryRun: false, object });
    await write('secrets', {
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { name: 'login' },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths })).toString('base64') },
    });
    await write('pods', {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'private' },
      spec: { containers: [{ name: 'app', image: PRIVATE }], imagePullSecrets: [{ name: 'login' }] },
    });
    await seesPrivate();
  }
  const seesPrivate = () => vi.waitFor(() => expect(hub.cache.pods.has('default/private')).toBe(true), WAIT);
  const told = async (image: string) => {
    await vi.waitFor(() => expect(hub.images.of(image).how).not.toContain('being asked'), WAIT);
    const { platforms, how } = hub.images.of(image);
    return { platforms: platforms?.map(formatPlatform) ?? null, how };
  };

  it('come with a page that is looked at, after its first rows', async () => {
    const reader = new EventReader(await streamOf(['placement'], []));
    const first = (await reader.until(({ event }) => event === 'snapshot')).at(-1)?.data as SnapshotFrame;
    const key = 'row/default/Deployment/sample-metrics-app';
    expect(first.rows[key]).toMatchObject({ imageArchs: null });
    const isTold = (data: unknown) => (data as DeltaFrame).upsert[key] !== undefined;
    const delta = (await reader.until(({ event, data }) => event === 'delta' && isTold(data))).at(-1)?.data;
    expect((delta as DeltaFrame).upsert[key]).toMatchObject({ imageArchs: ['amd64', 'arm', 'arm64'] });
    await reader.cancel();
  });

  it('are read with a pull secret that the user may read', async () => {
    await addPrivate();
    expect(await told(PRIVATE)).toEqual({
      platforms: expect.arrayContaining(['linux/amd64', 'linux/arm/v7']),
      how: 'read from registry.example.com of the simulated cluster',
    });
  });

  it('are not read with a pull secret that the user may not read, and say so', async () => {
    await addPrivate();
    hub = await on.beginSettled('viewer', PUBLIC);
    await seesPrivate();
    const { platforms, how } = await told(PRIVATE);
    expect(platforms).toBeNull();
    expect(how).toContain('its pull secret may not be read from here');
  });

  it.each([
    ['down', /^registry\.example\.com (cannot be reached|fails)/],
    ['rate-limited', /asks for a pause/],
  ] as const)('say what is the matter while the registry is %s', async (registry, expected) => {
    await cluster.control.setFaults({ registry });
    expect((await told('registry.example.com/shop/cart:v1')).how).toMatch(expected);
  });
});
