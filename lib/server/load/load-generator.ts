import 'server-only';
// The load generator of this server: one run at a time for everybody, within caps, and only while whoever began it is there.
import { randomBytes } from 'node:crypto';
import { type ClusterConfig, StatusError, Transport } from '#lib/kube/index.ts';
import type { LoadLimits, LoadView } from '#lib/model/autoscaling/autoscaling-view.ts';
import {
  LOAD_KEY,
  LOAD_TOPIC,
  loadCommand,
  loadPath,
  type ServicePort,
  type StartedLoad,
  type StartLoad,
} from '#lib/model/autoscaling/load.ts';
import { workloadKey } from '#lib/model/placement/workload-ref.ts';
import type { TopicName } from '#lib/model/stream.ts';
import { READ_ONLY } from '../http/request-guard.ts';
import type { TopicFamily, TopicLife } from '../live/topic-family.ts';
import { LoadRun } from './load-run.ts';
import { RateCap } from './rate-cap.ts';

/** What a simulated API server passes on without falling behind: enough for ten replicas of the talk's sample app. */
const SIMULATED_PER_SECOND_MAX = 1_000;
/** A real one has other work, and may be a Raspberry Pi. */
const REAL_PER_SECOND_MAX = 300;
export const SECONDS_MAX = 600;
/** A page that has not renewed for so long is gone. */
export const LEASE_MS = 15_000;
const RENEW_EVERY_MS = 4_000;
/** Counts change all the time: viewers are told so often. */
const TELL_EVERY_MS = 500;

export interface LoadGeneratorParts {
  config: () => ClusterConfig;
  readOnly: boolean;
}

interface Running {
  id: string;
  run: LoadRun;
  start: StartLoad;
  renewedMs: number;
  timer: NodeJS.Timeout;
}

/** What is about to begin: asked for, checked, tried once. */
interface Taken {
  run: LoadRun | null;
  /** Why it must not begin any more. */
  calledOff: string | null;
}

type Counted = Omit<LoadView, 'state' | 'refused' | 'secondsLeft' | 'limits'>;

const NOTHING: Counted = {
  workload: null,
  target: null,
  requestsPerSecond: null,
  sent: 0,
  answered: 0,
  failed: 0,
  heldBack: 0,
  lastError: null,
  ended: null,
  kubectl: null,
};

export class LoadGenerator implements TopicFamily {
  readonly needs = [];
  readonly subject = null;
  readonly life: TopicLife;
  readonly #parts: LoadGeneratorParts;
  #changed: () => void = () => undefined;
  #running: Running | null = null;
  /** Somebody's run is being looked at: nobody else's begins meanwhile, and it does not where it was called off. */
  #taken: Taken | null = null;
  readonly #cap = new RateCap();
  #isStopped = false;
  #shown: Counted = NOTHING;

  constructor(parts: LoadGeneratorParts) {
    this.#parts = parts;
    this.life = {
      begin: (_name, changed) => {
        this.#changed = changed;
      },
      end: () => {
        this.#changed = () => undefined;
      },
      watched: () => undefined,
      whenRead: () => Promise.resolve(),
      isMissing: () => false,
      poke: () => undefined,
      restart: () => this.#end('another cluster may answer now'),
      stop: async () => {
        this.#isStopped = true;
        this.#end('the dashboard stopped');
      },
    };
  }

  get limits(): LoadLimits {
    return {
      requestsPerSecondMax: this.isSimulated ? SIMULATED_PER_SECOND_MAX : REAL_PER_SECOND_MAX,
      secondsMax: SECONDS_MAX,
    };
  }

  get isSimulated(): boolean {
    return this.#parts.config().simulated !== null;
  }

  has(name: TopicName): boolean {
    return name === LOAD_TOPIC;
  }

  rows(): ReadonlyMap<string, unknown> {
    const running = this.#running;
    const view: LoadView = {
      ...this.#shown,
      ...running?.run.counts,
      state: running === null ? 'idle' : 'running',
      refused: this.#parts.readOnly ? READ_ONLY : null,
      secondsLeft: running === null ? null : running.run.secondsLeft,
      limits: this.limits,
    };
    return new Map([[LOAD_KEY, view]]);
  }

