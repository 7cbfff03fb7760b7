// For tests: workshops on one simulated classroom, each as a server of its own has one, behind a transport that can fail.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isStatusError, type StatusError, Transport } from '#lib/kube/index.ts';
import type { KubeAnswer, KubeRequest } from '#lib/kube/transport.ts';
import type { WorkshopChoices } from '#lib/model/workshop/choices.ts';
import type { Journal } from '#lib/model/workshop/journal.ts';
import type { UndoPreview } from '#lib/model/workshop/workshop-request.ts';
import type { RunView, StepRow } from '#lib/model/workshop/workshop-view.ts';
import { ClusterSource } from '#lib/server/cluster-source.ts';
import { readJournal } from '#lib/server/workshop/journal/journal-store.ts';
import { Workshop } from '#lib/server/workshop/workshop.ts';
import { runWorkshopRequest } from '#lib/server/workshop/workshop-requests.ts';
import { applyFingerprint } from '#lib/server/workshop/workshop-rows.ts';
import { WORKSHOP_TOPIC, WorkshopTopics } from '#lib/server/workshop/workshop-topics.ts';
import { type Cluster, createCluster } from '#lib/sim/index.ts';
import { STEP_IDS } from '#lib/stack/component.ts';
import { objectsOf } from './cluster-objects.ts';

/** Everything that there is to choose. */
export const WHOLE: Partial<WorkshopChoices> = {
  kubeletInsecureTls: true,
  goPublic: true,
  extras: ['influxdb', 'grafana', 'wardle', 'local-path'],
};
export const TOKEN = 'a-token-that-is-nowhere-else';
const SEED = 1;
const FACTOR = 20;
const POLL_MS = 50;
/** Half a second, of the cluster ten. */
const CALM_LOOKS = 10;
const READ_MS = 20_000;

export type Interference = (request: KubeRequest, send: () => Promise<KubeAnswer>) => Promise<KubeAnswer>;

/** Every request can be answered by somebody else than the API server. */
class InterferedTransport extends Transport {
  interfere: Interference | null = null;

  override open(request: KubeRequest): Promise<KubeAnswer> {
    const send = () => super.open(request);
    return this.interfere === null ? send() : this.interfere(request, send);
  }
}

export class Classroom {
  readonly cluster: Cluster;
  readonly #directory = mkdtempSync(join(tmpdir(), 'bramble-workshop-'));
  readonly #servers: Operator[] = [];

  private constructor(cluster: Cluster) {
    this.cluster = cluster;
  }

  static async start(): Promise<Classroom> {
    const clock = { kind: 'times', factor: FACTOR } as const;
    return new Classroom(await createCluster({ scenario: 'classroom', clock, seed: SEED }));
  }

  /** What is in it, once nothing of it changes by itself. */
  async settled(): Promise<string[]> {
    let before = objectsOf(this.cluster);
    for (let calm = 0; calm < CALM_LOOKS; ) {
      await pause(POLL_MS);
      const now = objectsOf(this.cluster);
      calm = now.join() === before.join() ? calm + 1 : 0;
      before = now;
    }
    return before;
  }

  /** A server that has just been started; `kubeconfig` where it is not the cluster's owner's. */
  async operator(identity: string, kubeconfig = this.cluster.kubeconfig()): Promise<Operator> {
    const file = join(this.#directory, `kubeconfig-${this.#servers.length}`);
    writeFileSync(file, kubeconfig);
    const transport = new InterferedTransport(await new ClusterSource({ kubeconfig: file, context: undefined }).load());
    const operator = new Operator(transport, identity);
    this.#servers.push(operator);
    return operator;
  }

  async end(): Promise<void> {
    for (const operator of this.#servers) await operator.end();
    await this.cluster.close();
    rmSync(this.#directory, { recursive: true });
  }
}

/** Whoever works on the workshop with a server of their own. */
export class Operator {
  readonly transport: InterferedTransport;
  readonly workshop: Workshop;
  readonly #topics: WorkshopTopics;

  constructor(transport: InterferedTransport, identity: string) {
    this.transport = transport;
    this.workshop = new Workshop({ transport, registry: null, root: process.cwd(), identity, readOnly: false });
    this.#topics = new WorkshopTopics(this.workshop);
    this.workshop.start();
  }

  /** Looks at it as it is now. */
  async #rows(): Promise<ReadonlyMap<string, unknown>> {
    this.#topics.life.poke();
    await this.#topics.life.whenRead(WORKSHOP_TOPIC, READ_MS);
    return this.#topics.rows(WORKSHOP_TOPIC);
  }

  /** A topic as whoever watches it sees it, in its turn. */
  async seen(name: string): Promise<ReadonlyMap<string, unknown>> {
    await this.#topics.life.whenRead(name, READ_MS);
    return this.#topics.rows(name);
  }

  async run(): Promise<RunView> {
    return (await this.#rows()).get('run') as RunView;
  }

  /** Steps that stopped, with why. */
  async failed(): Promise<StepRow[]> {
    const rows = await this.#rows();
    return STEP_IDS.map((id) => rows.get(`step/${id}`) as StepRow).filter(({ state }) => state === 'failed');
  }

  async journal(): Promise<Journal | null> {
    const found = await readJournal(this.transport, AbortSignal.timeout(READ_MS));
    if (!found.known) throw new Error(found.why);
    return found.value;
  }

  ask(body: unknown) {
    return runWorkshopRequest(this.workshop, body);
  }

  async choose(choices: Partial<WorkshopChoices>): Promise<RunView> {
    await this.ask({ workshop: 'choose', choices: { ...(await this.run()).choices, ...choices } });
    return this.run();
  }

  async applyRest(): Promise<void> {
    const { rest, restFingerprint } = await this.run();
    await this.ask({ workshop: 'apply', steps: rest, previewed: restFingerprint, ngrokAuthtoken: TOKEN });
  }

  /** Each by what its own page was told. */
  async applySteps(steps: readonly string[], ngrokAuthtoken?: string): Promise<void> {
    const ids = STEP_IDS.filter((id) => steps.includes(id));
    const picture = await this.workshop.fresh(ids.length === 1 ? ids : []);
    await this.ask({ workshop: 'apply', steps: ids, previewed: applyFingerprint(picture, ids), ngrokAuthtoken });
  }

  async undoPreview(): Promise<UndoPreview> {
    const { undoable } = await this.run();
    return (await this.ask({ workshop: 'preview-undo', steps: undoable })) as UndoPreview;
  }

  async undoAll(): Promise<void> {
    const { steps, fingerprint } = await this.undoPreview();
    await this.ask({ workshop: 'undo', steps: steps.map(({ id }) => id), previewed: fingerprint });
  }

  /** Until nothing is being done from here. */
  async rest(mostMs: number): Promise<void> {
    const untilMs = Date.now() + mostMs;
    while (this.workshop.isRunning) {
      if (Date.now() > untilMs) throw new Error(`it still runs after ${mostMs} ms`);
      await pause(POLL_MS);
    }
  }

  async end(): Promise<void> {
    await this.#topics.life.stop();
    await this.transport.close();
  }
}

export async function refusalOf(task: Promise<unknown>): Promise<StatusError | null> {
  try {
    await task;
    return null;
  } catch (error) {
    if (isStatusError(error)) return error;
    throw error;
  }
}
