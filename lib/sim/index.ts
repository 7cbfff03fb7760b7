// The simulated cluster's public face: only the launcher, tests and benches start one.
export { CLOCK_SYNTAX, parseClockMode } from './clock.ts';
export { type Cluster, createCluster } from './cluster.ts';
export { checkScenario, UnknownScenarioError } from './running-scenario.ts';
export { scenarioNames } from './scenarios/catalogue.ts';
export { type ListedResource, recordingPlan } from './scenarios/recorded/plan.ts';
export { RecordingError, recordingText } from './scenarios/recorded/recording.ts';
export { isScenarioFile, readScenarioFile } from './scenarios/recorded/scenario-file.ts';
export { ScenarioParameterError, type ScenarioParameters } from './scenarios/scenario.ts';
export type { KubeObject } from './store/object.ts';
