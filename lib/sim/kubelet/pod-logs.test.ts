import type { Pod } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_FAULTS, setFaults } from '../faults.ts';
import { Random } from '../random.ts';
import { kubecon2017 } from '../scenarios/kubecon-2017/scenario.ts';
import { START_MS, type TestWorld, testWorld } from '../scenarios/testdata/test-world.ts';
import type { LogQuery } from './pod-logs.ts';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(kubecon2017.build({ nowMs: START_MS, random: new Random(1), parameters: {} }));
});
afterEach(() => {
  world.close();
  expect(world.bugs).toEqual([]);
});

const APP = 'sample-metrics-app-2440858958-9grc1';

function logs(name: string, query: Partial<LogQuery> = {}) {
  const pod = world.pod(name);
  const container = pod.spec?.containers[0]?.name ?? '';
  return world.world.logs(pod, { container, previous: false, ...query });
}

function run(name: string, image: string, command?: string[]): void {
  const container = { name: 'c', image, ...(command === undefined ? {} : { command }) };
  const spec = { nodeName: 'pi6', containers: [container], tolerations: [{ operator: 'Exists' }] };
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec };
  world.create('pods', pod);
}

describe('logs', () => {
  it('of the sample app grow as it serves requests', () => {
    const before = logs(APP);
    world.step(60);
    // What was printed stays as it was, and some twenty lines a minute follow.
    expect(logs(APP).slice(0, before.length)).toEqual(before);
    const after = logs(APP, { sinceMs: START_MS });
    expect(after.length).toBeGreaterThanOrEqual(19);
    expect(after.length).toBeLessThanOrEqual(21);
    expect(logs(APP, { tailLines: 2 }).map(({ text }) => text)).toEqual(after.slice(-2).map(({ text }) => text));
    const times = logs(APP).map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThanOrEqual(world.clock.now());
  });

  it('show what a command prints, and the exec format error of a wrong architecture', () => {
    run('hello', 'busybox', ['sh', '-c', 'echo hello; sleep 1000']);
    run('wrong', 'arm64v8/nginx');
    world.step(60);
    expect(logs('hello').map(({ text }) => text)).toEqual(['hello']);
    expect(logs('wrong').map(({ text }) => text)).toEqual(['exec /docker-entrypoint.sh: exec format error']);
    expect(logs('wrong', { previous: true }).map(({ text }) => text)).toEqual([
      'exec /docker-entrypoint.sh: exec format error',
    ]);
  });

  it('hold what a command prints when its turn comes, and of very much the newest', () => {
    run('slow', 'busybox', ['sh', '-c', 'echo first; sleep 600; seq 1 99999; sleep 1000']);
    world.step(60);
    expect(logs('slow').map(({ text }) => text)).toEqual(['first']);
    world.step(660);
    const lines = logs('slow');
    expect(lines).toHaveLength(20_000);
    expect(lines.at(-1)?.text).toBe('20000');
    expect((lines.at(-1)?.atMs ?? 0) - (lines[0]?.atMs ?? 0)).toBe(19_999);
  });

  it("are refused in the kubelet's words where there are none", () => {
    run('nothing', 'example.com/nothing');
    world.step(10);
    expect(() => logs('nothing')).toThrow(
      'container "c" in pod "nothing" is waiting to start: trying and failing to pull image',
    );
    expect(() => logs(APP, { previous: true })).toThrow(
      `previous terminated container "sample-metrics-app" in pod "${APP}" not found`,
    );
  });

  it('cannot be had from a board without power', () => {
    setFaults(world.store, { ...NO_FAULTS, nodesUnplugged: ['pi5'] });
    expect(() => logs(APP)).toThrow(/192\.168\.200\.215:10250: connect: no route to host/);
  });
});
