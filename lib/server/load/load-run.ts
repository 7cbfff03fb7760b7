import 'server-only';
// One run of the load generator: GETs at an even pace until its time is over, somebody ends it, or nobody answers any more.
import { isStatusError, StatusError, type Transport, timedOut } from '#lib/kube/index.ts';
import { SLOT_MS, slotQuota } from './pace.ts';

/** Not answered yet at the same time: beyond them requests are held back, so that a slow service is not buried. */
export const IN_FLIGHT_MAX = 64;
const ANSWER_TIMEOUT_MS = 10_000;
/** Where nothing has been answered for so long, there is nobody to send more to. */
const SILENCE_MAX_MS = 10_000;
/** Of an answer's body; the rest of a longer one is not read. */
const BODY_BYTES_MAX = 64 * 1024;
const SECOND_MS = 1_000;
/** By which logs of the API server and of services tell it from what pages ask. */
const USER_AGENT = 'bramble-load';
/** More often than slots begin: a timer that is late need not miss one. */
const TICK_MS = 20;

export interface LoadRunParts {
  /** Its own: closing it ends whatever is under way. */
  transport: Transport;
  /** How many of those wanted may be sent now. */
  take: (wanted: number) => number;
  path: string;
  requestsPerSecond: number;
  seconds: number;
  /** Called once. */
  ended: (why: string) => void;
}

export interface LoadCounts {
  sent: number;
  answered: number;
  failed: number;
  heldBack: number;
  lastError: string | null;
}

export class LoadRun {
  readonly #parts: LoadRunParts;
  /** Not answered yet. */
  readonly #open = new Set<AbortController>();
  readonly #counts: LoadCounts = { sent: 0, answered: 0, failed: 0, heldBack: 0, lastError: null };
  #beganMs = 0;
  #answeredMs = 0;
  #slot = -1;
  /** Of the slot, not sent yet. */
  #due = 0;
  #isEnded = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: LoadRunParts) {
    this.#parts = parts;
  }

  get counts(): Readonly<LoadCounts> {
    return this.#counts;
  }

  get secondsLeft(): number {
    const elapsedMs = this.#timer === null ? 0 : performance.now() - this.#beganMs;
    return Math.max(0, Math.ceil(this.#parts.seconds - elapsedMs / SECOND_MS));
  }

  /** One request before all others. Throws StatusError where it is refused: then there is no run. */
  async trial(): Promise<void> {
    if (this.#parts.take(1) === 0) {
      throw new StatusError(
        429,
        'TooManyRequests',
        'as much load as may be was sent within the last second: try again',
      );
    }
    this.#counts.sent++;
    try {
      await this.#ask();
    } catch (error) {
      if (!isStatusError(error)) throw error;
      const { code, reason, answered } = error;
      throw new StatusError(code, reason, wordsOf(error), { answered });
    }
    this.#counts.answered++;
  }

  begin(): void {
    this.#beganMs = performance.now();
    this.#answeredMs = this.#beganMs;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** At once: what is under way is broken off, and counted neither as answered nor as failed. */
  end(why: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const one of this.#open) one.abort();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    void this.#parts.transport.close().catch((error: unknown) => console.error('bramble: load:', String(error)));
    this.#parts.ended(why);
  }

  #tick(): void {
    const { seconds } = this.#parts;
    const nowMs = performance.now();
    const elapsedMs = nowMs - this.#beganMs;
    if (elapsedMs >= seconds * SECOND_MS) this.end(`it had run for ${seconds} s`);
    else if (nowMs - this.#answeredMs >= SILENCE_MAX_MS) {
      this.end(`nothing was answered for ${SILENCE_MAX_MS / SECOND_MS} s`);
    } else this.#fill(Math.floor(elapsedMs / SLOT_MS));
  }

  #fill(slot: number): void {
    const { requestsPerSecond, seconds } = this.#parts;
    if (slot !== this.#slot) {
      this.#slot = slot;
      this.#due = Math.min(slotQuota(requestsPerSecond, slot), requestsPerSecond * seconds - this.#counts.sent);
    }
    const free = Math.min(this.#due, IN_FLIGHT_MAX - this.#open.size);
    this.#counts.heldBack += this.#due - free;
    const taken = this.#parts.take(free);
    this.#due = free - taken;
    for (let count = 0; count < taken; count++) void this.#send();
  }

  async #send(): Promise<void> {
    this.#counts.sent++;
    try {
      await this.#ask();
      this.#counts.answered++;
      this.#answeredMs = performance.now();
    } catch (error) {
      if (this.#isEnded) return;
      this.#counts.failed++;
      this.#counts.lastError = wordsOf(error);
      if (isStatusError(error) && error.answered && error.code < 500) this.#answeredMs = performance.now();
    }
  }

  /** The time limit covers the body too: one that never ends must not hold up what waits for it. */
  async #ask(): Promise<void> {
    const { transport, path } = this.#parts;
    const headers = { accept: '*/*', 'user-agent': USER_AGENT };
    const one = new AbortController();
    const { signal } = one;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      one.abort();
    }, ANSWER_TIMEOUT_MS);
    this.#open.add(one);
    try {
      const answer = await transport.open({ path, headers, timeoutMs: ANSWER_TIMEOUT_MS, signal });
      await answer.body.dump({ limit: BODY_BYTES_MAX, signal });
    } catch (error) {
      throw isLate ? timedOut(ANSWER_TIMEOUT_MS, 'the service') : error;
    } finally {
      clearTimeout(timer);
      this.#open.delete(one);
    }
  }
}

/** Of an IP, with its port. */
const ADDRESS = /(?:\b\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])(?::\d{1,5})?/gi;

/** The API server's proxy names the pods' addresses, which are nobody's business who only looks. */
function wordsOf(error: unknown): string {
  return (isStatusError(error) ? error.message : String(error)).replace(ADDRESS, '(address)');
}
