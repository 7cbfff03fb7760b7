// All the boards' kubelets as one controller: a key is a node (its heartbeat) or a pod (its containers).
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { sameMeaning } from '../controllers/canonical.ts';
import type { Controller, Outcome, View, Write } from '../controllers/controller.ts';
import { CLOCK_BEHIND_MS, FAULTS_RESOURCE, faultsOf } from '../faults.ts';
import { keyOf, type Stored, splitKey } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { parseTimestamp } from '../timestamp.ts';
import { freeAddress } from './addresses.ts';
import { type Behaviours, ORDINARY } from './behaviour.ts';
import { heartbeat, imagesOf, LEASE_NAMESPACE, LEASE_RENEW_MS } from './heartbeat.ts';
import type { ImageRegistry, Pull } from './image-registry.ts';
import { type MemoryUsage, MemoryWatch } from './memory.ts';
import { endPod, removal } from './pod-end.ts';
import { type PodNote, programFor, stepPod } from './pod-sync.ts';
import type { Power } from './power.ts';
import { loginsOf } from './pull-credentials.ts';
import { type Configuration, environmentError, mountErrors } from './references.ts';
import { StartAttempts } from './start-attempts.ts';

const NODE = 'node:';
const POD = 'pod:';
const LEASES = 'leases.coordination.k8s.io';
/** A lease renewed after a longer pause than this: the board was dark in between. */
const PAUSE_MS = LEASE_RENEW_MS * 1.5;
/** What is due at once still leaves time for everything else. */
const SOONEST_MS = 20;

export class Kubelet implements Controller {
  readonly name = 'kubelet';
  readonly #power: Power;
  readonly #registry: ImageRegistry;
  readonly #attempts = new StartAttempts();
  readonly #memory: MemoryWatch | null;
  readonly #behaviours: Behaviours;

  /** Without `usage` no memory ever runs short. */
  constructor(power: Power, registry: ImageRegistry, usage?: MemoryUsage, behaviours: Behaviours = ORDINARY) {
    this.#power = power;
    this.#registry = registry;
    this.#behaviours = behaviours;
    this.#memory = usage === undefined ? null : new MemoryWatch(usage);
  }

  *initialKeys(view: View): Iterable<string> {
    for (const node of this.#power.nodes) {
      yield NODE + node;
      yield* podKeys(view, node);
    }
  }

  *wakes(change: Change, view: View): Iterable<string> {
    const { resource, object, previous, type } = change;
    if (resource === 'pods' && type === 'DELETED') {
      this.#attempts.forget(object.metadata.uid);
    } else if (resource === 'pods') {
      yield* this.#podWakes(object as Stored<Pod>, previous as Stored<Pod> | undefined);
    } else if (resource === 'nodes' && type !== 'DELETED' && this.#power.boardOf(object.metadata.name) !== undefined) {
      yield NODE + object.metadata.name;
      if (type === 'ADDED') yield* podKeys(view, object.metadata.name);
    } else if (resource === LEASES && type === 'MODIFIED' && object.metadata.namespace === LEASE_NAMESPACE) {
      if (renewTimeOf(object) - renewTimeOf(previous) > PAUSE_MS) yield* podKeys(view, object.metadata.name);
    } else if (resource === FAULTS_RESOURCE) {
      yield* this.initialKeys(view);
    }
  }

  *#podWakes(pod: Stored<Pod>, previous: Stored<Pod> | undefined): Iterable<string> {
    const node = pod.spec?.nodeName;
    if (node === undefined || this.#power.boardOf(node) === undefined) return;
    yield POD + keyOf(pod.metadata.namespace, pod.metadata.name);
    const images = imagesOf([pod]).join();
    if (images !== (previous === undefined ? '' : imagesOf([previous]).join())) yield NODE + node;
  }

