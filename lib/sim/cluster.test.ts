// A cluster as its starter sees it: independent, reachable with its kubeconfig, and gone without a trace.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clientOf } from '#test/support/simulated-api.ts';
import { createCluster } from './index.ts';

const PAUSED = { kind: 'paused' } as const;

describe('createCluster', () => {
  it('gives clusters that know nothing of each other', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map((seed) => createCluster({ scenario: 'empty', clock: PAUSED, seed })),
    );
    if (one === undefined || two === undefined) throw new Error('two clusters were asked for');
    const [askOne, askTwo] = [clientOf(one), clientOf(two)];
    await askOne('POST', '/api/v1/namespaces', { body: { metadata: { name: 'mine' } } });
    expect((await askOne('GET', '/api/v1/namespaces/mine')).status).toBe(200);
    expect((await askTwo('GET', '/api/v1/namespaces/mine')).status).toBe(404);
    await Promise.all([one.close(), two.close()]);
  });

  it('tells the same story for the same seed', async () => {
    const stories = [];
    for (let time = 0; time < 2; time++) {
      const cluster = await createCluster({
        scenario: 'kubecon-2017',
        clock: PAUSED,
        seed: 7,
        startAt: Date.UTC(2026, 0, 1),
      });
      cluster.clock.step(120_000);
      const { items } = (await clientOf(cluster)('GET', '/api/v1/pods')).json;
      stories.push(JSON.stringify(items));
      await cluster.close();
    }
    expect(stories[0]).toBe(stories[1]);
  });

  it('writes a kubeconfig that only its owner may read', async () => {
    const cluster = await createCluster({ scenario: 'kubecon-2017', clock: PAUSED, seed: 1 });
    const directory = await mkdtemp(join(tmpdir(), 'bramble-test-'));
    const path = await cluster.writeKubeconfig(directory);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const config = parse(await readFile(path, 'utf8'));
    expect(config['current-context']).toBe('kubecon-2017');
    expect(config.contexts.map(({ name }: { name: string }) => name)).toEqual([
      'kubecon-2017',
      'student',
      'viewer',
      'nobody',
    ]);
    expect(config.clusters[0].cluster).toMatchObject({
      server: cluster.url,
      extensions: [{ name: 'bramble/simulated', extension: { scenario: 'kubecon-2017', control: cluster.controlUrl } }],
    });
    const own = parse(cluster.kubeconfig('student'));
    expect(own.users.map(({ name }: { name: string }) => name)).toEqual(['student']);
    await rm(directory, { recursive: true });
    await cluster.close();
  });

  it('names the scenarios there are', async () => {
    await expect(createCluster({ scenario: 'nope', clock: PAUSED, seed: 1 })).rejects.toThrow(
      /there is no scenario "nope"; there are: .*kubecon-2017/,
    );
  });

  it('is not reachable once closed', async () => {
    const cluster = await createCluster({ scenario: 'empty', clock: { kind: 'real' }, seed: 1 });
    const ask = clientOf(cluster);
    await cluster.close();
    await expect(ask('GET', '/version')).rejects.toThrow('ECONNREFUSED');
  });
});
