// Runs controllers: the store's changes wake keys, the clock runs them one by one, the writer applies what they want.
// Deterministic: keys run in order of arrival, and all chance comes from the seed.

import type { Writer } from '../api/write/writer.ts';
import type { Clock } from '../clock.ts';
import { Random } from '../random.ts';
import { StatusError } from '../status-error.ts';
import type { KubeObject } from '../store/object.ts';
import type { Change, Store } from '../store/store.ts';
import type { Controller, Outcome, Write, WriteFailure } from './controller.ts';
import { EventExpiry } from './event-expiry.ts';
import { EventRecorder } from './event-recorder.ts';
import { StoreView } from './store-view.ts';
import { type WorkItem, WorkQueue } from './work-queue.ts';

/** Keys run by one clock task before requests get their turn. */
const RUNS_PER_TASK_MAX = 20;

export interface ManagerParts {
  store: Store;
  clock: Clock;
  writer: Writer;
  controllers: readonly Controller[];
  seed: number;
  /** Told of a controller that failed for a reason of its own, which is a bug; standard error by default. */
  onBug?: (error: unknown, controller: string, key: string) => void;
}

export class ControllerManager {
  readonly #parts: ManagerParts;
  readonly #queue: WorkQueue;
  readonly #recorder: EventRecorder;
  #view: StoreView | null = null;
  #expiry: EventExpiry | null = null;
  #unsubscribe: (() => void) | null = null;
  #isScheduled = false;

  constructor(parts: ManagerParts) {
    this.#parts = parts;
    this.#queue = new WorkQueue(parts.clock, () => this.#schedule());
    this.#recorder = new EventRecorder(parts.store, parts.writer, parts.clock);
  }

  /** To be called once the first objects are in the store. */
  start(): void {
    const { store, clock, writer, controllers, seed } = this.#parts;
    const view = new StoreView(store, clock, new Random(seed));
    this.#view = view;
    this.#expiry = new EventExpiry(store, writer, clock);
    this.#unsubscribe = store.subscribe((change) => this.#observe(view, change));
    controllers.forEach((controller, index) => {
      for (const key of controller.initialKeys(view)) this.#queue.add({ controller: index, key });
    });
  }

  close(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#expiry?.close();
    this.#queue.clear();
    this.#view = null;
  }

  #observe(view: StoreView, change: Change): void {
    view.observe(change);
    this.#expiry?.observe(change);
    this.#parts.controllers.forEach((controller, index) => {
      // A controller that fails here costs nobody else their wake-up, nor the writer of the change its answer.
      try {
        for (const key of controller.wakes(change, view)) this.#queue.add({ controller: index, key });
      } catch (error) {
        this.#reportBug(error, controller.name, `a change of ${change.resource}`);
      }
    });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#parts.clock.after(0, () => {
      this.#isScheduled = false;
      this.#run();
    });
  }

  #run(): void {
    for (let runs = 0; runs < RUNS_PER_TASK_MAX; runs++) {
      const view = this.#view;
      const item = view === null ? undefined : this.#queue.take();
      if (view === null || item === undefined) return;
      this.#process(view, item);
    }
    if (this.#queue.size > 0) this.#schedule();
  }

  #process(view: StoreView, item: WorkItem): void {
    const controller = this.#parts.controllers[item.controller];
    if (controller === undefined) return;
    try {
      const outcome = controller.reconcile(view, item.key);
      const failure = this.#apply(controller, outcome.writes ?? []);
      if (failure === null) {
        this.#finish(item, outcome);
        return;
      }
      // A second refusal changes nothing: the key goes back for the first.
      this.#apply(controller, controller.failed?.(view, item.key, failure) ?? []);
      this.#queue.retry(item, failure.error.reason === 'Conflict');
    } catch (error) {
      if (!(error instanceof StatusError)) this.#reportBug(error, controller.name, item.key);
      this.#queue.retry(item, error instanceof StatusError && error.reason === 'Conflict');
    }
  }

  #finish(item: WorkItem, outcome: Outcome): void {
    this.#queue.succeeded(item);
    if (outcome.requeueAfterMs !== undefined) this.#queue.addAfter(item, outcome.requeueAfterMs);
  }

  /** Applies writes in order up to the first one that is refused, which it returns. */
  #apply(controller: Controller, writes: readonly Write[]): WriteFailure | null {
    for (const write of writes) {
      try {
        this.#write(write, controller);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        const isGoneAnyway = write.op === 'delete' && error.reason === 'NotFound';
        if (!isGoneAnyway) return { write, error };
      }
    }
    return null;
  }

  #write(write: Write, controller: Controller): void {
    const { writer } = this.#parts;
    const manager = controller.fieldManager ?? controller.name;
    switch (write.op) {
      case 'create':
        writer.create(write.resource, write.object, manager);
        return;
      case 'update':
        writer.update(write.resource, write.object, manager);
        return;
      case 'updateStatus':
        writer.updateStatus(write.resource, write.object, manager);
        return;
      case 'scale':
        writer.scale(write.resource, write.namespace, write.name, write.replicas, manager);
        return;
      case 'bind':
        writer.bind({ namespace: write.namespace, name: write.name, uid: write.uid }, write.node, manager);
        return;
      case 'dropFinalizer':
        this.#dropFinalizer(write, manager);
        return;
      case 'finalizeNamespace':
        writer.finalizeNamespace(write.name, manager);
        return;
      case 'delete':
        writer.delete(write.resource, write.namespace, write.name, write.options);
        return;
      case 'event':
        this.#recorder.record(write.event, controller.name, manager);
        return;
    }
  }

  #dropFinalizer(write: Write & { op: 'dropFinalizer' }, manager: string): void {
    const { resource, namespace, name, finalizer } = write;
    const object: KubeObject | undefined = this.#parts.store.get(resource, namespace, name);
    if (object?.metadata?.finalizers?.includes(finalizer) !== true) return;
    const { finalizers, ...metadata } = object.metadata;
    const left = (finalizers ?? []).filter((other) => other !== finalizer);
    const freed = left.length === 0 ? metadata : { ...metadata, finalizers: left };
    this.#parts.writer.update(resource, { ...object, metadata: freed }, manager);
  }

  #reportBug(error: unknown, controller: string, key: string): void {
    if (this.#parts.onBug !== undefined) this.#parts.onBug(error, controller, key);
    else console.error(`controller ${controller} failed on ${key}:`, error);
  }
}
