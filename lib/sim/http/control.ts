// What a cluster's owner can do to the simulation itself: its clock, its faults, its watches and its history.

import { registerApis } from '../aggregated/registration.ts';
import type { ClockMode } from '../clock.ts';
import { addExercises, type ExerciseSet, removeExercises } from '../exercises/exercise-set.ts';
import { type Faults, faultsOf, NO_FAULTS, setFaults } from '../faults.ts';
import type { RunningScenario } from '../running-scenario.ts';
import type { ScenarioParameters } from '../scenarios/scenario.ts';
import { StatusError } from '../status-error.ts';
import { type LoadSetting, setLoad } from '../usage/load-setting.ts';
import { type ClusterState, stateOf } from './cluster-state.ts';
import type { Listener } from './listener.ts';
import { stepPaced } from './paced-step.ts';
import type { RequestCount, RequestCounts } from './request-counts.ts';

export type ClockChange = { mode: ClockMode } | { stepMs: number };

export interface ScenarioRequest {
  name: string;
  /** Absent ones have the scenario's defaults. */
  parameters: ScenarioParameters;
  /** The present one's unless given. */
  seed?: number;
}

export type FaultChange = Partial<Omit<Faults, 'metrics'>> & { metrics?: Partial<Faults['metrics']> };

export interface LoadState {
  services: readonly (LoadSetting & { isSet: boolean })[];
}

/** Changes wait for each other, in the order they were asked for. */
export interface Control {
  state(): ClusterState;
  /** A step runs everything due meanwhile, each thing at its own instant; only a paused clock can be stepped. */
  setClock(change: ClockChange): Promise<ClusterState>;
  /**
   * Another scenario in the place of this one, from its first instant: the clock's mode is kept, faults are mended,
   * watches cut, versions from before expired. Where it cannot be built nothing has changed.
   */
  setScenario(request: ScenarioRequest): Promise<ClusterState>;
  /** The same scenario from its first instant. */
  reset(): Promise<ClusterState>;
  /** Replaces all faults; what is not named is no fault. */
  setFaults(faults: FaultChange): Promise<ClusterState>;
  /** What each service is asked now; those that somebody has set are marked. */
  load(): LoadState;
  /** Replaces what was set: services that are not named have the scenario's own load. */
  setLoad(settings: readonly LoadSetting[]): LoadState;
  /** Adds what is missing of the exercises, made for the boards as they are now; says what it holds and what not. */
  addExercises(): Promise<ExerciseSet>;
  /** They go as their pods end. */
  removeExercises(): Promise<ClusterState>;
  /** Ends every watch, as a restarted API server would; returns how many there were. */
  cutWatches(): number;
  /** Forgets the history: watches and paged lists from before are expired. */
  compact(): void;
  requests(): RequestCount[];
  clearRequests(): void;
}

/** A month. */
export const STEP_MAX_MS = 31 * 24 * 3600 * 1000;

export interface ControlParts {
  running: RunningScenario;
  listener: Listener;
  /** The registries'. */
  registry: Listener;
  counts: RequestCounts;
}

export function controlOf({ running, listener, registry, counts }: ControlParts): Control {
  const state = () => stateOf(running);
  const inTurn = oneAtATime();
  const change = (request: ScenarioRequest) =>
    inTurn(async () => {
      // First the listener: where its port was taken meanwhile, nothing has changed.
      await Promise.all([listener.open(), registry.open()]);
      try {
        running.change({ seed: running.choice.seed, ...request });
      } catch (error) {
        const faults = faultsOf(running.plane.store);
        if (faults.api === 'stopped') await listener.close();
        if (faults.registry === 'down') await registry.close();
        throw error;
      }
      return state();
    });
  return {
    state,
    setClock: (given) =>
      inTurn(async () => {
        if ('mode' in given) running.clock.setMode(given.mode);
        else await step(running, given.stepMs);
        return state();
      }),
    setScenario: change,
    reset: () => change(running.choice),
    setFaults: (given) =>
      inTurn(async () => {
        const faults = { ...NO_FAULTS, ...given, metrics: { ...NO_FAULTS.metrics, ...given.metrics } };
        const { nodesUnplugged, metricsMissing, underVoltage, overheated, clocksBehind } = faults;
        checkNodes(running, [...nodesUnplugged, ...metricsMissing, ...underVoltage, ...overheated, ...clocksBehind]);
        if (faults.api === 'stopped') await listener.close();
        else await listener.open();
        if (faults.registry === 'down') await registry.close();
        else await registry.open();
        setFaults(running.plane.store, faults, running.clock.now());
        registerApis(running.plane, faults);
        return state();
      }),
    load: () => ({ services: running.plane.load.list() }),
    setLoad(settings) {
      checkServices(running, settings);
      setLoad(running.plane.store, settings);
      return { services: running.plane.load.list() };
    },
    addExercises: () => inTurn(async () => addExercises(running.plane)),
    removeExercises: () =>
      inTurn(async () => {
        removeExercises(running.plane);
        return state();
      }),
    cutWatches() {
      const { watches } = running.plane.api;
      const { count } = watches;
      watches.cutAll();
      return count;
    },
    compact: () => running.plane.store.compact(),
    requests: () => counts.list(),
    clearRequests: () => counts.clear(),
  };
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

function oneAtATime(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // Whoever asked hears of a failure; the next one's turn comes all the same.
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function step({ clock }: RunningScenario, stepMs: number): Promise<void> {
  if (clock.mode.kind !== 'paused') {
    throw new StatusError('Conflict', 'only a paused clock can be stepped: set its mode to paused first');
  }
  if (!(stepMs >= 0 && stepMs <= STEP_MAX_MS)) {
    throw new StatusError('BadRequest', `stepMs is from 0 to ${STEP_MAX_MS}`);
  }
  await stepPaced(clock, stepMs);
}

/** A board whose node was deleted is still one that can be unplugged. */
function checkNodes({ plane: { store, power } }: RunningScenario, names: readonly string[]): void {
  const boards = new Set(power.nodes);
  const missing = names.find((name) => !boards.has(name) && store.get('nodes', undefined, name) === undefined);
  if (missing === undefined) return;
  const known = store.list('nodes').map(({ metadata }) => metadata.name);
  throw new StatusError('BadRequest', `there is no node "${missing}"; there are: ${known.join(', ')}`);
}

function checkServices({ plane: { store } }: RunningScenario, settings: readonly LoadSetting[]): void {
  const missing = settings.find(({ namespace, service }) => store.get('services', namespace, service) === undefined);
  if (missing === undefined) return;
  const { namespace, service } = missing;
  const known = store.list('services', namespace).map(({ metadata }) => metadata.name);
  const others = known.length === 0 ? 'none there' : known.join(', ');
  throw new StatusError('BadRequest', `there is no service "${service}" in ${namespace}; there are: ${others}`);
}
