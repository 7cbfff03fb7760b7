// The simulated cluster's public face: only the launcher, tests and benches start one.
export { type Cluster, createCluster } from './cluster.ts';
export { checkScenario, UnknownScenarioError } from './running-scenario.ts';
export { scenarioNames } from './scenarios/catalogue.ts';
export { ScenarioParameterError, type ScenarioParameters } from './scenarios/scenario.ts';
