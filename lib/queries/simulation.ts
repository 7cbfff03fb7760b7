// The simulation behind a simulated cluster, in the browser: its rows read back, and what its owner asks of it.
import type {
  SimulatedBoardView,
  SimulationAction,
  SimulationResult,
  SimulationView,
  TroubleView,
} from '#lib/model/simulation-view.ts';
import type { Rows } from '#lib/model/stream.ts';
import { fetchOk } from './status-error.ts';

export const SIMULATION_TOPIC = 'simulation';
const BOARD_PREFIX = 'board/';

export interface SimulationRows {
  /** Null until the simulation has answered once. */
  state: SimulationView | null;
  boards: readonly SimulatedBoardView[];
  trouble: TroubleView | null;
}

export function simulationOf(rows: Rows): SimulationRows {
  return {
    state: (rows['state'] as SimulationView | undefined) ?? null,
    boards: Object.entries(rows)
      .filter(([key]) => key.startsWith(BOARD_PREFIX))
      .map(([, row]) => row as SimulatedBoardView),
    trouble: (rows['trouble'] as TroubleView | undefined) ?? null,
  };
}

/** Throws a StatusError that says what was refused and why. */
export async function runSimulationAction(action: SimulationAction): Promise<SimulationResult> {
  const response = await fetchOk('/api/simulation', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(action),
  });
  return (await response.json()) as SimulationResult;
}
