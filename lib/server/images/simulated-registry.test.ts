// The reader of registries against those of a simulated cluster: every image its pods run is known.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import type { PodRecord } from '#lib/model/records/records.ts';
import { formatPlatform } from '#lib/rules/images/platform.ts';
import { type Cluster, createCluster } from '#lib/sim/index.ts';
import { ImagePlatformService } from './platforms.ts';

const PATIENCE_MS = 20_000;
const PRIVATE = 'registry.example.com/team/private-app:v1';

describe('images of a simulated cluster', () => {
  let cluster: Cluster;
  let directory: string;
  let transport: Transport;
  let service: ImagePlatformService;
  let pods: PodRecord[];

  async function begin(scenario: string): Promise<void> {
    cluster = await createCluster({ scenario, clock: { kind: 'paused' }, seed: 1 });
    directory = mkdtempSync(join(tmpdir(), 'bramble-images-'));
    writeFileSync(join(directory, 'kubeconfig'), cluster.kubeconfig());
    const config = await loadKubeconfig(join(directory, 'kubeconfig'));
    transport = new Transport(config);
    pods = cluster.store.list('pods').map(projectPod);
    const settings = { registries: null, registryMirror: null, readOnly: false };
    service = new ImagePlatformService(config, { transport, pods: () => pods, settings, changed: () => undefined });
  }
  afterEach(async () => {
    await service.close();
    await transport.close();
    await cluster.close();
    rmSync(directory, { recursive: true });
  });

  const told = async (image: string) => {
    service.of(image);
    await vi.waitFor(() => expect(service.of(image).how).not.toContain('being asked'), { timeout: PATIENCE_MS });
    return service.of(image);
  };
  const textOf = async (image: string) => (await told(image)).platforms?.map(formatPlatform) ?? (await told(image)).how;

  it.each(['kubecon-2017', 'modern', 'classroom'])('are all known, in %s', { timeout: 60_000 }, async (scenario) => {
    await begin(scenario);
    const images = new Set(pods.flatMap(({ containers }) => containers.map(({ image }) => image)));
    const known = await Promise.all([...images].map(told));
    expect(known.filter(({ source }) => source !== 'registry')).toEqual([]);
  });

  it('are known as boards find them: lists with variants, single images, attestations left out', async () => {
    await begin('kubecon-2017');
    expect(await textOf('alpine:3.22')).toEqual(
      expect.arrayContaining(['linux/arm/v6', 'linux/arm/v7', 'linux/arm64/v8', 'linux/amd64']),
    );
    expect(JSON.stringify(await told('alpine:3.22'))).not.toContain('unknown');
    expect(await told('arm32v7/nginx')).toMatchObject({
      shape: 'single',
      platforms: [{ os: 'linux', architecture: 'arm', variant: 'v7' }],
    });
    expect((await told('no-such/thing:v1')).source).toBe('unknown');
  });

  it('stay unknown where they are private, and no pod has a pull secret', async () => {
    await begin('kubecon-2017');
    const how = expect.stringMatching(/private, or is not there; its pods name no pull secret/);
    expect(await told(PRIVATE)).toMatchObject({ source: 'unknown', how });
  });
});
