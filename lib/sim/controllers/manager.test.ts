import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BuiltInResources } from '../api/registry/built-in.ts';
import { Registry } from '../api/registry/registry.ts';
import { ObjectWriter } from '../api/write/object-writer.ts';
import { SimulatedClock } from '../clock.ts';
import { Random } from '../random.ts';
import { StatusError } from '../status-error.ts';
import { Store } from '../store/store.ts';
import type { Controller, Outcome } from './controller.ts';
import { ControllerManager } from './manager.ts';

const START_MS = Date.parse('2026-01-01T00:00:00Z');

let store: Store;
let clock: SimulatedClock;
let manager: ControllerManager | undefined;
let bugs: unknown[];
beforeEach(() => {
  store = new Store();
  clock = new SimulatedClock({ kind: 'paused' }, START_MS);
  bugs = [];
});
afterEach(() => {
  manager?.close();
  clock.close();
});

/** Runs one controller that wakes on config maps and notes when it was asked for what. */
function run(reconcile: (key: string, runs: number) => Outcome): { key: string; atMs: number }[] {
  const seen: { key: string; atMs: number }[] = [];
  const controller: Controller = {
    name: 'test-controller',
    *wakes({ resource, object }) {
      if (resource === 'configmaps') yield object.metadata.name;
    },
    initialKeys: () => ['start'],
    reconcile(view, key) {
      seen.push({ key, atMs: view.nowMs - START_MS });
      return reconcile(key, seen.length);
    },
  };
  const registry = new Registry([new BuiltInResources()]);
  const writer = new ObjectWriter({ store, clock, random: new Random(1), registry });
  writer.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } }, 'test');
  const onBug = (bug: unknown) => bugs.push(bug);
  manager = new ControllerManager({ store, clock, writer, controllers: [controller], seed: 1, onBug });
  manager.start();
  return seen;
}

function touch(name: string) {
  store.put('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', uid: name } });
}

const about = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'pi5', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
};
const note = (message: string): Outcome => {
  return { writes: [{ op: 'event', event: { about, type: 'Normal', reason: 'Told', message } }] };
};
const events = () => store.list('events');

describe('the controller manager', () => {
  it('runs each key once per burst of changes, in order of arrival', () => {
    const seen = run(() => ({}));
    for (const name of ['b', 'a', 'b', 'b']) touch(name);
    clock.settle();
    expect(seen.map(({ key }) => key)).toEqual(['start', 'b', 'a']);
  });

  it('keeps a controller that fails to see a change from costing others their wake-up, or the writer its write', () => {
    const seen: string[] = [];
    const idle = { initialKeys: () => [], reconcile: () => ({}) };
    const blind: Controller = {
      ...idle,
      name: 'blind',
      wakes: () => {
        throw new Error('cannot see');
      },
    };
    const sound: Controller = {
      ...idle,
      name: 'sound',
      wakes: ({ object }) => [object.metadata.name],
      reconcile: (_view, key) => {
        seen.push(key);
        return {};
      },
    };
    const registry = new Registry([new BuiltInResources()]);
    const writer = new ObjectWriter({ store, clock, random: new Random(1), registry });
    const onBug = (bug: unknown) => bugs.push(bug);
    manager = new ControllerManager({ store, clock, writer, controllers: [blind, sound], seed: 1, onBug });
    manager.start();
    touch('a');
    clock.settle();
    expect(seen).toEqual(['a']);
    expect(bugs).toEqual([new Error('cannot see')]);
  });

  it('comes back when it was asked to, and only the last wish counts', () => {
    const seen = run((_, runs) => (runs === 1 ? { requeueAfterMs: 60_000 } : { requeueAfterMs: 1_000_000 }));
    clock.settle();
    clock.step(60_000);
    clock.step(900_000);
    expect(seen.map(({ atMs }) => atMs)).toEqual([0, 60_000]);
  });

  it('backs off from a refusal, doubling from 5 ms', () => {
    const seen = run((_, runs) => {
      if (runs < 5) throw new StatusError('Forbidden', 'no');
      return {};
    });
    clock.settle();
    clock.step(10_000);
    expect(seen.map(({ atMs }) => atMs)).toEqual([0, 5, 15, 35, 75]);
  });

  it('tries a conflict again at once', () => {
    const seen = run((_, runs) => {
      if (runs === 1) throw new StatusError('Conflict', 'changed');
      return {};
    });
    clock.settle();
    expect(seen).toHaveLength(2);
  });

  it('lets a controller that wakes itself rest after 200 runs in a second', () => {
    const seen = run((key) => {
      if (key === 'loop') touch('loop');
      return {};
    });
    touch('loop');
    clock.settle();
    expect(seen.filter(({ key }) => key === 'loop')).toHaveLength(200);
    clock.step(1_000);
    expect(seen.filter(({ key }) => key === 'loop')).toHaveLength(400);
  });

  it('reports a bug of a controller and goes on with the others', () => {
    const seen = run((key) => {
      if (key === 'start') throw new TypeError('bug');
      return {};
    });
    touch('a');
    clock.settle();
    expect(seen.map(({ key }) => key)).toEqual(['start', 'a']);
    expect(bugs).toEqual([expect.any(TypeError)]);
  });

  it('counts an event that repeats, and forgets it an hour after the last time', () => {
    run((_, runs) => (runs <= 3 ? { ...note('hello'), requeueAfterMs: 60_000 } : {}));
    clock.settle();
    clock.step(120_000);
    expect(events()).toHaveLength(1);
    expect(events()[0]).toMatchObject({
      metadata: { namespace: 'default', name: expect.stringMatching(/^pi5\.[0-9a-f]{16}$/) },
      count: 3,
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:02:00Z',
      source: { component: 'test-controller' },
      reportingComponent: 'test-controller',
      involvedObject: { kind: 'Node', name: 'pi5', uid: 'u' },
    });
    clock.step(3_599_000);
    expect(events()).toHaveLength(1);
    clock.step(5_000);
    expect(events()).toHaveLength(0);
  });

  it('combines similar events beyond nine and stops at twenty-five', () => {
    run((_, runs) => (runs <= 40 ? { ...note(`message ${runs}`), requeueAfterMs: 1_000 } : {}));
    clock.settle();
    clock.step(100_000);
    expect(events()).toHaveLength(10);
    const combined = events().find((event) => event.message?.startsWith('(combined from similar events): '));
    expect(combined).toMatchObject({ count: 16, message: '(combined from similar events): message 25' });
  });
});