  reconcile(view: View, key: string): Outcome {
    if (key.startsWith(NODE)) return this.#beat(view, key.slice(NODE.length));
    const { namespace, name } = splitKey(key.slice(POD.length));
    const pod = view.get('pods', namespace, name);
    const node = pod?.spec?.nodeName;
    if (pod === undefined || node === undefined) return {};
    // A dark board's pods are looked at again when its lease is renewed or the faults change.
    if (this.#power.isDark(view, node, view.nowMs)) return {};
    return pod.metadata.deletionTimestamp === undefined ? this.#run(view, pod, node) : this.#end(view, pod, node);
  }

  #beat(view: View, name: string): Outcome {
    const { nowMs } = view;
    const node = view.get('nodes', undefined, name);
    const switchMs = this.#power.nextSwitchMs(name, nowMs);
    const untilSwitch = switchMs === null ? {} : { requeueAfterMs: switchMs - nowMs };
    // A kubelet does not put a Node back that somebody deleted while it runs.
    if (node === undefined || this.#power.isDark(view, name, nowMs)) return untilSwitch;
    const lease = view.get(LEASES, LEASE_NAMESPACE, name);
    const pods = view.podsOn(name);
    const memory = this.#memory?.look(node, pods, nowMs) ?? { pressure: false, writes: [] };
    const behindMs = faultsOf(view).clocksBehind.includes(name) ? CLOCK_BEHIND_MS : 0;
    const { writes, nextMs } = heartbeat({
      node,
      lease,
      pods,
      registry: this.#registry,
      pressed: memory.pressure,
      nowMs: nowMs - behindMs,
    });
    const dueMs = switchMs === null ? nextMs + behindMs : Math.min(nextMs + behindMs, switchMs);
    return { writes: [...memory.writes, ...writes], requeueAfterMs: wholeMs(dueMs - nowMs) };
  }

  #run(view: View, pod: Stored<Pod>, nodeName: string): Outcome {
    const { nowMs } = view;
    const board = this.#power.boardOf(nodeName);
    const node = view.get('nodes', undefined, nodeName);
    const phase = pod.status?.phase;
    if (board === undefined || node === undefined || phase === 'Succeeded' || phase === 'Failed') return {};
    const hostIP = node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
    const mount = this.#mount(view, pod);
    const step = stepPod({
      pod,
      board,
      hostIP,
      freeIP: () => freeAddress(node, view.podsOn(nodeName)),
      registry: this.#registry,
      behaviours: this.#behaviours,
      holds: (image) => this.#holds(view, nodeName, image),
      pullRefusal: (image) => this.#pullRefusal(view, pod, image),
      mountedMs: mount.mountedMs,
      creationError: (container) => this.#creationError(view, pod, container),
      nowMs,
    });
    const changed = !sameMeaning(step.status, pod.status);
    const writes: Write[] = changed
      ? [{ op: 'updateStatus', resource: 'pods', object: { ...pod, status: step.status } as Stored<Pod> }]
      : [];
    const notes = [...mount.notes, ...step.notes];
    writes.push(...notes.map((note) => told(pod, note, nodeName)));
    const due = [step.nextMs, mount.nextMs].filter((ms) => ms !== null);
    return { writes, ...(due.length === 0 ? {} : { requeueAfterMs: wholeMs(Math.min(...due) - nowMs) }) };
  }

  /** A pod that has its sandbox has its volumes. */
  #mount(view: View, pod: Stored<Pod>): { mountedMs: number | null; notes: PodNote[]; nextMs: number | null } {
    const { uid } = pod.metadata;
    const isUp = pod.status?.podIP !== undefined;
    let errors: string[] = [];
    const isMissing = () => {
      errors = isUp ? [] : mountErrors(pod, configurationIn(view));
      return errors.length > 0;
    };
    const { mountedMs, tells, nextMs } = this.#attempts.mount(uid, isMissing, view.nowMs);
    const failedMount = (message: string): PodNote => ({ type: 'Warning', reason: 'FailedMount', message });
    return { mountedMs, notes: tells ? errors.map(failedMount) : [], nextMs };
  }

  #pullRefusal(view: View, pod: Stored<Pod>, image: string): Pull | null {
    const reference = parseImageReference(image);
    if (reference === null) return null;
    const logins = loginsOf(pod, reference.repository, configurationIn(view));
    return this.#registry.refusal(reference, { state: faultsOf(view).registry, logins });
  }

  #creationError(view: View, pod: Stored<Pod>, container: Container) {
    const message = environmentError(pod, container, configurationIn(view));
    if (message === null) return null;
    return { message, ...this.#attempts.create(pod.metadata.uid, container.name, view.nowMs) };
  }

  #end(view: View, pod: Stored<Pod>, node: string): Outcome {
    const board = this.#power.boardOf(node);
    if (board === undefined) return {};
    const ground = { board, registry: this.#registry, behaviours: this.#behaviours };
    const end = endPod(pod, (container) => programFor(pod, container, 'main', ground), view.nowMs);
    const writes = end.notes.map((note) => told(pod, note, node));
    if (end.status !== null) {
      writes.push({ op: 'updateStatus', resource: 'pods', object: { ...pod, status: end.status } as Stored<Pod> });
    }
    if (end.gone) return { writes: [...writes, removal(pod)] };
    return { writes, requeueAfterMs: wholeMs(end.nextMs - view.nowMs) };
  }

  #holds(view: View, node: string, image: string): boolean {
    const reference = parseImageReference(image);
    if (reference === null) return false;
    const names = new Set(this.#registry.namesOf(reference));
    const held = view.get('nodes', undefined, node)?.status?.images ?? [];
    if (held.some((one) => one.names?.some((name) => names.has(name)))) return true;
    return imagesOf(view.podsOn(node)).includes(image);
  }
}

function configurationIn(view: View): Configuration {
  return {
    configMap: (namespace, name) => view.get('configmaps', namespace, name),
    secret: (namespace, name) => view.get('secrets', namespace, name),
  };
}

/** Boards of uneven speed make uneven times; the clock's are whole. */
function wholeMs(ms: number): number {
  return Math.max(SOONEST_MS, Math.ceil(ms));
}

function* podKeys(view: View, node: string): Iterable<string> {
  for (const { metadata } of view.podsOn(node)) yield POD + keyOf(metadata.namespace, metadata.name);
}

function told(pod: Stored<Pod>, note: PodNote, host: string): Write {
  return { op: 'event', event: { about: pod, ...note, host } };
}

function renewTimeOf(lease: Change['previous']): number {
  return parseTimestamp((lease as { spec?: { renewTime?: string } } | undefined)?.spec?.renewTime);
}
