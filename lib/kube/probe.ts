// Notices within seconds that the API server stopped answering (a quiet watch is silent for a minute), and reads its time.
import { isStatusError, unreachable } from './status-error.ts';
import type { Transport } from './transport.ts';

export interface ProbeView {
  reachable: boolean;
  /** Last answer, by our own clock; null before the first one. */
  answeredMs: number | null;
  /** The cluster's time at `answeredMs`, milliseconds since the epoch; null where its answers carry no date. */
  clusterMs: number | null;
  /** Simulated seconds per second: 1 for a real cluster. */
  clockRate: number;
  /** `v1.37.2`; null until known or where it may not be read. */
  version: string | null;
  /** Which scenario a simulated cluster plays now; null for any other. */
  scenario: string | null;
  /** Why it is not reachable. */
  message: string | null;
}

const PERIOD_MS = 3_000;
const TIMEOUT_MS = 3_000;
/** Carried only by simulated clusters, whose clock may stand still or run fast. */
const CLOCK_HEADER = 'bramble-clock';
const SCENARIO_HEADER = 'bramble-scenario';
/** The Date header counts whole seconds: a time predicted within the same second is better than the header. */
const DATE_RESOLUTION_MS = 1_000;
const BODY_BYTES_MAX = 16 * 1024;

export class Probe {
  readonly #transport: Transport;
  readonly #changed: (view: ProbeView, before: ProbeView) => void;
  readonly #periodMs: number;
  #view: ProbeView = {
    reachable: false,
    answeredMs: null,
    clusterMs: null,
    clockRate: 1,
    version: null,
    scenario: null,
    message: null,
  };
  #timer: NodeJS.Timeout | null = null;
  #asking = false;
  readonly #stop = new AbortController();

  /** `changed` is called after every attempt. */
  constructor(transport: Transport, changed: (view: ProbeView, before: ProbeView) => void, periodMs = PERIOD_MS) {
    this.#transport = transport;
    this.#changed = changed;
    this.#periodMs = periodMs;
  }

  get view(): ProbeView {
    return this.#view;
  }

  start(): void {
    if (this.#timer === null && !this.#stop.signal.aborted) this.#schedule(0);
  }

  stop(): void {
    this.#stop.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Asks at once: for when something else looks as if the server went or came back. */
  poke(): void {
    if (this.#asking || this.#timer === null || this.#stop.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#schedule(0);
  }

  #schedule(delayMs: number): void {
    this.#timer = setTimeout(() => void this.#attempt(), delayMs);
  }

  async #attempt(): Promise<void> {
    const startedMs = Date.now();
    const before = this.#view;
    this.#asking = true;
    const view = await this.#ask(before);
    this.#asking = false;
    if (this.#stop.signal.aborted) return;
    this.#view = view;
    this.#changed(view, before);
    this.#schedule(Math.max(0, this.#periodMs - (Date.now() - startedMs)));
  }

  async #ask(before: ProbeView): Promise<ProbeView> {
    const request = { path: '/version', timeoutMs: TIMEOUT_MS, limitBytes: BODY_BYTES_MAX, signal: this.#stop.signal };
    try {
      const { body, headers } = await this.#transport.json(request);
      const { gitVersion } = body as { gitVersion?: unknown };
      const version = typeof gitVersion === 'string' ? gitVersion : null;
      const scenario = scenarioOf(headers[SCENARIO_HEADER]);
      return { ...before, ...clockOf(headers, before, Date.now()), reachable: true, version, scenario, message: null };
    } catch (error) {
      const failure = isStatusError(error) ? error : unreachable(error);
      // Not allowed to ask its version, yet it answers: that is all we wanted to know.
      const answers = failure.answered && (failure.code === 403 || failure.code === 404);
      if (answers) return { ...before, reachable: true, answeredMs: Date.now(), message: null };
      return { ...before, reachable: false, message: failure.message };
    }
  }
}

/** Percent-encoded, as a header takes no other letters. */
function scenarioOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  try {
    return decodeURIComponent(header);
  } catch {
    // decodeURIComponent's only failure: whoever wrote this is no simulated cluster.
    return null;
  }
}

/** The cluster's time out of an answer's headers, smoothed so that ages do not jump by the header's whole seconds. */
export function clockOf(
  headers: Readonly<Record<string, string>>,
  before: Pick<ProbeView, 'answeredMs' | 'clusterMs' | 'clockRate'>,
  nowMs: number,
): Pick<ProbeView, 'answeredMs' | 'clusterMs' | 'clockRate'> {
  const given = headers[CLOCK_HEADER];
  const rate = given === undefined ? 1 : Number(given);
  const clockRate = Number.isFinite(rate) && rate >= 0 ? rate : 1;
  const dateMs = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(dateMs)) return { answeredMs: nowMs, clusterMs: before.clusterMs, clockRate };
  let clusterMs = dateMs;
  if (before.clusterMs !== null && before.answeredMs !== null && before.clockRate === clockRate) {
    const predictedMs = before.clusterMs + (nowMs - before.answeredMs) * clockRate;
    if (predictedMs >= dateMs && predictedMs < dateMs + DATE_RESOLUTION_MS) clusterMs = predictedMs;
  }
  return { answeredMs: nowMs, clusterMs: Math.round(clusterMs), clockRate };
}
