// The workshop on a simulated classroom, in a dashboard that is a process of its own: it can be killed while the cluster goes on.
import { setTimeout as pause } from 'node:timers/promises';
import { JOURNAL_KEY, JOURNAL_NAME, JOURNAL_NAMESPACE, type Journal } from '#lib/model/workshop/journal.ts';
import type { UndoPreview } from '#lib/model/workshop/workshop-request.ts';
import type { RunView } from '#lib/model/workshop/workshop-view.ts';
import type { StepId } from '#lib/stack/component.ts';
import { Direct } from '../soak/direct.ts';
import { allObjects, linesOf, wantedOf } from './all-objects.ts';
import { type Dashboard, startDashboard } from './dashboard.ts';
import { upstreamOf } from './fault-gate.ts';
import { rawRequest } from './raw-request.ts';
import { startTestCluster, type TestCluster } from './simulated-cluster.ts';
import { TOKEN, WHOLE } from './workshop-on-cluster.ts';

const NAMESPACE = `/api/v1/namespaces/${JOURNAL_NAMESPACE}`;
const JOURNAL = `${NAMESPACE}/configmaps/${JOURNAL_NAME}`;
const CLOCK = 'x20';
const POLL_MS = 100;
const CALM_LOOKS = 5;
/** Of a whole run, on a busy machine. */
const RUN_MS = 150_000;
const SEEN_MS = 15_000;

export class KilledWorkshop {
  readonly dashboard: Dashboard;
  readonly #cluster: TestCluster;
  readonly #direct: Direct;

  private constructor(cluster: TestCluster, dashboard: Dashboard, direct: Direct) {
    this.#cluster = cluster;
    this.dashboard = dashboard;
    this.#direct = direct;
  }

  static async start(): Promise<KilledWorkshop> {
    const cluster = await startTestCluster({ scenario: 'classroom', clock: CLOCK });
    const direct = new Direct(await upstreamOf(cluster.kubeconfig));
    return new KilledWorkshop(cluster, await startDashboard({ kubeconfig: cluster.kubeconfig }), direct);
  }

  /** Begins to do all there is to do. */
  async runAll(): Promise<void> {
    await this.#ask({ workshop: 'choose', choices: { ...(await this.#run()).choices, ...WHOLE } });
    const { rest, restFingerprint } = await this.#run();
    await this.#ask({ workshop: 'apply', steps: rest, previewed: restFingerprint, ngrokAuthtoken: TOKEN });
  }

  /** Ends the server at once and starts it again; what it was doing. */
  async killed(): Promise<string> {
    await this.dashboard.kill();
    const journal = await this.journal();
    await this.dashboard.start();
    const run = journal?.run ?? null;
    if (run === null) return 'nothing';
    const [step = 'nothing more'] = run.steps;
    const record = journal?.steps.find((one) => one.step === step);
    return `${step}: ${record === undefined ? 'about to begin' : record.state}`;
  }

  /** As the cluster has it; null where there is none. */
  async journal(): Promise<Journal | null> {
    const found = (await this.#direct.ask('GET', JOURNAL)) as { data?: Record<string, string> } | null;
    const text = found?.data?.[JOURNAL_KEY];
    return text === undefined ? null : (JSON.parse(text) as Journal);
  }

  /** Until nothing is under way any more. */
  async idle(): Promise<void> {
    const untilMs = Date.now() + RUN_MS;
    for (;;) {
      const journal = await this.journal();
      if (journal !== null && journal.run === null) return;
      if (Date.now() > untilMs) throw new Error(`it is not done: ${JSON.stringify(journal?.run)}`);
      await pause(POLL_MS);
    }
  }

  /** How many objects and taints are noted as done, or about to be. */
  async deeds(): Promise<number> {
    return (await this.journal())?.steps.reduce((sum, { deeds }) => sum + deeds.length, 0) ?? 0;
  }

  /** Until so many are noted. */
  async reaches(deeds: number): Promise<void> {
    const untilMs = Date.now() + RUN_MS;
    while ((await this.deeds()) < deeds) {
      if (Date.now() > untilMs) throw new Error(`it does not get to ${deeds} deeds`);
      await pause(POLL_MS / 2);
    }
  }

  /** After a run: what did not go well, in words. */
  async amiss(): Promise<string[]> {
    const rest = await this.#rest();
    const journal = await this.journal();
    const stopped = (journal?.steps ?? []).filter(({ state }) => state !== 'applied');
    return [
      ...stopped.map(({ step, state, message }) => `${step} is ${state}: ${message ?? ''}`),
      ...rest.map((step) => `${step} is left to do`),
      ...(JSON.stringify(journal).includes(TOKEN) ? ['the journal has the token'] : []),
    ];
  }

  /** What the page offers to do next, once it has seen how the run ended. */
  async #rest(): Promise<readonly StepId[]> {
    const untilMs = Date.now() + SEEN_MS;
    for (;;) {
      const { rest, doing } = await this.#run();
      if ((rest.length === 0 && doing === null) || Date.now() > untilMs) return rest;
      await pause(POLL_MS);
    }
  }

  /** Takes all back, until nothing of the workshop is left. */
  async reset(): Promise<void> {
    const { undoable } = await this.#run();
    const { fingerprint } = (await this.#ask({ workshop: 'preview-undo', steps: undoable })) as UndoPreview;
    await this.#ask({ workshop: 'undo', steps: undoable, previewed: fingerprint });
    const untilMs = Date.now() + RUN_MS;
    while ((await this.#direct.ask('GET', NAMESPACE)) !== null) {
      if (Date.now() > untilMs) throw new Error(`it is not taken back: ${JSON.stringify(await this.journal())}`);
      await pause(POLL_MS);
    }
  }

  /** What somebody asked for. */
  async wanted(): Promise<string[]> {
    return wantedOf(await allObjects(this.#direct));
  }

  /** All that is there, once nothing of it changes by itself. */
  async everything(): Promise<string[]> {
    const untilMs = Date.now() + RUN_MS;
    let before: string[] = [];
    for (let calm = 0; calm < CALM_LOOKS && Date.now() < untilMs; ) {
      const now = linesOf(await allObjects(this.#direct));
      calm = now.join() === before.join() ? calm + 1 : 0;
      before = now;
      await pause(POLL_MS);
    }
    return before;
  }

  async stop(): Promise<void> {
    await this.dashboard.stop();
    this.#direct.close();
    await this.#cluster.stop();
  }

  async #run(): Promise<RunView> {
    const { body } = await rawRequest(this.dashboard.port, { path: '/api/topics/workshop' });
    const { rows } = JSON.parse(body) as { rows: { run?: RunView } };
    if (rows.run !== undefined) return rows.run;
    // The cluster was not read yet.
    await pause(POLL_MS);
    return this.#run();
  }

  async #ask(body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', path: '/api/workshop', headers, body: JSON.stringify(body) };
    const answer = await rawRequest(this.dashboard.port, request);
    if (answer.code >= 300) throw new Error(`${answer.code}: ${answer.body}`);
    return JSON.parse(answer.body);
  }
}
