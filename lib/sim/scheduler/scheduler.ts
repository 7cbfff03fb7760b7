// Gives pods their nodes: filters, scores and preemption from lib/rules, in the scheduler's order and in its words.
// Mirrors kubernetes pkg/scheduler/schedule_one.go. A key only says that it is the queue's turn, which chooses the pod.
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { filterNode } from '#lib/rules/scheduling/filters.ts';
import { type Feasibility, findFeasible } from '#lib/rules/scheduling/scheduler.ts';
import { type NodeScore, scoreNodes } from '#lib/rules/scheduling/scoring.ts';
import { volumesOn } from '#lib/rules/volumes/volume-binding.ts';
import { sameMeaning } from '../controllers/canonical.ts';
import type { Controller, Outcome, View, Write, WriteFailure } from '../controllers/controller.ts';
import { claimKeys } from '../controllers/volumes/claim-users.ts';
import { keyOf, type Stored, splitKey } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { contextOf, type PodStorage, storageOf, volumeScores, volumeWrites } from './attempt.ts';
import { NO_NODES, pluginsConcerned } from './hints.ts';
import { NodeCache } from './node-cache.ts';
import { defaultSelectorOf, nodeInfoOf, podInput } from './node-infos.ts';
import { SchedulingQueue } from './scheduling-queue.ts';
import { failedScheduling, nominated, preemptions, told, withVerdict } from './verdict.ts';

const NAME = 'default-scheduler';
/** plugins/volumebinding BindTimeoutSeconds: so long a pod waits for its volumes on the chosen node. */
const VOLUME_WAIT_MS = 600_000;
const GATED = 'Scheduling is blocked due to non-empty scheduling gates';

export class Scheduler implements Controller {
  readonly name = NAME;
  readonly fieldManager = 'kube-scheduler';
  readonly #cache = new NodeCache();
  readonly #queue = new SchedulingQueue();
  /** By uid: since when a pod waits for its volumes. */
  readonly #volumesSinceMs = new Map<string, number>();
  /** Where the next pod starts to look, in a cluster where not all nodes are looked at. */
  #from = 0;
  #current: string | null = null;

  initialKeys(view: View): Iterable<string> {
    this.#cache.fill(view);
    const waiting = view.list('pods').filter(waits);
    for (const pod of waiting) this.#queue.add(queued(pod), view.nowMs);
    return waiting.map(podKey);
  }

  wakes(change: Change, view: View): Iterable<string> {
    this.#cache.observe(change);
    const woken = change.resource === 'pods' ? this.#podChanged(change, view.nowMs) : [];
    const plugins = new Set(pluginsConcerned(change));
    if (plugins.size === 0) return woken;
    const isAny = this.#queue.wakeRejected(plugins, view.nowMs, (key) => concerns(view, key, change, plugins));
    return isAny ? [...woken, 'queue'] : woken;
  }

  #podChanged({ type, object, previous }: Change, nowMs: number): string[] {
    const pod = object as Stored<Pod>;
    const key = podKey(pod);
    if (type === 'DELETED' || !waits(pod)) {
      this.#queue.remove(key);
      this.#volumesSinceMs.delete(pod.metadata.uid);
      return [];
    }
    // What the scheduler itself says in the status is no news.
    if (this.#queue.has(key) && previous !== undefined && isSamePod(previous as Stored<Pod>, pod)) return [];
    this.#queue.add(queued(pod), nowMs);
    return [key];
  }

  reconcile(view: View): Outcome {
    const key = this.#queue.take(view.nowMs);
    this.#current = key ?? null;
    const writes = key === undefined ? [] : this.#attempt(view, key);
    const nextMs = this.#queue.nextMs();
    return { writes, ...(nextMs === null ? {} : { requeueAfterMs: Math.max(0, nextMs - view.nowMs) }) };
  }

  #attempt(view: View, key: string): Write[] {
    const { namespace, name } = splitKey(key);
    const pod = view.get('pods', namespace, name);
    if (pod === undefined || !waits(pod)) {
      this.#queue.remove(key);
      return [];
    }
    // Until the attempt has come to an end it counts as one that failed: an error must not lose the pod.
    this.#queue.retry(key);
    if (gatesOf(pod).length > 0) {
      this.#queue.failed(key, new Set());
      return withVerdict(pod, { reason: 'SchedulingGated', message: GATED }, view.nowMs);
    }
    const nodes = this.#cache.infosFor(view, pod);
    const storage = storageOf(view, pod);
    const context = contextOf(view, pod, { storage, nodeCount: nodes.length, from: this.#from });
    const input = podInput(pod);
    const found = findFeasible(input, nodes, context);
    if (found.feasible.length === 0) return this.#refuse(view, pod, found);
    this.#from = (this.#from + found.feasible.length + found.failures.size) % nodes.length;
    const { labelsOfNamespace = () => ({}) } = context;
    const defaultSpreadSelector = defaultSelectorOf(view, pod);
    const named = { nodes, defaultSpreadSelector, labelsOfNamespace };
    const scores = scoreNodes(input, found.feasible, { ...named, ...volumeScores(storage) });
    const node = best(scores, view);
    return this.#awaitVolumes(view, pod, node, storage) ?? bound(pod, node);
  }

  #refuse(view: View, pod: Stored<Pod>, { preemption, message, rejecters }: Feasibility): Write[] {
    const text = message ?? '';
    this.#queue.failed(podKey(pod), rejecters.size === 0 ? new Set([NO_NODES]) : rejecters);
    // Who still waits for its victims keeps its place.
    const keeps = text.includes('terminating pod on the nominated node');
    const nominatedNode = keeps ? undefined : (preemption?.node ?? '');
    const verdict = { reason: 'Unschedulable', message: text } as const;
    return [
      ...(preemption === null ? [] : preemptions(view, pod, preemption)),
      ...withVerdict(pod, { ...verdict, ...(nominatedNode === undefined ? {} : { nominatedNode }) }, view.nowMs),
      failedScheduling(pod, text),
    ];
  }

