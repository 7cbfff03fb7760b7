// A cluster without HTTP for tests: the real store, writer, manager and boards, on a paused clock.
import type { Pod } from 'kubernetes-types/core/v1';
import { AggregatedSource } from '../../api/registry/aggregated-source.ts';
import { BuiltInResources } from '../../api/registry/built-in.ts';
import { CustomResources } from '../../api/registry/custom-resources.ts';
import { Registry } from '../../api/registry/registry.ts';
import { ObjectWriter } from '../../api/write/object-writer.ts';
import { SimulatedClock } from '../../clock.ts';
import { ControllerManager } from '../../controllers/manager.ts';
import { standardControllers } from '../../controllers/standard-controllers.ts';
import type { Board } from '../../kubelet/board.ts';
import { ImageRegistry } from '../../kubelet/image-registry.ts';
import { Random } from '../../random.ts';
import { seedObjects } from '../../seed.ts';
import type { KubeObject, Stored } from '../../store/object.ts';
import { type Change, Store } from '../../store/store.ts';
import { simulatedWorld, type World } from '../../world.ts';
import { nodeObjects } from '../objects/nodes.ts';
import type { BuiltScenario } from '../scenario.ts';

export const START_MS = Date.parse('2026-01-01T12:00:00Z');

export interface TestWorld {
  store: Store;
  clock: SimulatedClock;
  writer: ObjectWriter;
  world: World;
  /** Everything that changed since the start. */
  changes: Change[];
  bugs: unknown[];
  create(resource: string, object: KubeObject): Stored;
  pod(name: string): Stored<Pod>;
  /** `Pulled: Container image ...`, oldest first, of the events about one object. */
  events(name: string): string[];
  step(seconds: number): void;
  close(): void;
}

const BOARD = { coreSpeed: 1, pullBytesPerSecond: 10_000_000, runtime: 'containerd', dark: [] } as const;

/** `pi5: arm64`: a Ready node with its board for each entry. */
export function boardsOf(architectures: Readonly<Record<string, string>>): BuiltScenario {
  const names = Object.entries(architectures);
  const ground = { nowMs: START_MS, random: new Random(7), registry: new ImageRegistry([]) };
  const nodes = names.flatMap(([name, architecture], index) =>
    nodeObjects(ground, {
      name,
      architecture,
      age: '1h',
      address: `192.168.7.${index + 1}`,
      podCIDR: `10.44.${index}.0/24`,
      kubeletVersion: 'v1.37.2',
      osImage: 'Debian GNU/Linux 13 (trixie)',
      kernelVersion: '6.12.0',
      runtime: 'containerd://2.1.0',
      cores: 4,
      memoryKi: 948_000,
      storageKi: 30_000_000,
    }),
  );
  const boards = names.map(([node, architecture]): Board => ({ node, architecture, ...BOARD }));
  return { startMs: START_MS, objects: nodes, boards, images: [] };
}

export function testWorld(scenario: BuiltScenario, prepare: (world: TestWorld) => void = () => undefined): TestWorld {
  const store = new Store();
  const clock = new SimulatedClock({ kind: 'paused' }, START_MS);
  const world = simulatedWorld({ store, clock, scenario });
  const aggregated = new AggregatedSource(store, world.aggregated);
  const registry = new Registry([new BuiltInResources(), aggregated, new CustomResources(store)]);
  const machine = { store, clock, random: new Random(1), registry };
  const writer = new ObjectWriter(machine);
  const bugs: unknown[] = [];
  const changes: Change[] = [];
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' }, status: { phase: 'Active' } };
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } };
  seedObjects(machine, [namespace, account, ...scenario.objects]);
  const controllers = [...standardControllers({ caCertificatePem: 'PEM' }), ...world.controllers];
  const manager = new ControllerManager({ store, clock, writer, controllers, seed: 1, onBug: (bug) => bugs.push(bug) });
  store.subscribe((change) => changes.push(change));
  const made: TestWorld = {
    store,
    clock,
    writer,
    world,
    changes,
    bugs,
    create: (resource, object) => writer.create(resource, object, 'test'),
    pod(name) {
      const found = store.get('pods', 'default', name);
      if (found === undefined) throw new Error(`no pod ${name}`);
      return found;
    },
    events: (name) => eventsOf(store, name),
    step: (seconds) => clock.step(seconds * 1_000),
    close() {
      manager.close();
      clock.close();
    },
  };
  prepare(made);
  manager.start();
  clock.settle();
  return made;
}

function eventsOf(store: Store, about: string): string[] {
  const moment = (name: string) => BigInt(`0x${name.split('.').at(-1)}`);
  return store
    .list('events')
    .filter((event) => event.involvedObject.name === about)
    .sort((a, b) => (moment(a.metadata.name) < moment(b.metadata.name) ? -1 : 1))
    .map(({ reason, message }) => `${reason}: ${message}`);
}
