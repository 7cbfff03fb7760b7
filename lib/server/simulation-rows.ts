import 'server-only';
// The rows of the topic `simulation`, out of what the control endpoint says.
import type { SimulatedBoardView, SimulatedLoadView, SimulationView } from '#lib/model/simulation-view.ts';
import type { ControlState } from './simulation-control.ts';

/** Of a rate: more would change with every answer, and nobody reads them. */
const DIGITS = 3;

export const TROUBLE_KEY = 'trouble';

export function simulationRows(state: ControlState): ReadonlyMap<string, unknown> {
  const { faults } = state;
  const view: SimulationView = {
    scenario: state.scenario,
    scenarios: state.scenarios,
    clockMode: state.clock.mode,
    api: faults.api,
    delayMs: faults.delayMs,
    permissionsTakenCount: faults.permissionsTaken.length,
  };
  const rows = new Map<string, unknown>([['state', view]]);
  const metricsMissing = new Set(faults.metricsMissing);
  for (const { name, architecture, power } of state.boards) {
    const board: SimulatedBoardView = { name, arch: architecture, power, metricsMissing: metricsMissing.has(name) };
    rows.set(`board/${name}`, board);
  }
  for (const { requestsPerSecond, ...service } of state.load) {
    const load: SimulatedLoadView = { ...service, requestsPerSecond: Number(requestsPerSecond.toPrecision(DIGITS)) };
    rows.set(`load/${service.namespace}/${service.service}`, load);
  }
  return rows;
}
