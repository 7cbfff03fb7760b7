// A real cluster in which every situation of an autoscaler is there at once, looked at a single time.
import { setTimeout as delay } from 'node:timers/promises';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { Event, Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '#lib/sim/store/object.ts';
import type { Binaries } from '../control-plane/binaries.ts';
import { applyObjects, type RealCluster, startRealCluster } from '../control-plane/real-cluster.ts';
import { type Answers, ourLook, type Seen, Unasked } from './autoscaler-look.ts';
import { NAMESPACE, objectsOf } from './autoscaler-objects.ts';
import { named, nameOf, SITUATIONS, type Situation } from './autoscaler-situations.ts';
import type { Body } from './case.ts';
import type { ClusterClient } from './client.ts';
import { realClient } from './pair.ts';

/** Nobody looks a second time: what came of the first look stays. */
const SYNC_PERIOD = '1h';
const AGAIN_MS = 200;
/** Two scrapes of metrics-server, and as much again. */
const PATIENCE_MS = 90_000;
/** Events are written beside the status, and some are none. */
const EVENTS_MS = 5_000;

const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const DEPLOYMENTS = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
const AUTOSCALERS = `/apis/autoscaling/v2/namespaces/${NAMESPACE}/horizontalpodautoscalers`;
const EVENTS = `/api/v1/namespaces/${NAMESPACE}/events`;
const POD_METRICS = `/apis/metrics.k8s.io/v1beta1/namespaces/${NAMESPACE}/pods`;

type Objects = Record<string, readonly KubeObject[]>;

export class LiveAutoscaling {
  readonly #real: RealCluster;
  readonly #client: ClusterClient;

  private constructor(real: RealCluster, client: ClusterClient) {
    this.#real = real;
    this.#client = client;
  }

  static async start(binaries: Binaries): Promise<LiveAutoscaling> {
    const flags = { 'kube-controller-manager': [`--horizontal-pod-autoscaler-sync-period=${SYNC_PERIOD}`] };
    const real = await startRealCluster(binaries, { flags });
    try {
      applyObjects(binaries, real.kubeconfig, SITUATIONS.flatMap(objectsOf));
      return new LiveAutoscaling(real, await realClient(real));
    } catch (error) {
      await real.stop();
      throw error;
    }
  }

  /** Of the administrator. */
  get kubeconfig(): string {
    return this.#real.kubeconfig;
  }

  async stop(): Promise<void> {
    this.#client.close();
    await this.#real.stop();
  }

  /** One text for each situation in which the two differ. */
  async compare(): Promise<{ wrong: string[]; real: Seen[] }> {
    await this.#settled();
    await this.#setMetrics();
    await this.#freshScrape();
    const wanted = await Promise.all(SITUATIONS.map((situation, index) => this.#create(situation, index, true)));
    const objects = { pods: await this.#items(PODS), 'deployments.apps': await this.#items(DEPLOYMENTS) };
    const before = await this.#ours(wanted, objects);
    await Promise.all(SITUATIONS.map((situation, index) => this.#create(situation, index, false)));
    const real = await this.#seen(before.reduce((sum, { events }) => sum + events.length, 0));
    // A scrape may have come between: then either will do.
    const after = await this.#ours(wanted, objects);
    const wrong = SITUATIONS.flatMap(({ what }, index) => {
      const their = text(real[index]);
      const our = [before[index], after[index]].map(text);
      return our.includes(their) ? [] : [`${what}\n  simulated: ${our[0]}\n  real:      ${their}`];
    });
    return { wrong, real };
  }

  async #get<T>(path: string): Promise<T> {
    const { code, body } = await this.#client.request({ verb: 'GET', path }, '');
    if (code !== 200) throw new Error(`GET ${path}: ${code} ${JSON.stringify(body)}`);
    return body as T;
  }

  async #items(path: string): Promise<KubeObject[]> {
    return [...((await this.#get<Body>(path)).items as readonly KubeObject[])];
  }

  async #until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = await look();
      if (found !== null) return found;
      if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
      await delay(AGAIN_MS);
    }
  }

  /** Every pod is as it will stay, and counted by its Deployment. */
  #settled(): Promise<true> {
    return this.#until('all pods run', async () => {
      const pods = (await this.#items(PODS)) as Pod[];
      const deployments = (await this.#items(DEPLOYMENTS)) as { spec?: { replicas?: number }; status?: object }[];
      const areCounted = deployments.every(({ spec, status = {} }) => {
        const { replicas = 0, readyReplicas = 0 } = status as { replicas?: number; readyReplicas?: number };
        return replicas === spec?.replicas && readyReplicas === replicas;
      });
      const beside = pods.filter(({ metadata }) => metadata?.labels?.['beside'] === 'true');
      const areThere = beside.every(({ status }) => (status?.conditions ?? []).length > 0);
      return areCounted && areThere ? true : null;
    });
  }

  async #setMetrics(): Promise<void> {
    const pods = (await this.#items(PODS)) as Pod[];
    const set = (resource: string, name: string, value: string) =>
      this.#real.aggregated.setMetric({ namespace: NAMESPACE, resource, name, metric: 'rps' }, value);
    for (const [index, { service, pods: values = [] }] of SITUATIONS.entries()) {
      const name = nameOf(index);
      if (service !== undefined) await set('services', name, service);
      const own = pods.filter(({ metadata }) => metadata?.labels?.['app'] === name && !metadata.labels['beside']);
      for (const [at, value] of values.entries()) await set('pods', own[at]?.metadata?.name ?? '', value);
    }
    await this.#until('custom metrics answer', async () => {
      const path = `/apis/custom.metrics.k8s.io/v1beta2/namespaces/${NAMESPACE}/services/${nameOf(0)}/rps`;
      const { code } = await this.#client.request({ verb: 'GET', path }, '');
      return code === 200 ? true : null;
    });
  }

  /** All running pods are measured, and a moment ago: the next scrape is some seconds away. */
  async #freshScrape(): Promise<void> {
    const read = async () => {
      const { code, body } = await this.#client.request({ verb: 'GET', path: POD_METRICS }, '');
      const items = code === 200 ? ((body as Body).items as readonly { metadata: object; timestamp: string }[]) : [];
      return items;
    };
    const running = ((await this.#items(PODS)) as Pod[]).filter(({ status }) => status?.phase === 'Running');
    const all = await this.#until('all pods are measured', async () => {
      const items = await read();
      return items.length >= running.length ? items : null;
    });
    const stamps = (items: readonly { timestamp: string }[]) => items.map(({ timestamp }) => timestamp).join();
    await this.#until('they are measured again', async () => (stamps(await read()) === stamps(all) ? null : true));
  }

  async #create(situation: Situation, index: number, isRehearsal: boolean): Promise<HorizontalPodAutoscaler> {
    const name = nameOf(index);
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
    const spec = named(name, { scaleTargetRef, ...situation.autoscaler });
    const body = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name }, spec };
    const path = isRehearsal ? `${AUTOSCALERS}?dryRun=All` : AUTOSCALERS;
    const { code, body: made } = await this.#client.request({ verb: 'POST', path, body }, '');
    if (code !== 201) throw new Error(`${situation.what}: ${JSON.stringify(made)}`);
    return made as HorizontalPodAutoscaler;
  }

  async #ours(autoscalers: readonly HorizontalPodAutoscaler[], objects: Objects): Promise<Seen[]> {
    const answers: Answers = new Map();
    const seen: Seen[] = [];
    for (const autoscaler of autoscalers) seen.push(await this.#look(autoscaler, objects, answers));
    return seen;
  }

  /** Asks for what the look asks for, until it has all of it. */
  async #look(autoscaler: HorizontalPodAutoscaler, objects: Objects, answers: Answers): Promise<Seen> {
    for (;;) {
      try {
        return ourLook(autoscaler, objects, answers);
      } catch (error) {
        if (!(error instanceof Unasked)) throw error;
        answers.set(error.path, await this.#client.request({ verb: 'GET', path: error.path }, ''));
      }
    }
  }

  /** So many events are to be expected. */
  async #seen(expected: number): Promise<Seen[]> {
    const found = await this.#until('the controller has looked at all', async () => {
      const all = (await this.#items(AUTOSCALERS)) as HorizontalPodAutoscaler[];
      return all.every(({ status }) => (status?.conditions ?? []).length > 0) ? all : null;
    });
    const deadline = Date.now() + EVENTS_MS;
    const events = await this.#until('events are written', async () => {
      const all = (await this.#items(EVENTS)) as unknown as Event[];
      const told = all.filter(({ involvedObject }) => involvedObject.kind === 'HorizontalPodAutoscaler');
      return told.length >= expected || Date.now() > deadline ? told : null;
    });
    return SITUATIONS.map((_, index) => {
      const name = nameOf(index);
      const status = found.find(({ metadata }) => metadata?.name === name)?.status ?? { desiredReplicas: 0 };
      const own = events.filter(({ involvedObject }) => involvedObject.name === name);
      const isRescaled = status.lastScaleTime !== undefined;
      const replicas = isRescaled ? status.desiredReplicas : null;
      return { status, events: own.map(({ reason, message }) => `${reason}: ${message}`).sort(), replicas };
    });
  }
}

/** Without the times, which are each cluster's own. */
function text(seen: Seen | undefined): string {
  return JSON.stringify(seen, (key, value: unknown) => {
    if (key === 'lastTransitionTime') return undefined;
    if (key === 'lastScaleTime') return 'some time';
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value ?? undefined;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
