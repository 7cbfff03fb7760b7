import 'server-only';
// The simulation behind a simulated cluster, for its owner: its state as a topic, asked for only while somebody looks.
import { randomBytes } from 'node:crypto';
import { type ClusterConfig, isStatusError, StatusError } from '#lib/kube/index.ts';
import { Topic } from '../live/topic.ts';
import { SimulationControl } from './simulation-control.ts';
import { simulationRows, TROUBLE_KEY } from './simulation-rows.ts';

export const SIMULATION_TOPIC = 'simulation';
const POLL_MS = 1_500;

export interface SimulationListener {
  /** Whether the reader may control it became known, or changed. */
  controllableChanged(): void;
}

export class Simulation {
  readonly control: SimulationControl;
  readonly topic: Topic;
  readonly #listener: SimulationListener;
  readonly #readOnly: boolean;
  /** Null until the endpoint has answered once. */
  #isOwner: boolean | null = null;
  #polls: NodeJS.Timeout | null = null;
  #asking: Promise<void> | null = null;
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(config: ClusterConfig, listener: SimulationListener, readOnly: boolean) {
    this.control = new SimulationControl(config);
    this.#listener = listener;
    this.#readOnly = readOnly;
    this.topic = new Topic(SIMULATION_TOPIC, randomBytes(6).toString('hex'), (isWatched) => this.#watched(isWatched));
  }

  /** Whether the user of this dashboard may control the simulation; false while that is not known. */
  get controllable(): boolean {
    return this.#isOwner === true && !this.#readOnly;
  }

  /** Asks whether the user is the owner, unless that is known. Never rejects. */
  async find(): Promise<void> {
    if (this.#isOwner === null && this.control.exists && !this.#readOnly) await this.refresh();
  }

  /** The cluster's configuration was written anew. */
  async use(config: ClusterConfig): Promise<void> {
    this.#isOwner = null;
    await this.control.use(config);
    await this.find();
  }

  async close(): Promise<void> {
    this.#watched(false);
    await this.control.close();
  }

  /** Brings the topic up to date; while a question is under way, by its answer. Never rejects. */
  refresh(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** After a change: an answer that was under way may be from before it. */
  async refreshAnew(): Promise<void> {
    await this.#asking;
    await this.refresh();
  }

  /** Throws StatusError 403 or 404 where there is nothing to control, or nobody who may. */
  requireControllable(): void {
    if (!this.control.exists) throw new StatusError(404, 'NotFound', 'this cluster is not a simulated one');
    if (this.controllable) return;
    throw new StatusError(
      403,
      'Forbidden',
      "the simulation is controlled by its owner only: start the dashboard with the owner's context to change it",
    );
  }

  /** Changes read the state before they write it: each waits for the one before. */
  inTurn<T>(change: () => Promise<T>): Promise<T> {
    const mine = this.#lastChange.then(change);
    // Whoever asked hears of a failure; the next one's turn comes all the same.
    this.#lastChange = mine.catch(() => undefined);
    return mine;
  }

  async #ask(): Promise<void> {
    try {
      this.topic.replace(simulationRows(await this.control.state()));
      this.#owns(true);
    } catch (error) {
      const refused = isStatusError(error) && (error.code === 401 || error.code === 403);
      if (refused) this.#owns(false);
      if (!isStatusError(error)) console.error('bramble: the state of the simulation cannot be read:', error);
      const message = isStatusError(error) ? error.message : "the simulation's answer cannot be read: see the log";
      this.topic.update([[TROUBLE_KEY, { message }]]);
    }
  }

  #owns(isOwner: boolean): void {
    if (this.#isOwner === isOwner) return;
    this.#isOwner = isOwner;
    this.#listener.controllableChanged();
  }

  #watched(isWatched: boolean): void {
    if (this.#polls !== null) clearInterval(this.#polls);
    this.#polls = null;
    if (!isWatched || !this.controllable) return;
    this.#polls = setInterval(() => void this.refresh(), POLL_MS);
    void this.refresh();
  }
}