  /**
   * Throws StatusError 422 beyond the caps, 409 while another runs or where it was called off, and what the API server says
   * to the first request. `asker` aborts when whoever asked does not wait for it any more.
   */
  async start(start: StartLoad, portOf: () => Promise<ServicePort>, asker?: AbortSignal): Promise<StartedLoad> {
    this.#requireWithin(start);
    if (this.#isStopped) throw new StatusError(503, 'ServiceUnavailable', 'the dashboard is stopping');
    if (this.#running !== null || this.#taken !== null) {
      const who = this.#running === null ? '' : ` to ${this.#shown.target}`;
      throw new StatusError(
        409,
        'Conflict',
        `load is being sent${who} already: one run at a time, stop that one first`,
      );
    }
    const taken: Taken = { run: null, calledOff: null };
    this.#taken = taken;
    const gone = () => callOff(taken, 'whoever asked for it is gone');
    asker?.addEventListener('abort', gone, { once: true });
    try {
      if (asker?.aborted === true) gone();
      return await this.#begin(start, await portOf(), taken);
    } finally {
      asker?.removeEventListener('abort', gone);
      this.#taken = null;
    }
  }

  /** Throws StatusError 404 where that run is over. */
  renew(id: string): void {
    if (this.#running?.id !== id) throw new StatusError(404, 'NotFound', 'this load has ended');
    this.#running.renewedMs = performance.now();
  }

  /** Also one that is about to begin. Throws StatusError 404 where there is none. */
  stop(): void {
    if (this.#running === null && this.#taken === null) throw new StatusError(404, 'NotFound', 'no load is being sent');
    this.#end('somebody stopped it');
  }

  #requireWithin({ requestsPerSecond, seconds }: StartLoad): void {
    const { requestsPerSecondMax, secondsMax } = this.limits;
    const isWhole = (value: number, max: number) => Number.isInteger(value) && value >= 1 && value <= max;
    if (!isWhole(requestsPerSecond, requestsPerSecondMax)) {
      throw new StatusError(422, 'Invalid', `requestsPerSecond: a whole number from 1 to ${requestsPerSecondMax}`);
    }
    if (!isWhole(seconds, secondsMax)) {
      throw new StatusError(422, 'Invalid', `seconds: a whole number from 1 to ${secondsMax}`);
    }
  }

  async #begin(start: StartLoad, port: ServicePort, taken: Taken): Promise<StartedLoad> {
    const { workload, service, path, requestsPerSecond, seconds } = start;
    requireWanted(taken);
    const run = new LoadRun({
      transport: new Transport(this.#parts.config()),
      take: (wanted) => this.#cap.take(wanted, this.limits.requestsPerSecondMax, performance.now()),
      path: loadPath(workload.namespace, service, port, path),
      requestsPerSecond,
      seconds,
      ended: (why) => this.#ended(run, why),
    });
    taken.run = run;
    try {
      await run.trial();
      requireWanted(taken);
    } catch (error) {
      run.end('it was refused');
      requireWanted(taken);
      throw error;
    }
    const id = randomBytes(12).toString('hex');
    const timer = setInterval(() => this.#look(), TELL_EVERY_MS);
    timer.unref();
    this.#running = { id, run, start, renewedMs: performance.now(), timer };
    this.#shown = {
      ...NOTHING,
      workload: workloadKey(workload),
      target: `service ${service}:${port.port}`,
      requestsPerSecond,
      kubectl: loadCommand(start, port.isTls, this.isSimulated),
    };
    log(`${requestsPerSecond}/s for ${seconds} s to ${workload.namespace}/${service}:${port.port}${path}: begun`);
    run.begin();
    this.#changed();
    return { run: id, renewEveryMs: RENEW_EVERY_MS };
  }

  #look(): void {
    const running = this.#running;
    if (running === null) return;
    if (performance.now() - running.renewedMs > LEASE_MS) this.#end('the page that began it is gone');
    this.#changed();
  }

  #end(why: string): void {
    if (this.#taken !== null) callOff(this.#taken, why);
    this.#running?.run.end(why);
  }

  #ended(run: LoadRun, why: string): void {
    const running = this.#running;
    if (running?.run !== run) return;
    clearInterval(running.timer);
    this.#running = null;
    this.#shown = { ...this.#shown, ...run.counts, ended: why };
    const { sent, answered, failed, lastError } = run.counts;
    const counts = `${sent} sent, ${answered} answered, ${failed} failed${lastError === null ? '' : ` (${lastError})`}`;
    log(`to ${running.start.workload.namespace}/${running.start.service}: ended, ${why}; ${counts}`);
    this.#changed();
  }
}

function callOff(taken: Taken, why: string): void {
  taken.calledOff = why;
  taken.run?.end(why);
}

function requireWanted({ calledOff }: Taken): void {
  if (calledOff !== null) throw new StatusError(409, 'Conflict', `it did not begin: ${calledOff}`);
}

/** Whoever runs the server can read afterwards what was sent through it. */
function log(words: string): void {
  console.warn(`bramble: load: ${words}`);
}
