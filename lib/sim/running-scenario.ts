// Which scenario runs now: its control plane and its clock. Another can take its place while the cluster stays the same
// to its clients: address, certificates and tokens are not of the scenario.
import { type Answer, type ApiRequest, isStream, type Sink } from './api/answer.ts';
import { type ClockMode, SimulatedClock } from './clock.ts';
import { type ControlPlane, controlPlaneOf } from './control-plane.ts';
import type { Tokens } from './identity/user.ts';
import { badRequest } from './refusals.ts';
import { checkParameters, loadScenario, SCENARIOS } from './scenarios/catalogue.ts';
import { type Scenario, ScenarioParameterError, type ScenarioParameters } from './scenarios/scenario.ts';
import { StatusError } from './status-error.ts';

export interface ScenarioChoice {
  name: string;
  /** Those the scenario knows; absent ones have its defaults. */
  parameters: ScenarioParameters;
  seed: number;
}

export interface RunningParts {
  clock: ClockMode;
  tokens: Tokens;
  caCertificatePem: string;
  caKeyPem: string;
  /** First instant of each scenario, milliseconds since the epoch; absent: when it is started. */
  startAt?: number;
  /** Those to choose from; the catalogue's unless given. */
  scenarios?: readonly Scenario[];
}

interface Life {
  choice: ScenarioChoice;
  clock: SimulatedClock;
  plane: ControlPlane;
  /** Ends what is being streamed from it: watches, and logs that are followed. */
  streams: Set<() => void>;
}

export class UnknownScenarioError extends Error {
  constructor(name: string, scenarios: readonly Scenario[]) {
    super(`there is no scenario "${name}"; there are: ${scenarios.map((one) => one.name).join(', ')}`);
    this.name = 'UnknownScenarioError';
  }
}

/** Thirty days: at x10 they last for three. */
const FAST_CLOCK_LEAD_MS = 30 * 24 * 3_600_000;

export class RunningScenario {
  readonly #parts: RunningParts;
  #life: Life;

  /** Stands still until `start`. Throws UnknownScenarioError or ScenarioParameterError. */
  constructor(parts: RunningParts, choice: ScenarioChoice) {
    this.#parts = parts;
    this.#life = this.#build(choice, parts.clock);
  }

  get plane(): ControlPlane {
    return this.#life.plane;
  }

  get clock(): SimulatedClock {
    return this.#life.clock;
  }

  get scenarios(): readonly Scenario[] {
    return this.#parts.scenarios ?? SCENARIOS;
  }

  get choice(): ScenarioChoice {
    return this.#life.choice;
  }

  start(): void {
    this.#life.plane.start();
  }

  /** As the API server of the scenario that runs now has it; what it streams ends with the scenario. */
  answer(request: ApiRequest): Answer {
    const life = this.#life;
    const answer = life.plane.api.answer(request);
    if (!isStream(answer)) return answer;
    const run = (sink: Sink) => {
      const end = () => sink.end();
      sink.onClose(() => life.streams.delete(end));
      answer.run(sink);
      if (life === this.#life) life.streams.add(end);
      else end();
    };
    return { ...answer, run };
  }

  /** Leaves no timer behind; open watches end. */
  close(): void {
    end(this.#life);
  }

  /**
   * From its first instant, with the clock in the mode it is in and without faults. Versions go on upwards, those given
   * out before are expired. Throws a StatusError where it cannot be built: then the one before goes on.
   */
  change(choice: ScenarioChoice): void {
    const before = this.#life;
    let next: Life;
    try {
      next = this.#build(choice, before.clock.mode, before.plane.store.version);
    } catch (error) {
      throw refusalOf(choice, error);
    }
    this.#life = next;
    end(before);
    next.plane.start();
  }

  #build(choice: ScenarioChoice, mode: ClockMode, afterVersion?: number): Life {
    const { parameters, seed } = choice;
    const scenario = checkScenario(choice.name, parameters, this.scenarios);
    const { tokens, caCertificatePem, caKeyPem } = this.#parts;
    const clock = new SimulatedClock(mode, this.#startMs(mode));
    try {
      const after = afterVersion === undefined ? {} : { afterVersion };
      const plane = controlPlaneOf({ scenario, parameters, clock, seed, tokens, caCertificatePem, caKeyPem, ...after });
      return { choice, clock, plane, streams: new Set() };
    } catch (error) {
      clock.close();
      throw error;
    }
  }

  /** On a whole second, as Kubernetes' timestamps are; a fast clock starts long ago, so that kubectl never sees the future. */
  #startMs(mode: ClockMode): number {
    const { startAt, clock } = this.#parts;
    if (startAt !== undefined) return startAt;
    const isFast = mode.kind === 'times' || clock.kind === 'times';
    return Math.floor((Date.now() - (isFast ? FAST_CLOCK_LEAD_MS : 0)) / 1000) * 1000;
  }
}

function end({ plane, clock, streams }: Life): void {
  plane.close();
  plane.api.watches.close();
  for (const endStream of streams) endStream();
  clock.close();
}

function refusalOf({ name }: ScenarioChoice, error: unknown): StatusError {
  const isAsked = error instanceof UnknownScenarioError || error instanceof ScenarioParameterError;
  if (isAsked) return badRequest(error.message);
  const why = error instanceof Error ? error.message : String(error);
  return new StatusError('InternalError', `the scenario "${name}" cannot be built, the one before goes on: ${why}`);
}

/** The scenario of that name. Throws UnknownScenarioError, or ScenarioParameterError for what it does not take. */
export function checkScenario(
  name: string,
  parameters: ScenarioParameters,
  scenarios: readonly Scenario[] = SCENARIOS,
): Scenario {
  const scenario = loadScenario(name, scenarios);
  if (scenario === undefined) throw new UnknownScenarioError(name, scenarios);
  checkParameters(scenario, parameters);
  return scenario;
}
