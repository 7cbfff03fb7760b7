import type { ConfigMap, Container, Pod, PodSpec } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boardsOf, type TestWorld, testWorld } from '../scenarios/testdata/test-world.ts';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(boardsOf({ pi5: 'arm64' }));
});
afterEach(() => {
  world.close();
  expect(world.bugs).toEqual([]);
});

function pod(container: Partial<Container>, spec: Partial<PodSpec> = {}): Pod {
  const containers = [{ name: 'c', image: 'registry.k8s.io/pause:3.10', ...container }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers, ...spec },
  };
}

function configMap(data: Record<string, string>): void {
  const metadata = { name: 'app', namespace: 'default' };
  const object: ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
  world.create('configmaps', object);
}

const waiting = () => world.pod('p').status?.containerStatuses?.[0]?.state?.waiting;
const envFrom = (key: string, optional?: boolean): Partial<Container> => ({
  env: [
    {
      name: 'A',
      valueFrom: { configMapKeyRef: { name: 'app', key, ...(optional === undefined ? {} : { optional }) } },
    },
  ],
});

describe('a container whose environment comes from elsewhere', () => {
  it.each<[string, Partial<Container>, Record<string, string> | null, string | null]>([
    ['a ConfigMap that is missing', envFrom('a'), null, 'configmap "app" not found'],
    ['a key that is missing', envFrom('a'), { b: '1' }, "couldn't find key a in ConfigMap default/app"],
    ['a key that is there', envFrom('a'), { a: '1' }, null],
    ['a ConfigMap it can do without', envFrom('a', true), null, null],
    ['a Secret that is missing', { envFrom: [{ secretRef: { name: 'key' } }] }, null, 'secret "key" not found'],
  ])('namely %s', (_what, container, data, message) => {
    if (data !== null) configMap(data);
    world.create('pods', pod(container));
    world.step(20);
    if (message === null) {
      expect(world.pod('p').status?.phase).toBe('Running');
      return;
    }
    expect(waiting()).toEqual({ reason: 'CreateContainerConfigError', message });
    expect(world.events('p')).toContain(`Failed: Error: ${message}`);
  });

  it('starts once it has what it needs', () => {
    world.create('pods', pod(envFrom('a')));
    world.step(60);
    const count = world.store.list('events').find(({ reason }) => reason === 'Failed')?.count ?? 0;
    expect(count).toBeGreaterThan(3);
    configMap({ a: '1' });
    world.step(15);
    expect(world.pod('p').status?.phase).toBe('Running');
  });
});

describe('a pod whose volume is made of a ConfigMap', () => {
  it('waits for it, tries again ever more seldom, and says so', () => {
    world.create('pods', pod({}, { volumes: [{ name: 'config', configMap: { name: 'app' } }] }));
    world.step(120);
    expect(waiting()).toEqual({ reason: 'ContainerCreating' });
    expect(world.pod('p').status?.podIP).toBeUndefined();
    const message = 'FailedMount: MountVolume.SetUp failed for volume "config" : configmap "app" not found';
    expect(world.events('p').filter((event) => event.startsWith('FailedMount'))).toEqual([message]);
    expect(world.store.list('events').find(({ reason }) => reason === 'FailedMount')?.count).toBe(8);
    configMap({});
    world.step(130);
    expect(world.pod('p').status?.phase).toBe('Running');
    expect(world.events('p').at(-1)).toBe('Started: Container started');
  });
});

describe('a container with a startup probe', () => {
  it('has not started, nor is it ready, before the probe has passed', () => {
    const probe = { httpGet: { path: '/', port: 80 }, initialDelaySeconds: 20 };
    world.create('pods', pod({ startupProbe: probe, readinessProbe: { httpGet: { path: '/', port: 80 } } }));
    world.step(15);
    const status = () => world.pod('p').status?.containerStatuses?.[0];
    expect(status()).toMatchObject({ started: false, ready: false, state: { running: {} } });
    world.step(15);
    expect(status()).toMatchObject({ started: true, ready: true });
  });
});

describe('a container that asks for its last words', () => {
  it('ends with what it printed', () => {
    const command = ['sh', '-c', 'echo no such board; exit 3'];
    const container = { command, terminationMessagePolicy: 'FallbackToLogsOnError' };
    world.create('pods', pod(container, { restartPolicy: 'Never' }));
    world.step(30);
    expect(world.pod('p').status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({
      exitCode: 3,
      message: 'no such board\n',
    });
  });
});
