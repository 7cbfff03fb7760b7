// Makes the cluster's Prometheus and Heapster pods measure: each on its own grid of time, while its program runs and its
// board is on. Where there is no such pod it costs nothing.
import type { Pod } from 'kubernetes-types/core/v1';
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import type { Controller, Outcome, View } from '../controllers/controller.ts';
import { faultsOf, type MetricsSource } from '../faults.ts';
import type { Behaviours } from '../kubelet/behaviour.ts';
import type { ImageRegistry } from '../kubelet/image-registry.ts';
import { applicationNameOf } from '../proxy/known-servers.ts';
import { runningApplication } from '../proxy/running-application.ts';
import { keyOf, type Stored, splitKey } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { configuredScrapes, type ScrapeSettings } from './configuration.ts';
import { HEAPSTER_RESOLUTION_MS, HeapsterModel } from './heapster-model.ts';
import type { Kubelets } from './kubelets.ts';
import { PrometheusHistory } from './prometheus-history.ts';
import { RETENTION_MS } from './sample-store.ts';
import { JOBS_DEFAULT, SCRAPE_INTERVAL_MS, type ScrapeConfig } from './scrape-config.ts';
import type { Instant } from './targets.ts';
import type { TargetsParts } from './targets-parts.ts';

export interface RecorderParts extends TargetsParts {
  registry: ImageRegistry;
  behaviours: Behaviours;
  kubelets: Kubelets;
  configs: readonly ScrapeConfig[];
  now: () => number;
}

type Program = Extract<MetricsSource, 'prometheus' | 'heapster'>;
/** Images whose program is remembered. */
const IMAGES_MAX = 1_000;

export class Recorder implements Controller {
  readonly name = 'monitoring';
  readonly #parts: RecorderParts;
  /** By what keeps them: a claim, or the pod itself. */
  readonly #histories = new Map<string, PrometheusHistory>();
  /** By uid of the pod. */
  readonly #models = new Map<string, HeapsterModel>();
  readonly #programs = new Map<string, Program | null>();
  /** Pods that measure, by uid. */
  readonly #pods = new Map<string, Program>();

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** Which of them there is a pod of. */
  get programs(): ReadonlySet<Program> {
    return new Set(this.#pods.values());
  }

  *initialKeys(view: View): Iterable<string> {
    for (const pod of view.list('pods')) yield* this.#keys(pod);
  }

  *wakes({ resource, type, object }: Change): Iterable<string> {
    if (resource === 'pods' && type === 'ADDED') yield* this.#keys(object as Stored<Pod>);
    if (type !== 'DELETED' || (resource !== 'pods' && resource !== 'persistentvolumeclaims')) return;
    const { uid } = object.metadata;
    this.#pods.delete(uid);
    this.#models.delete(uid);
    this.#histories.delete(uid);
  }

  reconcile(view: View, key: string): Outcome {
    const { namespace, name } = splitKey(key);
    const pod = view.get('pods', namespace, name);
    const program = pod === undefined ? null : this.#programIn(pod);
    if (pod === undefined || program === null) return {};
    const state = faultsOf(view).metrics[program];
    if (state !== 'down' && state !== 'stale') this.#measure(pod, program);
    const history = this.#histories.get(this.#keeperOf(pod));
    const intervalMs = program === 'prometheus' ? (history?.intervalMs ?? SCRAPE_INTERVAL_MS) : HEAPSTER_RESOLUTION_MS;
    return { requeueAfterMs: intervalMs - (view.nowMs % intervalMs) };
  }

  /** Null where it has recorded nothing, and could not have. */
  historyOf(pod: Stored<Pod>): PrometheusHistory | null {
    const held = this.#histories.get(this.#keeperOf(pod));
    return held ?? (this.#listensMs(pod) === null ? null : this.#open(pod));
  }

  modelOf(pod: Stored<Pod>): HeapsterModel | null {
    return this.#models.get(pod.metadata.uid) ?? (this.#listensMs(pod) === null ? null : this.#openModel(pod));
  }

  *#keys(pod: Stored<Pod>): Iterable<string> {
    const program = this.#programIn(pod);
    if (program === null) return;
    this.#pods.set(pod.metadata.uid, program);
    yield keyOf(pod.metadata.namespace, pod.metadata.name);
  }

  #programIn(pod: Stored<Pod>): Program | null {
    for (const { image = '' } of pod.spec?.containers ?? []) {
      const program = this.#programOf(image);
      if (program !== null) return program;
    }
    return null;
  }

