import 'server-only';
// One set of watches for all viewers, however many there are.
import { type ClusterConfig, Probe, type ProbeView, StatusError, Transport } from '#lib/kube/index.ts';
import type { ConnectionView, Cursor, HeartbeatFrame } from '#lib/model/stream.ts';
import { ClusterCache } from './cluster-cache.ts';
import { clockJumped, connectionOf } from './connection.ts';
import { ClusterRows } from './rows.ts';
import { SIMULATION_TOPIC, Simulation } from './simulation.ts';
import type { Topic } from './topic.ts';
import { TopicRegistry } from './topic-registry.ts';
import { Viewer } from './viewer.ts';

const HEARTBEAT_MS = 3_000;
/** A viewer costs about half a megabyte at worst (QUEUE_BYTES_MAX), some kilobytes in general. */
export const VIEWERS_MAX = 1_000;

const encoder = new TextEncoder();

export interface HubOptions {
  reload?: () => Promise<ClusterConfig | null>;
  /** Nobody may act through this server: a simulation is not controlled from here either. */
  readOnly?: boolean;
}

export class Hub {
  readonly transport: Transport;
  readonly cache: ClusterCache;
  readonly topics: TopicRegistry;
  readonly simulation: Simulation;
  readonly #build: string;
  readonly #reload: () => Promise<ClusterConfig | null>;
  #config: ClusterConfig;
  readonly #probe: Probe;
  readonly #viewers = new Set<Viewer>();
  readonly #waiting = new Set<() => void>();
  #heartbeats: NodeJS.Timeout | null = null;
  #stopped = false;

  /** `reload` gives the configuration anew if it has changed: asked while the API server does not answer. */
  constructor(config: ClusterConfig, build: string, options: HubOptions = {}) {
    this.#build = build;
    this.#reload = options.reload ?? (async () => null);
    this.#config = config;
    this.transport = new Transport(config);
    this.#probe = new Probe(this.transport, (view, before) => this.#probed(view, before));
    this.cache = new ClusterCache(this.transport, {
      touched: (node) => this.topics.touch(node),
      sourceChanged: () => this.#sourceChanged(),
    });
    const controllableChanged = () => this.topics.touch(null);
    this.simulation = new Simulation(config, { controllableChanged }, options.readOnly === true);
    const rows = new ClusterRows({
      config: () => this.#config,
      cache: this.cache,
      probe: () => this.#probe.view,
      controllable: () => this.simulation.controllable,
    });
    const { simulation } = this;
    this.topics = new TopicRegistry(rows, (name) =>
      name === SIMULATION_TOPIC && simulation.controllable ? simulation.topic : null,
    );
  }

  start(): void {
    this.#probe.start();
    this.cache.start();
    void this.simulation.find();
    this.#heartbeats ??= setInterval(() => this.#beat(), HEARTBEAT_MS);
  }

  /** Ends every stream and connection; the hub is of no use afterwards. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#heartbeats !== null) clearInterval(this.#heartbeats);
    this.topics.close();
    for (const viewer of this.#viewers) viewer.close();
    this.#probe.stop();
    await Promise.all([this.cache.stop(), this.transport.close(), this.simulation.close()]);
  }

  /** Something was changed that the next answer of the API server shows: its clock, or whether it answers. */
  pokeProbe(): void {
    this.#probe.poke();
  }

  connection(): ConnectionView {
    return connectionOf(this.#probe.view, this.#build, Date.now());
  }

  /** Resolves once every source has been read or found unreadable, at the latest after `mostMs`. */
  whenSettled(mostMs: number): Promise<void> {
    if (this.cache.settled) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, mostMs);
      this.#waiting.add(done);
    });
  }

  /** `since` holds a cursor per topic, '' for none. Throws StatusError 503 when there are too many viewers. */
  openStream(topics: readonly Topic[], since: readonly Cursor[]): ReadableStream<Uint8Array> {
    if (this.#stopped || this.#viewers.size >= VIEWERS_MAX) {
      const why = this.#stopped ? 'the dashboard is stopping' : `${VIEWERS_MAX} viewers are here already`;
      throw new StatusError(503, 'ServiceUnavailable', `${why}: try again in a moment`, { retryAfterSeconds: 10 });
    }
    const viewer = new Viewer(topics, since, this.#heartbeat(), (gone) => this.#viewers.delete(gone));
    this.#viewers.add(viewer);
    return viewer.stream;
  }

  #heartbeat(): Uint8Array {
    const frame: HeartbeatFrame = { connection: this.connection() };
    return encoder.encode(`event: heartbeat\ndata: ${JSON.stringify(frame)}\n\n`);
  }

  #beat(): void {
    const nowMs = Date.now();
    this.topics.sweep(nowMs);
    if (this.#viewers.size === 0) return;
    const frame = this.#heartbeat();
    for (const viewer of this.#viewers) viewer.heartbeat(frame, nowMs);
  }

  #probed(view: ProbeView, before: ProbeView): void {
    if (view.reachable && before.message !== null) this.cache.poke();
    if (!view.reachable) void this.#reconfigure();
    if (view.version !== before.version || view.scenario !== before.scenario) this.topics.touch(null);
    if (view.reachable) void this.simulation.find();
    const stateChanged = view.reachable !== before.reachable || view.message !== before.message;
    if (stateChanged || view.clockRate !== before.clockRate || clockJumped(view, before)) this.#beat();
  }

  async #reconfigure(): Promise<void> {
    try {
      const config = await this.#reload();
      if (config === null || this.#stopped) return;
      this.#config = config;
      await this.transport.use(config);
      this.cache.restart();
      this.#probe.poke();
      await this.simulation.use(config);
    } catch (error) {
      // Half written, or wrong: the old configuration stands until it changes again.
      console.error('bramble: the new configuration is not used:', error instanceof Error ? error.message : error);
    }
  }

  #sourceChanged(): void {
    this.topics.touchAll();
    // The watches may know before the next probe is due.
    if (this.cache.reachable === !this.#probe.view.reachable) this.#probe.poke();
    if (!this.cache.settled) return;
    for (const done of this.#waiting) done();
  }
}
