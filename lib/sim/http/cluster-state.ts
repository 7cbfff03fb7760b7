// What the control endpoint says of the simulation: which scenario runs and which there are, the clock, the faults, the boards, the exercises.

import { isApiHere } from '../aggregated/registration.ts';
import type { ControlPlane } from '../control-plane.ts';
import { type ExercisesState, exercisesState } from '../exercises/exercise-set.ts';
import { type Faults, faultsOf, METRICS_SOURCES, type MetricsSource } from '../faults.ts';
import type { Board } from '../kubelet/board.ts';
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
  /** What tells of use here, and can be broken. */
  metricsSources: readonly MetricsSource[];
  /** What each service is asked now. */
  load: ReturnType<Load['list']>;
  exercises: ExercisesState;
  watches: number;
  scenarios: readonly Omit<Scenario, 'build'>[];
}

export type BoardFault = 'under-voltage' | 'overheated';

export interface BoardState {
  /** Its node's name. */
  name: string;
  architecture: string;
  /** `unplugged` by a fault, `dark` by the scenario's own course. */
  power: 'on' | 'unplugged' | 'dark';
  /** What of its health can be broken and seen: an exporter tells of it. */
  health: readonly BoardFault[];
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
    metricsSources: metricsSourcesOf(plane),
    load: plane.load.list(),
    exercises: exercisesState(plane.store),
    watches: plane.api.watches.count,
    scenarios: scenarios.map(({ name, title, summary, parameters }) => ({
      name,
      title,
      summary,
      ...(parameters === undefined ? {} : { parameters }),
    })),
  };
}

function metricsSourcesOf({ store, recorder }: ControlPlane): MetricsSource[] {
  const { programs } = recorder;
  return METRICS_SOURCES.filter((source) =>
    source === 'prometheus' || source === 'heapster' ? programs.has(source) : isApiHere(store, source),
  );
}

function healthOf(board: Board | undefined): BoardFault[] {
  if (board?.hardware === undefined) return [];
  return board.hardware.voltageAlarm ? ['under-voltage', 'overheated'] : ['overheated'];
}

function boardsOf(power: Power, store: Store, faults: Faults, nowMs: number): BoardState[] {
  const unplugged = new Set(faults.nodesUnplugged);
  return [...power.nodes].map((name) => ({
    name,
    architecture: power.boardOf(name)?.architecture ?? 'unknown',
    health: healthOf(power.boardOf(name)),
    power: unplugged.has(name) ? 'unplugged' : power.isDark(store, name, nowMs) ? 'dark' : 'on',
  }));
}
