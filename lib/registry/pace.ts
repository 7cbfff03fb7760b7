// How much at once, and when not at all: a registry that says "too many", or fails, is left alone for a while.
import { RegistryError } from './registry-error.ts';

const AT_ONCE_MAX = 6;
const AT_ONCE_PER_HOST_MAX = 2;
/** Where a 429 names no time. */
const BUSY_DEFAULT_MS = 60_000;
const BUSY_MAX_MS = 6 * 3_600_000;
const BACK_OFF_LEAST_MS = 1_000;
const BACK_OFF_MOST_MS = 60_000;
/** Pulls that are left belong to the boards, which share the registry's limit with whoever asks from the same address. */
const SHARE_OF_LIMIT = 0.5;
const SPARED_MS = 30 * 60_000;
const HOSTS_MAX = 500;
/** Pages of a cluster ask for some hundred images at once. */
const WAITING_MAX = 2_000;

interface HostPace {
  running: number;
  failures: number;
  restUntilMs: number;
  why: string;
}

export class Pace {
  readonly #now: () => number;
  readonly #hosts = new Map<string, HostPace>();
  readonly #waiting: { host: string; start: () => void }[] = [];
  #running = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Runs it when its turn has come. Throws RegistryError `busy` where the host rests. */
  async inTurn<T>(host: string, task: () => Promise<T>): Promise<T> {
    await this.#turn(host);
    const pace = this.#of(host);
    try {
      this.requireAwake(host);
      return await task();
    } finally {
      this.#running -= 1;
      pace.running -= 1;
      this.#startNext();
    }
  }

  /** Throws RegistryError `busy` while the host rests: nothing is sent to it then. */
  requireAwake(host: string): void {
    const pace = this.#hosts.get(host);
    if (pace === undefined || this.#now() >= pace.restUntilMs) return;
    throw new RegistryError('busy', pace.why, pace.restUntilMs);
  }

  /** It answers as it should. `headers` may say how many pulls are left. */
  well(host: string, headers: Readonly<Record<string, string>>): void {
    const pace = this.#of(host);
    pace.failures = 0;
    const [limit, remaining] = [headers['ratelimit-limit'], headers['ratelimit-remaining']].map(leadingNumber);
    if (limit == null || remaining == null || remaining > limit * SHARE_OF_LIMIT) return;
    this.#rest(pace, SPARED_MS, `${host} limits pulls, and the ${remaining} that are left are the boards'`);
  }

  /** It said 429. */
  busy(host: string, retryAfter: string | undefined): RegistryError {
    const waitMs = Math.min(BUSY_MAX_MS, retryAfterMs(retryAfter, this.#now()) ?? BUSY_DEFAULT_MS);
    const pace = this.#of(host);
    this.#rest(pace, Math.max(BACK_OFF_LEAST_MS, waitMs), `${host} asks for a pause: too many requests`);
    return new RegistryError('busy', pace.why, pace.restUntilMs);
  }

  /** It failed, or did not answer: each time in a row it is left alone twice as long. */
  failed(host: string, why: string): number {
    const pace = this.#of(host);
    const waitMs = Math.min(BACK_OFF_MOST_MS, BACK_OFF_LEAST_MS * 2 ** pace.failures);
    pace.failures += 1;
    this.#rest(pace, waitMs, why);
    return pace.restUntilMs;
  }

  #rest(pace: HostPace, waitMs: number, why: string): void {
    pace.restUntilMs = Math.max(pace.restUntilMs, this.#now() + waitMs);
    pace.why = why;
  }

  #turn(host: string): Promise<void> {
    if (this.#waiting.length >= WAITING_MAX) throw new RegistryError('busy', 'too many images are being asked for');
    return new Promise((resolve) => {
      this.#waiting.push({ host, start: resolve });
      this.#startNext();
    });
  }

  #startNext(): void {
    while (this.#running < AT_ONCE_MAX) {
      const index = this.#waiting.findIndex(({ host }) => this.#of(host).running < AT_ONCE_PER_HOST_MAX);
      const [next] = index < 0 ? [] : this.#waiting.splice(index, 1);
      if (next === undefined) return;
      this.#running += 1;
      this.#of(next.host).running += 1;
      next.start();
    }
  }

  #of(host: string): HostPace {
    let pace = this.#hosts.get(host);
    if (pace !== undefined) return pace;
    if (this.#hosts.size >= HOSTS_MAX) this.#forgetIdle();
    pace = { running: 0, failures: 0, restUntilMs: 0, why: '' };
    this.#hosts.set(host, pace);
    return pace;
  }

  #forgetIdle(): void {
    const nowMs = this.#now();
    for (const [host, { running, restUntilMs }] of this.#hosts) {
      if (running === 0 && restUntilMs <= nowMs) this.#hosts.delete(host);
    }
  }
}

/** Seconds, or a date (RFC 9110 10.2.3). */
function retryAfterMs(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value) * 1_000;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** `100;w=21600`: a hundred in six hours. */
function leadingNumber(value: string | undefined): number | null {
  const digits = /^\s*(\d{1,9})/.exec(value ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