  #programOf(image: string): Program | null {
    const known = this.#programs.get(image);
    if (known !== undefined) return known;
    const facts = this.#parts.registry.factsOf(image);
    const name = facts === undefined ? undefined : applicationNameOf(facts);
    const program = name === 'prometheus' || name === 'heapster' ? name : null;
    if (this.#programs.size >= IMAGES_MAX) this.#programs.clear();
    this.#programs.set(image, program);
    return program;
  }

  #measure(pod: Stored<Pod>, program: Program): void {
    if (this.#listensMs(pod) === null) return;
    const nowMs = this.#parts.now();
    if (program === 'heapster') (this.#models.get(pod.metadata.uid) ?? this.#openModel(pod)).measure(nowMs);
    else (this.#histories.get(this.#keeperOf(pod)) ?? this.#open(pod)).scrape(nowMs);
  }

  /** Since when its program has been up; null where it is not, or its board is dark. */
  #listensMs(pod: Stored<Pod>): number | null {
    const { power, source, now } = this.#parts;
    const node = pod.spec?.nodeName;
    if (node === undefined || power.isDark(source, node, now())) return null;
    return this.#startedMs(pod);
  }

  #startedMs(pod: Stored<Pod>): number | null {
    for (const container of pod.spec?.containers ?? []) {
      const running = runningApplication(this.#parts, pod, container);
      if (running?.name === 'prometheus' || running?.name === 'heapster') return running.listensMs;
    }
    return null;
  }

  /** What it has written outlives the pod on a claim only. */
  #keeperOf({ metadata, spec }: Stored<Pod>): string {
    const { source } = this.#parts;
    for (const { persistentVolumeClaim } of spec?.volumes ?? []) {
      if (persistentVolumeClaim === undefined) continue;
      const claim = source.get('persistentvolumeclaims', metadata.namespace, persistentVolumeClaim.claimName);
      if (claim !== undefined) return claim.metadata.uid;
    }
    return metadata.uid;
  }

  #open(pod: Stored<Pod>): PrometheusHistory {
    const { configs, now } = this.#parts;
    const config = configs.find(
      ({ namespace, podLabels }) =>
        pod.metadata.namespace === namespace && matchesLabelSet({ ...podLabels }, pod.metadata.labels),
    );
    const past = this.#past(pod, SCRAPE_INTERVAL_MS, RETENTION_MS);
    const { namespace, name } = pod.metadata;
    const standard: ScrapeSettings = { jobs: config?.jobs ?? JOBS_DEFAULT, intervalMs: SCRAPE_INTERVAL_MS };
    const settings = () => {
      const held = this.#parts.source.get('pods', namespace, name) ?? pod;
      return (config === undefined ? configuredScrapes(this.#parts.source, held) : null) ?? standard;
    };
    const history = new PrometheusHistory(settings, this.#parts, past, now());
    this.#histories.set(this.#keeperOf(pod), history);
    return history;
  }

  #openModel(pod: Stored<Pod>): HeapsterModel {
    const { kubelets, now } = this.#parts;
    const past = this.#past(pod, HEAPSTER_RESOLUTION_MS, HeapsterModel.lengthMs);
    const model = new HeapsterModel(kubelets, past, now());
    this.#models.set(pod.metadata.uid, model);
    return model;
  }

  /** When a pod that was there at the first instant measured before it, latest first; its board was not always on. */
  #past(pod: Stored<Pod>, intervalMs: number, lengthMs: number): Instant[] {
    const { startMs, power } = this.#parts;
    const startedMs = this.#startedMs(pod);
    const node = pod.spec?.nodeName;
    if (startedMs === null || startedMs >= startMs || node === undefined) return [];
    const instants: Instant[] = [];
    for (
      let index = Math.ceil(startMs / intervalMs) - 1;
      index * intervalMs >= Math.max(startedMs, startMs - lengthMs);
      index--
    ) {
      const atMs = index * intervalMs;
      if (!power.isPlannedDark(node, atMs)) instants.push({ atMs, index });
    }
    return instants;
  }
}
