// The manifests of the demo stack on a real control plane: applied and removed by somebody who holds the documented
// role and nothing else, in namespaces that enforce the named level, without a refusal or a warning. kwok makes pods
// ready; behind their Services run the programs themselves, so that what a step waits for comes about. REAL says which
// gates they open, STAND_INS which are played.
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { COMPONENTS, componentOf } from '#lib/stack/catalogue.ts';
import type { Component, ComponentId, Gate, ManifestObject } from '#lib/stack/component.ts';
import { namespacesFor } from '#lib/stack/namespaces.ts';
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { prometheusBinary } from '../control-plane/prometheus-binary.ts';
import { must } from '../support/kubectl.ts';
import { type StackCluster, startStackCluster } from './stack-cluster.ts';
import { objectsOf, partsOf, probePaths, yamlOf } from './stack-objects.ts';
import { gatesOf } from './stack-readings.ts';
import { prometheusSet } from './stack-scraping.ts';
import { appliedState, everything } from './stack-state.ts';

const START_MS = 300_000;
const TEST_MS = 180_000;
const SETTLED = { timeout: 90_000, interval: 500 };
/** Boards have figures after the second scrape, 15 s after the first; rates of requests come after two scrapes as well. */
const OPEN = { timeout: 120_000, interval: 1_000 };
/** Gates that open because a program answers: no pod that kwok calls ready is enough. */
const REAL = [
  'metrics-server api',
  'metrics-server figures',
  // metrics-server has them: an API of today has no place for Heapster.
  'heapster figures',
  'sample-app counts',
  'custom-metrics-adapter api',
  'custom-metrics-adapter metric',
  'sample-autoscaler active',
  'wardle api',
  'wardle flunder',
];
/** Gates that something else opens, and what it is. */
const STAND_INS: Readonly<Record<string, string>> = {
  'ngrok address': 'a program that answers as the agent does, without a tunnel',
  'prometheus ready': 'a StatefulSet as the operator makes it; the Prometheus behind it is a real one',
  'local-path claim': 'a volume made beforehand, in place of the provisioner',
  'local-path written': 'kwok, which says that the pod has done its work',
};
/** Definitions are the API server's own; kwok makes the pods ready that all the others wait for, Traefik's and so on. */
const PLAYED: readonly Gate['kind'][] = ['crd-established', 'workload-ready'];
const NAMESPACES = namespacesFor(COMPONENTS.flatMap(objectsOf));
const VISITED = '/api/v1/namespaces/demo/services/sample-metrics-app:http/proxy/';
const NAMED: readonly string[] = [...REAL, ...Object.keys(STAND_INS)];
/** With programs of their own behind them: what the manifests probe has to be there. */
const PROBED: readonly ComponentId[] = ['metrics-server', 'sample-app', 'custom-metrics-adapter', 'wardle'];
const VOLUME = 'made-beforehand';
const APPLY = ['apply', '--server-side', '--field-manager=bramble', '--validate=strict', '--warnings-as-errors'];

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const prometheus = prometheusBinary(say);
const python = spawnSync('python3', ['--version']).status === 0 ? 'python3' : null;
if (python === null) say('there is no Python here, in which the sample app is written: its tests are left out.');
const isWhole = prometheus !== null && python !== null;
if (!isWhole && process.env['CI'] === 'true') throw new Error('the stack needs a Prometheus, and Python');

let cluster: StackCluster;
let before: Record<string, string>;

beforeAll(async () => {
  if (!isWhole) return;
  const binaries = controlPlaneBinaries(say);
  if (binaries === null) throw new Error('there is no control plane');
  cluster = await startStackCluster(binaries);
  before = await everything(cluster.admin);
}, START_MS);

afterAll(() => cluster?.stop());

/** What runs behind a component's Services, once its objects are there. */
const BEHIND: Partial<Record<ComponentId, (objects: readonly ManifestObject[]) => Promise<unknown>>> = {
  'metrics-server': (objects) => cluster.programs.metricsServer(objects),
  ngrok: () => cluster.programs.ngrokAgent(),
  'sample-app': async (objects) => {
    await cluster.programs.sampleApp(python ?? '', objects);
    const monitors = [...objects, ...objectsOf(componentOf('prometheus'))];
    await cluster.programs.prometheus(prometheus ?? '', monitors);
  },
  prometheus: async (objects) => {
    const wanted = objects.find(({ kind }) => kind === 'Prometheus');
    if (wanted === undefined) throw new Error('there is no Prometheus to make a StatefulSet of');
    const uid = await must(
      cluster.admin(['get', '-f', '-', '-o', 'jsonpath={.items[0].metadata.uid}'], yamlOf([wanted])),
    );
    return must(cluster.admin(['create', '-f', '-'], yamlOf([prometheusSet(wanted, uid)])));
  },
  'custom-metrics-adapter': (objects) => cluster.programs.adapter(objects),
  wardle: (objects) => cluster.programs.wardle(objects),
  'local-path': () => must(cluster.admin(['create', '-f', '-'], yamlOf([volume()]))),
};

