// The simulation behind a simulated cluster, in the browser: its rows read back, and what its owner asks of it.
import type {
  SimulatedBoardView,
  SimulatedLoadView,
  SimulationAction,
  SimulationResult,
  SimulationView,
  TroubleView,
} from '#lib/model/simulation-view.ts';
import type { Rows } from '#lib/model/stream.ts';
import { fetchOk } from './status-error.ts';

export const SIMULATION_TOPIC = 'simulation';

export interface SimulationRows {
  /** Null until the simulation has answered once. */
  state: SimulationView | null;
  boards: readonly SimulatedBoardView[];
  loads: readonly SimulatedLoadView[];
  trouble: TroubleView | null;
}

export function simulationOf(rows: Rows): SimulationRows {
  return {
    state: (rows['state'] as SimulationView | undefined) ?? null,
    boards: rowsBelow(rows, 'board/') as SimulatedBoardView[],
    loads: rowsBelow(rows, 'load/') as SimulatedLoadView[],
    trouble: (rows['trouble'] as TroubleView | undefined) ?? null,
  };
}

function rowsBelow(rows: Rows, prefix: string): unknown[] {
  return Object.entries(rows)
    .filter(([key]) => key.startsWith(prefix))
    .map(([, row]) => row);
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
