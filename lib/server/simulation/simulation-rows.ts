import 'server-only';
// The rows of the topic `simulation`, out of what the control endpoint says.
import type {
  SimulatedBoardView,
  SimulatedChainView,
  SimulatedHealth,
  SimulatedLoadView,
  SimulationView,
} from '#lib/model/simulation-view.ts';
import { ADAPTER_METRICS, isOfChain } from './chain-faults.ts';
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
    registry: faults.registry,
    metrics: state.metricsSources.map((source) => ({ source, state: faults.metrics[source] })),
    delayMs: faults.delayMs,
    permissionsTakenCount: faults.permissionsTaken.filter((taken) => !isOfChain(taken)).length,
    autoscaling: chainOf(state),
    exercises: state.exercises,
  };
  const rows = new Map<string, unknown>([['state', view]]);
  const metricsMissing = new Set(faults.metricsMissing);
  const health = healthByBoard(faults);
  for (const { name, architecture, power, health: breakable } of state.boards) {
    const board: SimulatedBoardView = {
      name,
      arch: architecture,
      power,
      metricsMissing: metricsMissing.has(name),
      health: health.get(name) ?? 'good',
      healthChoices: ['good', ...breakable],
    };
    rows.set(`board/${name}`, board);
  }
  for (const { requestsPerSecond, ...service } of state.load) {
    const load: SimulatedLoadView = { ...service, requestsPerSecond: Number(requestsPerSecond.toPrecision(DIGITS)) };
    rows.set(`load/${service.namespace}/${service.service}`, load);
  }
  return rows;
}

/** Those that are not well. One with both is shown with what is seen first. */
function healthByBoard({ underVoltage, overheated }: ControlState['faults']): ReadonlyMap<string, SimulatedHealth> {
  const hot = overheated.map((name): [string, SimulatedHealth] => [name, 'overheated']);
  return new Map([...hot, ...underVoltage.map((name): [string, SimulatedHealth] => [name, 'under-voltage'])]);
}

function chainOf({ faults, metricsSources, load }: ControlState): SimulatedChainView | null {
  if (load.length === 0 || !metricsSources.includes('customMetrics')) return null;
  const { permissionsTaken, unknownMetrics, appMetrics } = faults;
  return {
    hasAppMetrics: appMetrics === 'up',
    knowsMetrics: !ADAPTER_METRICS.some((metric) => unknownMetrics.includes(metric)),
    mayRead: !permissionsTaken.some(isOfChain),
  };
}
