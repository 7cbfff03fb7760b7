// What a cluster's owner can do to the simulation itself: its clock, its faults, its watches and its history.

import type { WatchStreams } from '../api/read/watch-streams.ts';
import type { ClockMode, SimulatedClock } from '../clock.ts';
import { type Faults, faultsOf, NO_FAULTS, setFaults } from '../faults.ts';
import { StatusError } from '../status-error.ts';
import type { Store } from '../store/store.ts';
import type { Listener } from './listener.ts';
import type { RequestCount, RequestCounts } from './request-counts.ts';

export interface ClusterState {
  scenario: string;
  clock: {
    /** `real`, `paused` or `x10`. */
    mode: string;
    /** ISO 8601 with milliseconds. */
    now: string;
    /** Simulated seconds per second. */
    rate: number;
  };
  faults: Faults;
  watches: number;
}

export type ClockChange = { mode: ClockMode } | { stepMs: number };

export interface Control {
  state(): ClusterState;
  /** A step runs everything due meanwhile, each thing at its own instant; only a paused clock can be stepped. */
  setClock(change: ClockChange): ClusterState;
  /** Replaces all faults; what is not named is no fault. */
  setFaults(faults: Partial<Faults>): Promise<ClusterState>;
  /** Ends every watch, as a restarted API server would; returns how many there were. */
  cutWatches(): number;
  /** Forgets the history: watches and paged lists from before are expired. */
  compact(): void;
  requests(): RequestCount[];
  clearRequests(): void;
}

/** A month; a step runs to its end before anything else is answered. */
export const STEP_MAX_MS = 31 * 24 * 3600 * 1000;

export interface ControlParts {
  scenario: string;
  clock: SimulatedClock;
  store: Store;
  listener: Listener;
  watches: WatchStreams;
  counts: RequestCounts;
}

export function controlOf(parts: ControlParts): Control {
  const { clock, store, listener, watches, counts } = parts;
  const state = () => stateOf(parts);
  return {
    state,
    setClock(change) {
      if ('mode' in change) clock.setMode(change.mode);
      else step(clock, change.stepMs);
      return state();
    },
    async setFaults(given) {
      const faults = { ...NO_FAULTS, ...given };
      checkNodes(store, [...faults.nodesUnplugged, ...faults.metricsMissing]);
      // First the listener: where its port was taken meanwhile, nothing has changed.
      if (faults.api === 'stopped') await listener.close();
      else await listener.open();
      setFaults(store, faults);
      return state();
    },
    cutWatches() {
      const count = watches.count;
      watches.cutAll();
      return count;
    },
    compact: () => store.compact(),
    requests: () => counts.list(),
    clearRequests: () => counts.clear(),
  };
}

function stateOf({ scenario, clock, store, watches }: ControlParts): ClusterState {
  const { mode, rate } = clock;
  return {
    scenario,
    clock: {
      mode: mode.kind === 'times' ? `x${mode.factor}` : mode.kind,
      now: new Date(clock.now()).toISOString(),
      rate,
    },
    faults: faultsOf(store),
    watches: watches.count,
  };
}

function step(clock: SimulatedClock, stepMs: number): void {
  if (clock.mode.kind !== 'paused') {
    throw new StatusError('Conflict', 'only a paused clock can be stepped: set its mode to paused first');
  }
  if (!(stepMs >= 0 && stepMs <= STEP_MAX_MS)) {
    throw new StatusError('BadRequest', `stepMs is from 0 to ${STEP_MAX_MS}`);
  }
  clock.step(stepMs);
}

function checkNodes(store: Store, names: readonly string[]): void {
  const missing = names.find((name) => store.get('nodes', undefined, name) === undefined);
  if (missing === undefined) return;
  const known = store.list('nodes').map(({ metadata }) => metadata.name);
  throw new StatusError('BadRequest', `there is no node "${missing}"; there are: ${known.join(', ')}`);
}
