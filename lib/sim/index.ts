// The simulated cluster's public face: only the launcher, tests and benches start one.
export { type Cluster, createCluster, UnknownScenarioError } from './cluster.ts';
export { scenarioNames } from './scenarios/catalogue.ts';