  /** Null once all volumes are bound; else what is to be written until they are. */
  #awaitVolumes(view: View, pod: Stored<Pod>, node: string, parts: PodStorage | null): Write[] | null {
    if (parts === null || parts.volumes.waiting.length === 0) return null;
    const chosen = view.get('nodes', undefined, node);
    const verdict = volumesOn(parts.volumes, { name: node, labels: chosen?.metadata.labels ?? {} }, parts.storage);
    if (!verdict.fits) return null;
    const sinceMs = this.#volumesSinceMs.get(pod.metadata.uid) ?? view.nowMs;
    this.#volumesSinceMs.set(pod.metadata.uid, sinceMs);
    this.#queue.failed(podKey(pod), new Set(['VolumeBinding']));
    if (view.nowMs - sinceMs >= VOLUME_WAIT_MS) {
      this.#volumesSinceMs.delete(pod.metadata.uid);
      const message = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded';
      const verdict = { reason: 'SchedulerError', message } as const;
      return [...withVerdict(pod, verdict, view.nowMs), failedScheduling(pod, message)];
    }
    const keeps = pod.status?.nominatedNodeName === node ? [] : [nominated(pod, node)];
    return [...keeps, ...volumeWrites(verdict.plan, node)];
  }

  /** A pod that waits because its binding is refused says so (schedule_one.go handleBindingCycleError). */
  failed(view: View, _key: string, { write, error }: WriteFailure): Write[] {
    const { namespace, name } = splitKey(this.#current ?? '');
    const pod = view.get('pods', namespace, name);
    if (pod === undefined) return [];
    this.#queue.retry(podKey(pod));
    if (write.op !== 'bind' || !waits(pod)) return [];
    const message = `binding rejected: ${error.message}`;
    return [...withVerdict(pod, { reason: 'SchedulerError', message }, view.nowMs), failedScheduling(pod, message)];
  }
}

function podKey({ metadata }: Stored<Pod>): string {
  return keyOf(metadata.namespace, metadata.name);
}

function queued(pod: Stored<Pod>) {
  return { key: podKey(pod), uid: pod.metadata.uid, priority: pod.spec?.priority ?? 0 };
}

function waits(pod: Pod): boolean {
  const { spec, status, metadata } = pod;
  if (spec?.nodeName || metadata?.deletionTimestamp !== undefined) return false;
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return false;
  return (spec?.schedulerName ?? NAME) === NAME;
}

function isSamePod(previous: Stored<Pod>, pod: Stored<Pod>): boolean {
  if (previous.metadata.uid !== pod.metadata.uid || !waits(previous)) return false;
  const isSameSpec = previous.spec === pod.spec || sameMeaning(previous.spec, pod.spec);
  return isSameSpec && sameMeaning(previous.metadata.labels ?? {}, pod.metadata.labels ?? {});
}

function gatesOf(pod: Pod): readonly unknown[] {
  const { schedulingGates = [] }: { schedulingGates?: readonly unknown[] } = pod.spec ?? {};
  return schedulingGates;
}

/** Whether the change could help this pod: the plugins' own hints, as far as one node or one claim decides. */
function concerns(view: View, key: string, change: Change, plugins: ReadonlySet<string>): boolean {
  const { namespace, name } = splitKey(key);
  const pod = view.get('pods', namespace, name);
  if (pod === undefined) return false;
  const { resource, object, type } = change;
  if (resource === 'persistentvolumeclaims') {
    return claimKeys(pod).includes(keyOf(object.metadata.namespace, object.metadata.name));
  }
  if (resource !== 'nodes' || type === 'DELETED') return true;
  const failure = filterNode(podInput(pod), nodeInfoOf(view, object as Stored<Node>));
  return failure === null || !plugins.has(failure.plugin);
}

function bound(pod: Stored<Pod>, node: string): Write[] {
  const { namespace = '', name, uid } = pod.metadata;
  return [
    { op: 'bind', namespace, name, uid, node },
    told(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${node}`,
      action: 'Binding',
    }),
  ];
}

/** Among equals the scheduler takes any (schedule_one.go selectHost); here the seed decides. */
function best(scores: readonly NodeScore[], view: View): string {
  const most = Math.max(...scores.map(({ total }) => total));
  const equals = scores.filter(({ total }) => total === most);
  const chosen = equals[view.random.integer(equals.length)];
  if (chosen === undefined) throw new Error('no node to choose from');
  return chosen.node;
}
