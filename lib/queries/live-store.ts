// How live the page is and what time it is in the cluster: one store per tab, read by small components.
import type { ConnectionView } from '#lib/model/stream.ts';
import { type ClockReading, clusterNowMs, nextReading } from './cluster-clock.ts';

const TICK_MS = 1_000;

export class LiveStore {
  readonly #listeners = new Set<() => void>();
  readonly #first: { connection: ConnectionView; nowMs: number };
  #connection: ConnectionView;
  #reading: ClockReading;
  #nowMs: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `nowMs` is the cluster's time as the server rendered the page: the first client render must say the same. */
  constructor(connection: ConnectionView, nowMs: number) {
    this.#first = { connection: unheard(connection), nowMs };
    this.#connection = this.#first.connection;
    this.#nowMs = nowMs;
    this.#reading = {
      clusterMs: nowMs,
      localMs: localNowMs(),
      rate: connection.state === 'live' ? connection.clockRate : 0,
    };
  }

  readonly connection = (): ConnectionView => this.#connection;
  readonly firstConnection = (): ConnectionView => this.#first.connection;
  /** The cluster's time in ms, moving once a second so that all ages on the page change together. */
  readonly nowMs = (): number => this.#nowMs;
  readonly firstNowMs = (): number => this.#first.nowMs;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };

  /** A stream that broke before its first heartbeat knows less than the page it broke on. */
  hear(heard: ConnectionView): void {
    const { asOf, build } = this.#connection;
    const connection = heard.build === '' ? { ...heard, asOf, build } : heard;
    this.#connection = connection;
    this.#reading = nextReading(this.#reading, connection, localNowMs());
    this.#tick();
  }

  #tick(): void {
    this.#nowMs = clusterNowMs(this.#reading, localNowMs());
    for (const listener of this.#listeners) listener();
  }
}

/**
 * What the server rendered was live then. It is live here once the stream has said so: a page whose script or stream
 * never came must not claim it.
 */
function unheard(connection: ConnectionView): ConnectionView {
  return connection.state === 'live' ? { ...connection, state: 'connecting' } : connection;
}

/** Monotonic: a laptop's clock that is set right must not make ages jump. */
function localNowMs(): number {
  return performance.now();
}
