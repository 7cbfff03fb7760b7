// What the control endpoint says of the simulation: which scenario runs and which there are, the clock, the faults, the boards.
import { type Faults, faultsOf } from '../faults.ts';
import type { Power } from '../kubelet/power.ts';
import type { RunningScenario } from '../running-scenario.ts';
import type { Scenario, ScenarioParameters } from '../scenarios/scenario.ts';
import type { Store } from '../store/store.ts';
import type { Load } from '../usage/load.ts';

export interface ClusterState {
  scenario: string;
  /** What it was started with; absent parameters have the scenario's defaults. */
  parameters: ScenarioParameters;
  seed: number;
  clock: {
    /** `real`, `paused` or `x10`. */
    mode: string;
    /** ISO 8601 with milliseconds. */
    now: string;
    /** Simulated seconds per second. */
    rate: number;
  };
  faults: Faults;
  boards: readonly BoardState[];
  /** What each service is asked now. */
  load: ReturnType<Load['list']>;
  watches: number;
  scenarios: readonly Omit<Scenario, 'build'>[];
}

export interface BoardState {
  /** Its node's name. */
  name: string;
  architecture: string;
  /** `unplugged` by a fault, `dark` by the scenario's own course. */
  power: 'on' | 'unplugged' | 'dark';
}

export function stateOf({ choice, clock, plane, scenarios }: RunningScenario): ClusterState {
  const { mode, rate } = clock;
  const faults = faultsOf(plane.store);
  return {
    scenario: choice.name,
    parameters: choice.parameters,
    seed: choice.seed,
    clock: {
      mode: mode.kind === 'times' ? `x${mode.factor}` : mode.kind,
      now: new Date(clock.now()).toISOString(),
      rate,
    },
    faults,
    boards: boardsOf(plane.power, plane.store, faults, clock.now()),
    load: plane.load.list(),
    watches: plane.api.watches.count,
    scenarios: scenarios.map(({ name, title, summary, parameters }) => ({
      name,
      title,
      summary,
      ...(parameters === undefined ? {} : { parameters }),
    })),
  };
}

function boardsOf(power: Power, store: Store, faults: Faults, nowMs: number): BoardState[] {
  const unplugged = new Set(faults.nodesUnplugged);
  return [...power.nodes].map((name) => ({
    name,
    architecture: power.boardOf(name)?.architecture ?? 'unknown',
    power: unplugged.has(name) ? 'unplugged' : power.isDark(store, name, nowMs) ? 'dark' : 'on',
  }));
}
