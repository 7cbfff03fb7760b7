// How a real cluster is before each test: five boards Ready, the talk's workloads on them, and nothing else.
import { setTimeout as delay } from 'node:timers/promises';
import type { DaemonSet, Deployment } from 'kubernetes-types/apps/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { type Kubectl, must } from '../support/kubectl.ts';
import { boardNodes } from './boards.ts';
import { talkWorkloads } from './workloads.ts';

type Listed = (Node | Pod | Deployment | DaemonSet) & { kind: string };

/** Kinds whose objects a test may add; pods go by their owners. */
const ADDED = [
  'nodes',
  'namespaces',
  'deployments',
  'daemonsets',
  'horizontalpodautoscalers',
  'clusterroles',
  'clusterrolebindings',
];
const LOOK_MS = 300;
const PATIENCE_MS = 60_000;

export class Rest {
  readonly #kubectl: Kubectl;
  /** What was there before any test. */
  #first: ReadonlySet<string> | null = null;
  /** Everything a test may change, as it was last left at rest. */
  #left = '';

  constructor(kubectl: Kubectl) {
    this.#kubectl = kubectl;
  }

  /** Resolves at rest; rejects with what is not after a minute. */
  async restore(): Promise<void> {
    let found = await this.#list();
    if (this.#first !== null && imageOf(found) === this.#left) return;
    await this.#putBack(found);
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      found = await this.#list();
      const unrest = this.#unrest(found);
      if (unrest === null) break;
      if (Date.now() > deadline) throw new Error(`the cluster did not come to rest in ${PATIENCE_MS} ms: ${unrest}`);
      await delay(LOOK_MS);
    }
    this.#first ??= new Set(found.filter(({ kind }) => kind !== 'Pod').map(keyOf));
    this.#left = imageOf(found);
  }

  async #list(): Promise<Listed[]> {
    const printed = await must(this.#kubectl(['get', [...ADDED, 'pods'].join(), '-A', '-o', 'json']));
    return (JSON.parse(printed) as { items: Listed[] }).items;
  }

  async #putBack(found: readonly Listed[]): Promise<void> {
    const added = found.filter((object) => this.#isAdded(object));
    const there = new Set(found.map(keyOf));
    const wanted = [...boardNodes(), ...talkWorkloads()] as Listed[];
    const input = (items: readonly object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    const run = async (items: readonly object[], ...args: string[]) => {
      if (items.length > 0) await must(this.#kubectl([...args, '-f', '-'], input(items)));
    };
    await run(added, 'delete', '--wait=false', '--ignore-not-found');
    await run(
      wanted.filter((object) => there.has(keyOf(object))),
      'replace',
    );
    await run(
      wanted.filter((object) => !there.has(keyOf(object))),
      'create',
    );
    await run(
      found.filter(({ kind }) => kind === 'Pod'),
      'delete',
      '--force',
      '--grace-period=0',
      '--ignore-not-found',
    );
  }

  /** The first thing that is not as it should be; null at rest. */
  #unrest(found: readonly Listed[]): string | null {
    for (const object of found) {
      if (this.#isAdded(object)) return `${keyOf(object)} is still there`;
      if (object.metadata?.deletionTimestamp !== undefined) return `${keyOf(object)} is going`;
      if (!isSettled(object)) return `${keyOf(object)} is not ready`;
    }
    const there = new Set(found.map(keyOf));
    const missing = ([...boardNodes(), ...talkWorkloads()] as Listed[]).find((object) => !there.has(keyOf(object)));
    return missing === undefined ? null : `${keyOf(missing)} is missing`;
  }

  #isAdded(object: Listed): boolean {
    return this.#first !== null && object.kind !== 'Pod' && !this.#first.has(keyOf(object));
  }
}

function keyOf({ kind, metadata }: Listed): string {
  return `${kind} ${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}

function isSettled(object: Listed): boolean {
  if (object.kind === 'Node') return isReadyNode(object);
  if (object.kind === 'Pod') return isTrue((object as Pod).status?.conditions, 'Ready');
  if (object.kind === 'DaemonSet') {
    const { status, metadata } = object as DaemonSet;
    const isSeen = status?.observedGeneration === metadata?.generation;
    return isSeen && status?.numberReady === status?.desiredNumberScheduled && (status?.numberReady ?? 0) > 0;
  }
  if (object.kind !== 'Deployment') return true;
  const { status, spec, metadata } = object as Deployment;
  const counts = [status?.readyReplicas, status?.updatedReplicas, status?.replicas];
  return status?.observedGeneration === metadata?.generation && counts.every((count) => count === spec?.replicas);
}

function isReadyNode({ spec, status }: Node): boolean {
  const isTainted = spec?.taints?.some(({ key }) => key.startsWith('node.kubernetes.io/')) ?? false;
  return !isTainted && isTrue(status?.conditions, 'Ready');
}

function isTrue(conditions: readonly { type: string; status: string }[] | undefined, type: string): boolean {
  return conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
}

/** Without what changes by itself: heartbeats, versions, what controllers note. */
function imageOf(found: readonly Listed[]): string {
  const images = found.map((object) => {
    const { uid, labels, generation, deletionTimestamp } = object.metadata ?? {};
    const spec = object.kind === 'Node' ? (object as Node).spec : undefined;
    return JSON.stringify([keyOf(object), uid, labels, generation, deletionTimestamp, spec, isSettled(object)]);
  });
  return images.sort().join('\n');
}
