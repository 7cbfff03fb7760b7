// The simulated cluster's public face: only the launcher, tests and benches start one.
export { type Cluster, type ClusterOptions, createCluster, UnknownScenarioError } from './cluster.ts';
export type { ClusterState, Control } from './http/control.ts';
export { scenarioNames } from './scenarios/catalogue.ts';
