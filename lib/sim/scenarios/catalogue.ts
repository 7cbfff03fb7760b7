// The scenarios there are, by name.
import { empty } from './empty.ts';
import { kubecon2017 } from './kubecon-2017/scenario.ts';
import type { Scenario } from './scenario.ts';

const SCENARIOS: readonly Scenario[] = [kubecon2017, empty];

export const scenarioNames: readonly string[] = SCENARIOS.map((scenario) => scenario.name);

/** The scenario of that name, or undefined where there is none. */
export function loadScenario(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}
