// A cluster without HTTP or boards for tests of controllers: the real store, writer and manager, a paused clock,
// and a stand-in for scheduler and kubelets that starts and ends pods by the second.
import { BuiltInResources } from '../../api/registry/built-in.ts';
import { Registry } from '../../api/registry/registry.ts';
import { ObjectWriter } from '../../api/write/object-writer.ts';
import { SimulatedClock } from '../../clock.ts';
import { Random } from '../../random.ts';
import { type KubeObject, keyOf, type Stored, splitKey } from '../../store/object.ts';
import { Store } from '../../store/store.ts';
import { timestamp } from '../../timestamp.ts';
import type { Controller, Outcome, View } from '../controller.ts';
import { ControllerManager } from '../manager.ts';
import { standardControllers } from '../standard-controllers.ts';

export const START_MS = Date.parse('2026-01-01T00:00:00Z');
const SECOND_MS = 1_000;

export interface TestCluster {
  store: Store;
  clock: SimulatedClock;
  writer: ObjectWriter;
  /** Pods of these images never become ready. */
  brokenImages: Set<string>;
  bugs: unknown[];
  apply(resource: string, object: KubeObject): Stored;
  /** Messages of all events with this reason, oldest first. */
  messages(reason: string): string[];
  close(): void;
}

/** `fill` puts in what is there before any controller looks. */
export function testCluster(
  nodes: readonly string[] = ['pi5', 'pi6', 'upboard1'],
  fill?: (store: Store, writer: ObjectWriter) => void,
): TestCluster {
  const store = new Store();
  const clock = new SimulatedClock({ kind: 'paused' }, START_MS);
  const registry = new Registry([new BuiltInResources()]);
  const writer = new ObjectWriter({ store, clock, random: new Random(1), registry });
  const brokenImages = new Set<string>();
  const bugs: unknown[] = [];
  const controllers = [...standardControllers({ caCertificatePem: 'PEM' }), quickKubelet(nodes, brokenImages)];
  const manager = new ControllerManager({ store, clock, writer, controllers, seed: 1, onBug: (bug) => bugs.push(bug) });
  writer.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } }, 'test');
  for (const name of nodes) {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name } };
    // As its controller leaves it: a new node is tainted until then.
    writer.update('nodes', { ...writer.create('nodes', node, 'test'), spec: {} } as KubeObject, 'test');
  }
  fill?.(store, writer);
  manager.start();
  clock.settle();
  return {
    store,
    clock,
    writer,
    brokenImages,
    bugs,
    apply(resource, object) {
      const { namespace, name = '' } = object.metadata ?? {};
      const isNew = store.get(resource, namespace, name) === undefined;
      const stored = isNew ? writer.create(resource, object, 'test') : writer.update(resource, object, 'test');
      clock.settle();
      return stored;
    },
    messages(reason) {
      const events = store.list('events').filter((event) => event.reason === reason);
      const time = (name: string) => BigInt(`0x${name.split('.').at(-1)}`);
      events.sort((a, b) => (time(a.metadata.name) < time(b.metadata.name) ? -1 : 1));
      return events.map((event) => event.message ?? '');
    },
    close() {
      manager.close();
      clock.close();
    },
  };
}

/** Binds at once, starts within a second, ends within a second of being asked to. */
function quickKubelet(nodes: readonly string[], brokenImages: ReadonlySet<string>): Controller {
  let bound = 0;
  return {
    name: 'quick-kubelet',
    *wakes({ type, resource, object }) {
      if (resource === 'pods' && type !== 'DELETED') yield keyOf(object.metadata.namespace, object.metadata.name);
    },
    initialKeys: () => [],
    reconcile(view: View, key: string): Outcome {
      const { namespace, name } = splitKey(key);
      const pod = view.get('pods', namespace, name);
      if (pod === undefined) return {};
      const { deletionTimestamp, uid, creationTimestamp } = pod.metadata;
      const ageMs = (since: string) => view.nowMs - Date.parse(since);
      if (deletionTimestamp !== undefined) {
        const leftMs = Date.parse(deletionTimestamp) - view.nowMs - 29 * SECOND_MS;
        if (leftMs > 0) return { requeueAfterMs: leftMs };
        return { writes: [{ op: 'delete', resource: 'pods', namespace, name, options: { gracePeriodSeconds: 0 } }] };
      }
      if (pod.spec?.nodeName === undefined) {
        const node = nodes[bound++ % nodes.length] ?? '';
        return { writes: [{ op: 'bind', namespace, name, uid, node }] };
      }
      if (pod.status?.phase !== 'Pending') return {};
      if (ageMs(creationTimestamp) < SECOND_MS) return { requeueAfterMs: SECOND_MS - ageMs(creationTimestamp) };
      const isBroken = brokenImages.has(pod.spec.containers[0]?.image ?? '');
      const ready = { type: 'Ready', status: isBroken ? 'False' : 'True', lastTransitionTime: timestamp(view.nowMs) };
      const status = { ...pod.status, phase: 'Running', podIP: '10.44.0.1', conditions: [ready] };
      return { writes: [{ op: 'updateStatus', resource: 'pods', object: { ...pod, status } as KubeObject }] };
    },
  };
}
