// The scenarios there are, by name.
import { big } from './big/scenario.ts';
import { classroom } from './classroom/scenario.ts';
import { empty } from './empty.ts';
import { kubecon2017 } from './kubecon-2017/scenario.ts';
import { modern } from './modern/scenario.ts';
import { type Scenario, ScenarioParameterError, type ScenarioParameters } from './scenario.ts';

export { ScenarioParameterError };

export const SCENARIOS: readonly Scenario[] = [kubecon2017, classroom, modern, empty, big];

export const scenarioNames: readonly string[] = SCENARIOS.map((scenario) => scenario.name);

/** The scenario of that name, or undefined where there is none. */
export function loadScenario(name: string, scenarios: readonly Scenario[] = SCENARIOS): Scenario | undefined {
  return scenarios.find((scenario) => scenario.name === name);
}

/** Throws a ScenarioParameterError where the scenario does not know a parameter, or not such a value of it. */
export function checkParameters({ name, parameters = {} }: Scenario, given: ScenarioParameters): void {
  for (const key of ['nodes', 'pods'] as const) {
    const value = given[key];
    if (value === undefined) continue;
    const bounds = parameters[key];
    if (bounds === undefined)
      throw new ScenarioParameterError(`the scenario ${name} has no number of ${key} to choose`);
    if (Number.isInteger(value) && value >= bounds.min && value <= bounds.max) continue;
    throw new ScenarioParameterError(`${key} ${value}: the scenario ${name} takes ${bounds.min} to ${bounds.max}`);
  }
}
