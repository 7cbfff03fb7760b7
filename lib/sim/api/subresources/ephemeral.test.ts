// What `kubectl debug` does: containers that are put into a pod that runs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const POD = '/api/v1/namespaces/default/pods/web';
const DEBUG = `${POD}/ephemeralcontainers`;
const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' };

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
  const containers = [{ name: 'c', image: 'nginx' }];
  const spec = { nodeName: 'pi5', containers, tolerations: [{ operator: 'Exists' }] };
  await ask('POST', '/api/v1/namespaces/default/pods', { body: { metadata: { name: 'web' }, spec } });
  await cluster.control.setClock({ stepMs: 120_000 });
});

afterAll(() => cluster.close());

function add(container: object) {
  return ask('PATCH', DEBUG, { headers: STRATEGIC, body: { spec: { ephemeralContainers: [container] } } });
}

describe('a debug container', () => {
  it('is added to a running pod, starts there, and leaves the pod as it was', async () => {
    const before = await ask('GET', POD);
    const added = await add({ name: 'debugger', image: 'busybox', stdin: true, tty: true, targetContainerName: 'c' });
    expect(added.status).toBe(200);
    await cluster.control.setClock({ stepMs: 60_000 });
    const { json } = await ask('GET', POD);
    expect(json).toMatchObject({
      metadata: { generation: 2 },
      spec: { containers: (before.json['spec'] as object as { containers: unknown }).containers },
      status: {
        phase: 'Running',
        ephemeralContainerStatuses: [{ name: 'debugger', ready: false, restartCount: 0, state: { running: {} } }],
      },
    });
    expect((await ask('GET', `${POD}/log?container=debugger`)).status).toBe(200);
  });

  const PREFIX = 'Pod "web" is invalid: spec.ephemeralContainers';
  it.each([
    [{ name: 'c', image: 'busybox' }, `${PREFIX}[0].name: Duplicate value: "c"`],
    [{ name: 'x', image: 'busybox', targetContainerName: 'y' }, `${PREFIX}[0].targetContainerName: Not found: "y"`],
    [
      { name: 'x', image: 'busybox', ports: [{ containerPort: 80 }] },
      `${PREFIX}[0].ports: Forbidden: cannot be set for an Ephemeral Container`,
    ],
    [
      { name: 'debugger', image: 'alpine' },
      `${PREFIX}: Forbidden: existing ephemeral containers "debugger" may not be changed\n`,
    ],
  ])('%j is refused', async (container, message) => {
    expect((await add(container)).json).toMatchObject({ code: 422, message });
  });

  it('is not taken away again, and nothing but it can be changed this way', async () => {
    const headers = { 'content-type': 'application/merge-patch+json' };
    const removed = await ask('PATCH', DEBUG, { headers, body: { spec: { ephemeralContainers: [] } } });
    expect(removed.json.message).toContain('existing ephemeral containers "debugger" may not be removed');
    const body = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'httpd' }] } };
    const other = await ask('PATCH', DEBUG, { headers: STRATEGIC, body });
    expect(other.json['spec']).toMatchObject({ containers: [{ image: 'nginx' }] });
    expect((await ask('POST', DEBUG, { body: {} })).status).toBe(405);
    expect((await ask('DELETE', `${POD}/status`)).status).toBe(405);
  });
});
