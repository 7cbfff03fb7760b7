import 'server-only';
// One set of watches for all viewers, however many there are.
import { hostname } from 'node:os';
import { type ClusterConfig, Probe, type ProbeView, StatusError, Transport } from '#lib/kube/index.ts';
import type { ConnectionView, Cursor, HeartbeatFrame, TopicName } from '#lib/model/stream.ts';
import { Drains } from '../drain/drains.ts';
import { ImagePlatformService } from '../images/platforms.ts';
import { type RegistrySettings, SILENT } from '../images/registry-policy.ts';
import { LoadGenerator } from '../load/load-generator.ts';
import { PlayBudget } from '../placement/play-budget.ts';
import { SIMULATION_TOPIC, Simulation } from '../simulation/simulation.ts';
import { UsageService } from '../usage/usage-service.ts';
import { watchedBy } from '../workshop/look/watched-lists.ts';
import { Workshop } from '../workshop/workshop.ts';
import { WorkshopTopics } from '../workshop/workshop-topics.ts';
import { ClusterCache } from './cluster-cache.ts';
import { clockJumped, connectionOf } from './connection.ts';
import { familiesOf } from './families.ts';
import { ClusterRows, type RowParts } from './rows.ts';
import type { SideName } from './side-sources.ts';
import type { Topic } from './topic.ts';
import { FamilyTopics, type TopicFamily, type TopicLife } from './topic-family.ts';
import { TopicRegistry } from './topic-registry.ts';
import { Viewer } from './viewer.ts';
import { Waiters } from './waiters.ts';

const HEARTBEAT_MS = 3_000;
/** A viewer costs about half a megabyte at worst (QUEUE_BYTES_MAX), some kilobytes in general. */
export const VIEWERS_MAX = 1_000;

const encoder = new TextEncoder();

export interface HubOptions {
  reload?: () => Promise<ClusterConfig | null>;
  /** Nobody may act through this server: a simulation is not controlled from here either. */
  readOnly?: boolean;
  /** Which registries may be asked; without it none but a simulated cluster's own. */
  registries?: RegistrySettings;
  /** What the history of use may take of memory; none is kept without it. */
  historyBytes?: number;
  /** A Prometheus outside of the cluster. */
  prometheusUrl?: string | null;
  /** What this server is called where several may work on one cluster: `rack:3000`. */
  identity?: string;
}

