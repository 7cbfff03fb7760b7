// What clients outside the cluster ask of its services, shared by the pods that are ready behind each: one truth for
// what pods use, what they count, and what is measured of it.

import type { Pod } from 'kubernetes-types/core/v1';
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import { keyOf, splitKey } from '../store/object.ts';
import type { Change, Store } from '../store/store.ts';
import { AskedRequests } from './asked-requests.ts';
import { constantCurve, type LoadCurve } from './load-curve.ts';
import { LOAD_RESOURCE, type LoadSetting, loadSettingsOf } from './load-setting.ts';
import { ServiceTraffic } from './service-traffic.ts';

/** What a scenario's clients ask of a service: always the same, or a curve over its time. */
export interface ServiceLoad {
  namespace: string;
  service: string;
  requestsPerSecond: number | LoadCurve;
}

export type ObjectSource = Pick<Store, 'get' | 'list'>;

export interface LoadParts {
  services: readonly ServiceLoad[];
  startMs: number;
  /** The cluster's pods and services at the first instant. */
  first: ObjectSource;
  store: Store;
  now: () => number;
}

/** Rates are over a minute, as adapters ask for them. */
const RATE_WINDOW_MS = 60_000;
/** What reaches a pod at an instant of what clients really sent: over as long as lies between two samples. */
const INSTANT_MS = 15_000;

interface Loaded {
  selector: Readonly<Record<string, string>> | undefined;
  traffic: ServiceTraffic;
}

export class Load {
  readonly #parts: LoadParts;
  readonly #own = new Map<string, LoadCurve>();
  /** By key of the service. */
  readonly #loaded = new Map<string, Loaded>();
  readonly #asked = new AskedRequests();

