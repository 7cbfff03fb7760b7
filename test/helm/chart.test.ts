// A real Helm against the simulated cluster: a release from its first install to its last trace.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helmFor, kubectlFor, must } from '../support/kubectl.ts';
import { startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';

const CHART = join(import.meta.dirname, 'chart');
const hasHelm = process.env['BRAMBLE_HELM'] !== undefined;

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster({ clock: 'x30' });
});
afterAll(() => cluster.stop());

const helm = (...args: string[]) => must(helmFor(cluster.kubeconfig)([...args, '--namespace', 'garden']));
const kubectl = (...args: string[]) => must(kubectlFor(cluster.kubeconfig)(['-n', 'garden', ...args]));

describe.skipIf(!hasHelm)('a chart', () => {
  it('is installed once its hook has run and its pods are ready', async () => {
    const printed = await helm('install', 'berry', CHART, '--create-namespace', '--wait', '--timeout', '28s');
    expect(printed).toContain('STATUS: deployed');
    expect(await kubectl('get', 'deployment', 'berry', '-o', 'jsonpath={.status.readyReplicas}')).toBe('2');
    expect(await kubectl('get', 'jobs', '-o', 'name')).toBe('');
    expect(await helm('list', '--short')).toBe('berry\n');
    expect(await helm('get', 'manifest', 'berry')).toContain('colour: "raspberry"');
  });

  it('is upgraded, rolled back and remembered', async () => {
    await helm('upgrade', 'berry', CHART, '--set', 'colour=blue,replicas=3', '--wait', '--timeout', '28s');
    expect(await kubectl('get', 'configmap', 'berry-settings', '-o', 'jsonpath={.data.colour}')).toBe('blue');
    expect(await kubectl('get', 'deployment', 'berry', '-o', 'jsonpath={.status.readyReplicas}')).toBe('3');
    expect(await helm('rollback', 'berry', '1', '--wait', '--timeout', '28s')).toContain('Rollback was a success');
    expect(await kubectl('get', 'configmap', 'berry-settings', '-o', 'jsonpath={.data.colour}')).toBe('raspberry');
    const history = JSON.parse(await helm('history', 'berry', '-o', 'json')) as { revision: number; status: string }[];
    expect(history.map(({ revision, status }) => [revision, status])).toEqual([
      [1, 'superseded'],
      [2, 'superseded'],
      [3, 'deployed'],
    ]);
  });

  it('leaves nothing when it is uninstalled', async () => {
    expect(await helm('uninstall', 'berry', '--wait', '--timeout', '28s')).toContain('release "berry" uninstalled');
    await kubectl('wait', 'pods', '--all', '--for=delete', '--timeout=25s');
    expect(await kubectl('get', 'all,secrets', '-o', 'name')).toBe('');
    expect(await kubectl('get', 'configmaps', '-o', 'name')).toBe('configmap/kube-root-ca.crt\n');
  });
});