export class Hub {
  readonly transport: Transport;
  readonly cache: ClusterCache;
  readonly topics: TopicRegistry;
  readonly simulation: Simulation;
  readonly drains: Drains;
  readonly load: LoadGenerator;
  readonly workshop: Workshop;
  readonly images: ImagePlatformService;
  readonly usage: UsageService;
  readonly plays = new PlayBudget();
  readonly #build: string;
  readonly #reload: () => Promise<ClusterConfig | null>;
  #config: ClusterConfig;
  readonly #probe: Probe;
  readonly #viewers = new Set<Viewer>();
  readonly #families: readonly FamilyTopics[];
  readonly #waiting = new Waiters();
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
      touched: (node) => {
        this.topics.touch(node);
        if (node !== null) this.usage.journal.touched(node);
        this.#touchFamilies();
      },
      sideChanged: () => this.#touchFamilies(),
      sourceChanged: () => this.#sourceChanged(),
    });
    const controllableChanged = () => this.topics.touch(null);
    this.simulation = new Simulation(config, { controllableChanged }, options.readOnly === true);
    this.images = new ImagePlatformService(config, {
      transport: this.transport,
      pods: () => this.cache.pods.values(),
      settings: options.registries ?? SILENT,
      changed: () => this.#touchFamilies(),
    });
    this.usage = new UsageService({
      transport: this.transport,
      cache: this.cache,
      probe: () => this.#probe.view,
      isSimulated: () => this.#config.simulated !== null,
      historyBytes: options.historyBytes ?? 0,
      prometheusUrl: options.prometheusUrl ?? null,
      changed: () => this.#usageChanged(),
      nodeChanged: (node) => this.topics.touch(node),
    });
    const parts: RowParts = {
      config: () => this.#config,
      transport: this.transport,
      cache: this.cache,
      probe: () => this.#probe.view,
      usage: this.usage,
      controllable: () => this.simulation.controllable,
      platformsOf: this.images.of,
      changed: () => this.#touchFamilies(),
    };
    const use = (names: readonly SideName[]) => this.cache.side.use(names);
    this.drains = new Drains(this.transport, this.cache);
    this.load = new LoadGenerator({ config: () => this.#config, readOnly: options.readOnly === true });
    this.workshop = new Workshop({
      transport: this.transport,
      registry: this.images.of,
      root: process.cwd(),
      identity: options.identity ?? `${hostname()}:${process.pid}`,
      readOnly: options.readOnly === true,
      watched: watchedBy(this.cache),
    });
    const own = [this.drains, this.load, new WorkshopTopics(this.workshop)];
    this.#families = [...familiesOf(parts), ...own].map((family) => new FamilyTopics(family, use));
    this.topics = new TopicRegistry(new ClusterRows(parts), (name) => this.#topicApart(name));
  }

  start(): void {
    this.#probe.start();
    this.cache.start();
    this.usage.start();
    void this.simulation.find();
    this.workshop.start();
    this.#heartbeats ??= setInterval(() => this.#beat(), HEARTBEAT_MS);
  }

  /** Ends every stream and connection; the hub is of no use afterwards. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#heartbeats !== null) clearInterval(this.#heartbeats);
    for (const topics of [this.topics, ...this.#families]) topics.close();
    const lives = this.#lives().map((life) => life.stop());
    for (const viewer of this.#viewers) viewer.close();
    this.#probe.stop();
    await Promise.all([
      ...lives,
      this.cache.stop(),
      this.usage.stop(),
      this.transport.close(),
      this.simulation.close(),
      this.images.close(),
    ]);
  }

  /** Something was changed that the next answer of the API server shows: its clock, or whether it answers. */
  pokeProbe(): void {
    this.#probe.poke();
  }

  connection(): ConnectionView {
    return connectionOf(this.#probe.view, this.#build, Date.now());
  }

  /** The family that has a topic of this name; null for the overview, nodes, and what is no topic. */
  familyOf(name: TopicName): TopicFamily | null {
    return this.#families.find(({ family }) => family.has(name))?.family ?? null;
  }

  /** Resolves once every source, those named among them, has been read or found unreadable, at the latest after `mostMs`. */
  whenSettled(mostMs: number, needs: readonly SideName[] = []): Promise<void> {
    this.cache.side.use(needs);
    this.usage.use();
    const isSettled = () => this.cache.settled && this.usage.settled && this.cache.side.settled(needs);
    if (isSettled()) return Promise.resolve();
    return this.#waiting.wait(mostMs, isSettled);
  }

  /** `since` holds a cursor per topic, '' for none. Throws StatusError 503 when there are too many viewers. */
  openStream(topics: readonly Topic[], since: readonly Cursor[]): ReadableStream<Uint8Array> {
    if (this.#stopped || this.#viewers.size >= VIEWERS_MAX) {
      const why = this.#stopped ? 'the dashboard is stopping' : `${VIEWERS_MAX} viewers are here already`;
      throw new StatusError(503, 'ServiceUnavailable', `${why}: try again in a moment`, { retryAfterSeconds: 10 });
    }
    const viewer = new Viewer(topics, since, this.#heartbeat(), (gone) => this.#left(gone));
    this.#viewers.add(viewer);
    this.usage.watched(true);
    return viewer.stream;
  }

  #left(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size === 0) this.usage.watched(false);
  }

  #heartbeat(): Uint8Array {
    const frame: HeartbeatFrame = { connection: this.connection() };
    return encoder.encode(`event: heartbeat\ndata: ${JSON.stringify(frame)}\n\n`);
  }

  #beat(): void {
    const nowMs = Date.now();
    this.usage.look();
    for (const topics of [this.topics, ...this.#families, this.cache.side]) topics.sweep(nowMs);
    if (this.#viewers.size === 0) return;
    const frame = this.#heartbeat();
    for (const viewer of this.#viewers) viewer.heartbeat(frame, nowMs);
  }

  #probed(view: ProbeView, before: ProbeView): void {
    if (view.reachable && before.message !== null) {
      for (const source of [this.cache, this.usage, ...this.#lives()]) source.poke();
    }
    if (!view.reachable) void this.#reconfigure();
    if (view.version !== before.version || view.scenario !== before.scenario) this.topics.touch(null);
    if (view.reachable) void this.simulation.find();
    const stateChanged = view.reachable !== before.reachable || view.message !== before.message;
    const timeChanged =
      view.clockRate !== before.clockRate || view.scenario !== before.scenario || clockJumped(view, before);
    if (timeChanged) this.usage.poke();
    if (stateChanged || timeChanged) this.#beat();
  }

  async #reconfigure(): Promise<void> {
    try {
      const config = await this.#reload();
      if (config === null || this.#stopped) return;
      this.#config = config;
      await this.transport.use(config);
      for (const source of [this.cache, this.usage, ...this.#lives()]) source.restart();
      this.#probe.poke();
      await this.simulation.use(config);
      await this.images.use(config);
    } catch (error) {
      // Half written, or wrong: the old configuration stands until it changes again.
      console.error('bramble: the new configuration is not used:', error instanceof Error ? error.message : error);
    }
  }

  #sourceChanged(): void {
    this.topics.touchAll();
    this.#touchFamilies();
    // The watches may know before the next probe is due.
    if (this.cache.reachable === !this.#probe.view.reachable) this.#probe.poke();
    this.#waiting.tell();
  }

  #usageChanged(): void {
    this.#touchFamilies();
    this.#waiting.tell();
  }

  #lives(): TopicLife[] {
    return this.#families.flatMap(({ family }) => family.life ?? []);
  }

  #touchFamilies(): void {
    for (const topics of this.#families) topics.touch();
  }

  #topicApart(name: TopicName): Topic | null {
    if (name === SIMULATION_TOPIC) return this.simulation.controllable ? this.simulation.topic : null;
    return this.#families.find(({ family }) => family.has(name))?.topic(name) ?? null;
  }
}
