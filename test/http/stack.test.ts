// The demo stack on the fresh boards of the classroom, tainted by architecture, with a real kubectl: each component is
// applied in the order of the catalogue and comes to life from its objects until its own gates are open; then all of it
// is taken back.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { gatePath, metricValue, publicAddress } from '#lib/model/workshop/gate-readings.ts';
import { COMPONENTS } from '#lib/stack/catalogue.ts';
import type { Component, Gate, ManifestObject, StackChoices } from '#lib/stack/component.ts';
import { filledIn } from '#lib/stack/fill-in.ts';
import { type ManifestPart, readManifests, STACK_DIRECTORY } from '#lib/stack/manifests.ts';
import { namespacesFor } from '#lib/stack/namespaces.ts';
import { everything } from '../support/everything.ts';
import { type Kubectl, kubectlFor, must } from '../support/kubectl.ts';
import { root, startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';

const ARCHITECTURES = ['amd64', 'arm', 'arm64'];
const KEY = 'kubernetes.io/arch';
const CHOICES: StackChoices = {
  tolerate: ARCHITECTURES.map((value) => ({ key: KEY, value, effect: 'NoSchedule' })),
  kubeletInsecureTls: true,
  registryPrefix: null,
  defaultStorageClass: true,
};
/** Not for a cluster of today. */
const STACK = COMPONENTS.filter(({ needs }) => needs.kubernetes.belowMinor === undefined);
const APPLY = ['apply', '--server-side', '--field-manager=bramble', '--validate=strict', '--warnings-as-errors'];
const STEP_MS = 5_000;
const PATIENCE_STEPS = 60;
const TEST_MS = 120_000;

let cluster: TestCluster;
let kubectl: Kubectl;
let before: string[];

beforeAll(async () => {
  // A fast clock begins long ago: clients keep what comes from the future.
  cluster = await startTestCluster({ scenario: 'classroom', clock: 'x10' });
  await cluster.setClock('paused');
  kubectl = kubectlFor(cluster.kubeconfig);
  for (const one of ARCHITECTURES) {
    await must(kubectl(['taint', 'nodes', '-l', `${KEY}=${one}`, `${KEY}=${one}:NoSchedule`]));
  }
  before = await everything(kubectl);
});
afterAll(() => cluster.stop());

describe('the demo stack on fresh boards', () => {
  it.each(STACK.map((component) => [component.id, component] as const))(
    'brings %s to life',
    async (_id, component) => {
      for (const { afterGates, objects } of partsOf(component)) {
        for (const id of afterGates) await opens(gateOf(component, id));
        await apply(namespacesFor(objects));
        await apply(objects);
      }
      for (const gate of component.gates) await opens(gate);
    },
    TEST_MS,
  );

  it('shows no difference once it is applied', { timeout: TEST_MS }, async () => {
    for (const component of STACK) {
      const input = yamlOf(partsOf(component).flatMap(({ objects }) => objects));
      const { code, stdout } = await kubectl(['diff', '--server-side', '--field-manager=bramble', '-f', '-'], input);
      expect({ code, stdout }, component.id).toEqual({ code: 0, stdout: '' });
    }
  });

  it('leaves what was there before, once it is deleted in reverse', { timeout: TEST_MS }, async () => {
    for (const component of STACK.toReversed()) {
      for (const { objects } of partsOf(component).toReversed()) {
        await must(kubectl(['delete', '--wait=false', '--ignore-not-found', '-f', '-'], yamlOf(objects.toReversed())));
        await cluster.stepClock(STEP_MS);
      }
    }
    const namespaces = namespacesFor(
      STACK.flatMap((component) => partsOf(component).flatMap(({ objects }) => objects)),
    );
    await must(kubectl(['delete', '--wait=false', '-f', '-'], yamlOf(namespaces)));
    let left = await everything(kubectl);
    for (let steps = 0; steps < PATIENCE_STEPS && left.length !== before.length; steps++) {
      await cluster.stepClock(STEP_MS);
      left = await everything(kubectl);
    }
    expect(left).toEqual(before);
  });
});

async function apply(objects: readonly ManifestObject[]): Promise<void> {
  if (objects.length > 0) await must(kubectl([...APPLY, '-f', '-'], yamlOf(objects)));
}

function partsOf(component: Component): ManifestPart[] {
  return readManifests(join(root, STACK_DIRECTORY), component).map(({ afterGates, objects }) => ({
    afterGates,
    objects: filledIn(component, objects, CHOICES, { ngrokAuthtoken: 'a token of a test' }),
  }));
}

function gateOf({ id, gates }: Component, gate: string): Gate {
  const found = gates.find((one) => one.id === gate);
  if (found === undefined) throw new Error(`${id} has no gate ${gate}`);
  return found;
}

/** Steps the clock until the gate is open. */
async function opens(gate: Gate): Promise<void> {
  let seen = '';
  for (let steps = 0; steps < PATIENCE_STEPS; steps++) {
    const { isOpen, words } = await look(gate);
    if (isOpen) return;
    seen = words;
    await cluster.stepClock(STEP_MS);
  }
  const pods = await must(kubectl(['get', 'pods', '-A', '-o', 'wide']));
  throw new Error(`${gate.title}: not within ${(PATIENCE_STEPS * STEP_MS) / 1000} s; ${seen}\n${pods}`);
}

interface Look {
  isOpen: boolean;
  words: string;
}

async function look(gate: Gate): Promise<Look> {
  switch (gate.kind) {
    case 'workload-ready': {
      const { kind, namespace, name } = gate.workload;
      const [wanted, ready] =
        kind === 'Job'
          ? ['{.spec.completions}', '{.status.succeeded}']
          : ['{.spec.replicas}', '{.status.readyReplicas}'];
      const read = await kubectl([
        'get',
        kind.toLowerCase(),
        name,
        '-n',
        namespace,
        '-o',
        `jsonpath=${wanted}/${ready}`,
      ]);
      const [all, some] = read.stdout.split('/');
      return { isOpen: all !== '' && all === some, words: read.stdout + read.stderr };
    }
    case 'api-available':
      return conditionOf('apiservice', gate.apiService, undefined, 'Available');
    case 'crd-established':
      return conditionOf('crd', gate.crd, undefined, 'Established');
    case 'scaling-active':
      return conditionOf('hpa', gate.name, gate.namespace, 'ScalingActive');
    case 'claim-bound': {
      const read = await kubectl(['get', 'pvc', gate.name, '-n', gate.namespace, '-o', 'jsonpath={.status.phase}']);
      return { isOpen: read.stdout === 'Bound', words: read.stdout + read.stderr };
    }
    case 'node-metrics': {
      const { code, stdout, stderr } = await kubectl(['top', 'nodes', '--no-headers']);
      const measured = stdout.split('\n').filter((line) => /\d+m/.test(line));
      return { isOpen: code === 0 && measured.length >= gate.atLeast, words: stdout + stderr };
    }
    case 'path-answers':
    case 'custom-metric':
    case 'public-address':
      return answerOf(gate);
  }
}

async function conditionOf(kind: string, name: string, namespace: string | undefined, type: string): Promise<Look> {
  const path = `jsonpath={.status.conditions[?(@.type=="${type}")]['status','message']}`;
  const within = namespace === undefined ? [] : ['-n', namespace];
  const { stdout, stderr } = await kubectl(['get', kind, name, ...within, '-o', path]);
  return { isOpen: stdout.startsWith('True'), words: stdout + stderr };
}

async function answerOf(gate: Gate): Promise<Look> {
  const { code, stdout, stderr } = await kubectl(['get', '--raw', gatePath(gate) ?? '']);
  if (code !== 0) return { isOpen: false, words: stderr };
  if (gate.kind === 'public-address') return { isOpen: publicAddress(stdout) !== null, words: stdout };
  if (gate.kind === 'custom-metric') return { isOpen: metricValue(stdout) !== null, words: stdout };
  return { isOpen: gate.kind === 'path-answers' && stdout.includes(gate.contains ?? ''), words: stdout };
}

function yamlOf(objects: readonly ManifestObject[]): string {
  return objects.map((object) => stringify(object)).join('---\n');
}