  /** Lives as long as the store does. */
  constructor(parts: LoadParts) {
    this.#parts = parts;
    for (const { namespace, service, requestsPerSecond } of parts.services) {
      const curve = typeof requestsPerSecond === 'number' ? constantCurve(requestsPerSecond) : requestsPerSecond;
      this.#own.set(keyOf(namespace, service), curve);
      this.#add(keyOf(namespace, service), curve, parts.first);
    }
    parts.store.subscribe((change) => this.#observe(change));
  }

  /** What each service is asked now, and whether somebody has set that. */
  list(): (LoadSetting & { isSet: boolean })[] {
    const set = new Set(loadSettingsOf(this.#parts.store).map(({ namespace, service }) => keyOf(namespace, service)));
    return [...this.#loaded].map(([key, { traffic }]) => {
      const { namespace, name } = splitKey(key);
      const requestsPerSecond = traffic.rate(this.#parts.now());
      return { namespace, service: name, requestsPerSecond, isSet: set.has(key) };
    });
  }

  /** Requests per second that a service answered in the minute before; null where nobody counts them, or none did. */
  measuredOnService(namespace: string, name: string, atMs: number): number | null {
    const fromMs = atMs - RATE_WINDOW_MS;
    const planned = this.#loaded.get(keyOf(namespace, name))?.traffic.averageRate(fromMs, atMs) ?? null;
    return sum([planned, this.#askedOfService(namespace, name, fromMs, atMs)]);
  }

  /** What came to a service in the minute before, answered or not: what stands in front of it counts that. */
  offeredOnService(namespace: string, name: string, atMs: number): number | null {
    const fromMs = atMs - RATE_WINDOW_MS;
    const planned = this.#loaded.get(keyOf(namespace, name))?.traffic.offeredRate(fromMs, atMs) ?? null;
    return sum([planned, this.#askedOfService(namespace, name, fromMs, atMs)]);
  }

  /** Requests per second that one pod answered in the minute before; null also where it is not ready: that is not zero. */
  measuredOnPod({ metadata }: Pod, atMs: number): number | null {
    const uid = metadata?.uid ?? '';
    const fromMs = atMs - RATE_WINDOW_MS;
    const planned = this.#sum(metadata?.namespace, (traffic) => traffic.averagePodRate(uid, fromMs, atMs));
    return sum([planned, this.#asked.averageRate(uid, fromMs, atMs)]);
  }

  /** Requests per second that reach a pod at an instant; null where it takes none. */
  onPod({ metadata }: Pod, atMs: number): number | null {
    const uid = metadata?.uid ?? '';
    const planned = this.#sum(metadata?.namespace, (traffic) => traffic.podRate(uid, atMs));
    return sum([planned, this.#asked.averageRate(uid, atMs - INSTANT_MS, atMs)]);
  }

  /** A client has really sent a request, and the pod has answered it. */
  ask({ metadata }: Pod): void {
    this.#asked.add(metadata?.uid ?? '', this.#parts.now());
  }

  /** Requests a pod has had since it came to be: what its http_requests_total says; null where nobody counts them. */
  counter({ metadata }: Pod): number | null {
    const nowMs = this.#parts.now();
    return this.#sum(metadata?.namespace, (traffic, selector) =>
      selects(selector, metadata?.labels) ? traffic.counter(metadata?.uid ?? '', nowMs) : null,
    );
  }

  #sum(
    namespace: string | undefined,
    figure: (traffic: ServiceTraffic, selector: Loaded['selector']) => number | null,
  ): number | null {
    const loaded = [...this.#loaded].filter(([key]) => splitKey(key).namespace === namespace);
    return sum(loaded.map(([, { traffic, selector }]) => figure(traffic, selector)));
  }

  #askedOfService(namespace: string, name: string, fromMs: number, atMs: number): number | null {
    const { store } = this.#parts;
    const selector = store.get('services', namespace, name)?.spec?.selector;
    const pods = store.list('pods', namespace).filter((pod) => selects(selector, pod.metadata.labels));
    return sum(pods.map(({ metadata }) => this.#asked.averageRate(metadata.uid, fromMs, atMs)));
  }

  #add(key: string, curve: LoadCurve, source: ObjectSource): void {
    const { namespace, name } = splitKey(key);
    const selector = source.get('services', namespace, name)?.spec?.selector;
    const traffic = new ServiceTraffic(this.#parts.startMs, curve, serving(source, namespace, selector));
    this.#loaded.set(key, { selector, traffic });
  }

  #observe(change: Change): void {
    if (change.resource === LOAD_RESOURCE) this.#apply();
    if (change.resource === 'pods') this.#observePod(change as Change<Pod>);
    if (change.resource === 'services') this.#observeService(change);
  }

  #observePod({ type, object }: Change<Pod>): void {
    const nowMs = this.#parts.now();
    const { namespace, uid, labels } = object.metadata;
    if (type === 'DELETED') this.#asked.drop(uid);
    for (const [key, { selector, traffic }] of this.#loaded) {
      if (splitKey(key).namespace !== namespace) continue;
      if (type === 'DELETED') traffic.drop(uid, nowMs);
      else traffic.setServing(uid, selects(selector, labels) && isReady(object), nowMs);
    }
  }

  #observeService({ type, object }: Change): void {
    const { namespace = '', name } = object.metadata;
    const loaded = this.#loaded.get(keyOf(namespace, name));
    if (loaded === undefined) return;
    const { store, now } = this.#parts;
    loaded.selector = type === 'DELETED' ? undefined : store.get('services', namespace, name)?.spec?.selector;
    loaded.traffic.setAllServing(serving(store, namespace, loaded.selector), now());
  }

  /** Settings have changed: each service has its setting, or the scenario's curve, or none. */
  #apply(): void {
    const { store, now } = this.#parts;
    const settings = loadSettingsOf(store);
    const set = new Map(settings.map((one) => [keyOf(one.namespace, one.service), one.requestsPerSecond]));
    for (const [key, { traffic }] of this.#loaded) {
      const level = set.get(key);
      traffic.setCurve(level === undefined ? (this.#own.get(key) ?? constantCurve(0)) : constantCurve(level), now());
    }
    for (const [key, level] of set) {
      if (this.#loaded.has(key)) continue;
      this.#add(key, constantCurve(0), store);
      this.#loaded.get(key)?.traffic.setCurve(constantCurve(level), now());
    }
  }
}

function serving(source: ObjectSource, namespace: string, selector: Loaded['selector']): ReadonlySet<string> {
  const pods = source.list('pods', namespace).filter((pod) => selects(selector, pod.metadata.labels) && isReady(pod));
  return new Set(pods.map(({ metadata }) => metadata.uid));
}

/** Null where there is nothing to add up. */
function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce((total, one) => (one === null ? total : (total ?? 0) + one), null);
}

/** A service without a selector selects nothing. */
function selects(selector: Loaded['selector'], labels: Readonly<Record<string, string>> | undefined): boolean {
  return Object.keys(selector ?? {}).length > 0 && matchesLabelSet(selector, labels);
}

function isReady({ status, metadata }: Pod): boolean {
  if (metadata?.deletionTimestamp !== undefined) return false;
  return status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
}