describe.skipIf(!isWhole)('the demo stack', () => {
  it('is applied by its role alone, with no refusal and no warning', { timeout: TEST_MS }, async () => {
    await must(cluster.teacher([...APPLY, '-f', '-'], yamlOf(NAMESPACES)));
    for (const component of COMPONENTS) {
      for (const [index, { afterGates, objects }] of partsOf(component).entries()) {
        await opened(component, afterGates);
        const { code, stderr } = await cluster.teacher([...APPLY, '-f', '-'], yamlOf(objects));
        expect({ code, said: complaints(stderr) }, component.id).toEqual({ code: 0, said: [] });
        const behind = BEHIND[component.id];
        if (index > 0 || behind === undefined) continue;
        expect(await openOf(component), 'before its programs run').toEqual([]);
        await behind(objects);
      }
    }
  });

  it('opens every gate', { timeout: TEST_MS }, async () => {
    const all = COMPONENTS.flatMap(({ id, gates }) =>
      gates.map((gate) => ({ name: `${id} ${gate.id}`, kind: gate.kind })),
    );
    const others = all.filter(({ kind }) => !PLAYED.includes(kind)).map(({ name }) => name);
    expect(
      others.filter((name) => !NAMED.includes(name)),
      'named in neither list',
    ).toEqual([]);
    const open = await vi.waitFor(async () => {
      expect(cluster.programs.ended()).toEqual([]);
      // A visitor each second: what they ask for is what the autoscaler reads in the end.
      await cluster.admin(['get', '--raw', VISITED]);
      const gates = await gatesOf(cluster.dashboard, COMPONENTS);
      const closed = [...gates].filter(([, { state }]) => state !== 'open').map(([name, { words }]) => [name, words]);
      expect(closed).toEqual([]);
      return gates;
    }, OPEN);
    const counted = open.get('custom-metrics-adapter metric')?.words ?? '';
    expect(counted, 'requests in a second, from the script through Prometheus').toMatch(/^It is [1-9]\d*m?\.$/);
  });

  it('has its pods made and admitted by the real controllers', { timeout: TEST_MS }, async () => {
    const refused = await must(
      cluster.admin(['get', 'events', '-A', '--field-selector=reason=FailedCreate', '-o', 'name']),
    );
    expect(refused).toBe('');
  });

  it('answers its probes', { timeout: TEST_MS }, async () => {
    const paths = PROBED.map(componentOf).flatMap((component) => probePaths(objectsOf(component)));
    expect(paths.length).toBeGreaterThanOrEqual(PROBED.length);
    // metrics-server calls itself ready once it has figures of pods as well.
    for (const path of paths) await vi.waitFor(() => must(cluster.admin(['get', '--raw', path])), OPEN);
  });

  it('lets its programs read what they ask for', () => {
    expect(cluster.programs.refused()).toEqual([]);
  });

  it('is the same when it is applied again, and shows no difference', { timeout: TEST_MS }, async () => {
    for (const component of COMPONENTS) {
      const objects = objectsOf(component);
      const first = await appliedState(cluster.teacher, objects);
      await must(cluster.teacher([...APPLY, '-f', '-'], yamlOf(objects)));
      expect(await appliedState(cluster.teacher, objects), component.id).toEqual(first);
      const diff = ['diff', '--server-side', '--field-manager=bramble', '-f', '-'];
      const { code, stdout } = await cluster.teacher(diff, yamlOf(objects));
      expect({ code, stdout }, component.id).toEqual({ code: 0, stdout: '' });
    }
  });

  it('is removed by its role alone and leaves everything as it was', { timeout: TEST_MS }, async () => {
    for (const component of COMPONENTS.toReversed()) {
      for (const { objects } of partsOf(component).toReversed()) {
        const input = yamlOf(objects.toReversed());
        await must(cluster.teacher(['delete', '--wait=false', '--ignore-not-found', '-f', '-'], input));
      }
    }
    // They were there before: whoever applies them without what was applied takes it back.
    const bare = NAMESPACES.map(({ metadata: { name }, ...rest }) => ({ ...rest, metadata: { name } }));
    await must(cluster.teacher([...APPLY, '-f', '-'], yamlOf(bare)));
    await must(cluster.admin(['delete', 'persistentvolume', VOLUME, '--wait=false']));
    await vi.waitFor(async () => expect(await everything(cluster.admin)).toEqual(before), SETTLED);
  });
});

/** Of its gates that no pod of kwok's opens, those that are open. */
async function openOf(component: Component): Promise<string[]> {
  const gates = await gatesOf(cluster.dashboard, [component]);
  return [...gates].filter(([name, { state }]) => state === 'open' && NAMED.includes(name)).map(([name]) => name);
}

/** Those of its gates, as the workshop judges them. */
async function opened(component: Component, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await vi.waitFor(async () => {
    const gates = await gatesOf(cluster.dashboard, [component]);
    expect(ids.map((id) => gates.get(`${component.id} ${id}`)?.state)).toEqual(ids.map(() => 'open'));
  }, OPEN);
}

/** What a client prints about APIs that no program serves here is not about the objects. */
function complaints(stderr: string): string[] {
  return stderr.split('\n').filter((line) => /^(?:Warning|Error|error)\b/.test(line));
}

function volume(): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: VOLUME },
    spec: {
      storageClassName: 'local-path',
      capacity: { storage: '16Mi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      hostPath: { path: '/opt/local-path-provisioner/made-beforehand' },
    },
  };
}
