// `npm run record` as a person runs it: a cluster is read over its API, its file replayed, and looks the same.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster, readScenarioFile } from '#lib/sim/index.ts';
import { clientOf } from '#test/support/simulated-api.ts';

const root = join(import.meta.dirname, '../..');
const PAUSED = { kind: 'paused' } as const;

interface Run {
  code: number | null;
  output: string;
}

function record(...args: string[]): Promise<Run> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'scripts/record.ts'), ...args],
    { cwd: root, env: { ...process.env, BRAMBLE_KUBECONFIG: '' } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code, output })));
}

let directory: string;
let cluster: Cluster;
let kubeconfig: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bramble-record-'));
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: PAUSED, seed: 1 });
  kubeconfig = await cluster.writeKubeconfig(directory);
});
afterAll(async () => {
  await cluster.close();
  await rm(directory, { recursive: true });
});

async function podsOf(one: Cluster): Promise<string[]> {
  const { json } = await clientOf(one)('GET', '/api/v1/pods');
  return (json.items ?? []).map(({ metadata, spec, status }) => {
    const { name, creationTimestamp } = metadata as { name: string; creationTimestamp: string };
    const age = Date.parse(creationTimestamp) - one.clock.now();
    return `${name} ${(spec as { nodeName: string }).nodeName} ${(status as { phase: string }).phase} ${age}`;
  });
}

describe('npm run record', () => {
  it('saves a cluster that is the same when it is replayed, and another to choose from', async () => {
    const output = join(directory, 'talk.jsonl');
    const run = await record('--kubeconfig', kubeconfig, '--output', output);
    expect(run).toMatchObject({ code: 0, output: expect.stringContaining('objects of context kubecon-2017') });
    expect((await stat(output)).mode & 0o777).toBe(0o600);
    expect(await readFile(output, 'utf8')).not.toContain('192.168.200.');

    const recorded = await readScenarioFile(output);
    const replay = await createCluster({ scenario: recorded.name, recorded, clock: PAUSED, seed: 1 });
    try {
      expect(await podsOf(replay)).toEqual(await podsOf(cluster));
      const ask = clientOf(replay);
      expect((await ask('GET', '/apis/monitoring.coreos.com/v1/prometheuses')).json.items).toHaveLength(1);
      expect((await ask('GET', '/apis/wardle.example.com/v1alpha1/flunders')).json.items).toHaveLength(1);
      const usage = async (one: Cluster) =>
        (await clientOf(one)('GET', '/apis/metrics.k8s.io/v1beta1/nodes')).json.items?.map((item) => item['usage']);
      expect(await usage(replay)).toEqual(await usage(cluster));
      const { json } = await ask('GET', '/state', { control: true });
      expect(json['scenarios']).toContainEqual(expect.objectContaining({ name: 'recorded-talk' }));
      expect((await ask('POST', '/reset', { control: true })).status).toBe(200);
      expect(await podsOf(replay)).toHaveLength(32);
    } finally {
      await replay.close();
    }
  });

  it('takes exercises as they are, to a cluster where they still are exercises', async () => {
    const trained = await createCluster({ scenario: 'kubecon-2017', clock: PAUSED, seed: 1 });
    const own = join(directory, 'exercises');
    await mkdir(own);
    const output = join(own, 'exercises.jsonl');
    try {
      const set = await trained.control.addExercises();
      await trained.control.setClock({ stepMs: 120_000 });
      const run = await record('--kubeconfig', await trained.writeKubeconfig(own), '--output', output);
      expect(run).toMatchObject({ code: 0, output: expect.stringContaining('objects of context kubecon-2017') });
      const text = await readFile(output, 'utf8');
      expect(text, 'the password of the private image').not.toMatch(
        new RegExp(`open-sesame|${Buffer.from('open-sesame').toString('base64').slice(0, 12)}`),
      );
      const recorded = await readScenarioFile(output);
      const replay = await createCluster({ scenario: recorded.name, recorded, clock: PAUSED, seed: 1 });
      try {
        const of = async (one: Cluster) =>
          (await podsOf(one)).map((pod) => pod.split(' ').slice(0, 3).join(' ')).sort();
        const before = await of(trained);
        expect(before.length).toBeGreaterThan(32 + set.exercises.length / 2);
        expect(await of(replay)).toEqual(before);
        const again = await replay.control.addExercises();
        expect(again.exercises.map(({ name }) => name)).toEqual(set.exercises.map(({ name }) => name));
        expect(await of(replay), 'none twice').toHaveLength(before.length);
        await replay.control.removeExercises();
        // Its namespace goes when its pods have ended.
        await replay.control.setClock({ stepMs: 300_000 });
        const { json } = await clientOf(replay)('GET', `/api/v1/namespaces/${set.namespace}/pods`);
        expect(json.items).toEqual([]);
      } finally {
        await replay.close();
      }
    } finally {
      await trained.close();
    }
  });

  it.each([
    [[], '--kubeconfig FILE is missing'],
    [['--kubeconfig', '/no/such/file'], 'does not exist'],
    [['--nonsense'], 'See npm run record -- --help'],
  ])('%j is refused in one line', async (args, message) => {
    const { code, output } = await record(...args);
    expect(code).toBe(2);
    expect(output).toContain(message);
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it('says what it may not read, and records the rest', async () => {
    const output = join(directory, 'viewer.jsonl');
    const run = await record('--kubeconfig', kubeconfig, '--context', 'viewer', '--output', output);
    expect(run.code).toBe(0);
    expect(run.output).toMatch(/may not list them: .*secrets/);
  });
});
