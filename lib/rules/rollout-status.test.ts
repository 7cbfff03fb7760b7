import type { DaemonSetStatus, DeploymentStatus, StatefulSetSpec, StatefulSetStatus } from 'kubernetes-types/apps/v1';
import { describe, expect, it } from 'vitest';
import { daemonSetRollout, deploymentRollout, statefulSetRollout } from './rollout-status.ts';

const POD = { selector: {}, template: {} };
const COMPLETE = { state: 'complete' };
const UNOBSERVED = { state: 'unobserved' };

// Cases as in rollout_status_test.go (TestDeploymentStatusViewerStatus), and a deadline that is over.
describe('deploymentRollout', () => {
  const counts = (replicas: number, updatedReplicas: number, availableReplicas: number): DeploymentStatus => ({
    observedGeneration: 1,
    replicas,
    updatedReplicas,
    availableReplicas,
  });
  const overdue = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' };
  it.each<[string, number, number, DeploymentStatus | undefined, object]>([
    ['no new pods', 0, 1, counts(1, 0, 1), { state: 'updating', updated: 0, of: 1 }],
    ['old pods left', 1, 1, counts(2, 1, 2), { state: 'ending', old: 1 }],
    ['new pods that are not available', 1, 2, counts(2, 2, 1), { state: 'starting', available: 1, of: 2 }],
    ['all new and available', 1, 2, counts(2, 2, 2), COMPLETE],
    ['a change that is not seen yet', 2, 2, counts(2, 2, 2), UNOBSERVED],
    ['a new one', 1, 2, undefined, UNOBSERVED],
    ['a deadline that is over', 1, 2, { ...counts(2, 1, 1), conditions: [overdue] }, { state: 'overdue' }],
    ['none wanted', 1, 0, counts(0, 0, 0), COMPLETE],
  ])('%s', (_name, generation, replicas, status, expected) => {
    const deployment = { metadata: { generation }, spec: { ...POD, replicas }, ...(status && { status }) };
    expect(deploymentRollout(deployment)).toEqual(expected);
  });
});

// Cases as in TestDaemonSetStatusViewerStatus.
describe('daemonSetRollout', () => {
  const counts = (wanted: number, updatedNumberScheduled: number, numberAvailable: number): DaemonSetStatus => ({
    observedGeneration: 1,
    currentNumberScheduled: wanted,
    desiredNumberScheduled: wanted,
    numberMisscheduled: 0,
    numberReady: numberAvailable,
    updatedNumberScheduled,
    numberAvailable,
  });
  it.each<[string, number, DaemonSetStatus | undefined, object]>([
    ['no new pods', 0, counts(1, 0, 0), { state: 'updating', updated: 0, of: 1 }],
    ['new pods that are not available', 1, counts(2, 2, 1), { state: 'starting', available: 1, of: 2 }],
    ['all new and available', 1, counts(2, 2, 2), COMPLETE],
    ['a change that is not seen yet', 2, counts(2, 2, 2), UNOBSERVED],
    ['a new one', 1, undefined, UNOBSERVED],
    ['one for no board', 1, counts(0, 0, 0), COMPLETE],
  ])('%s', (_name, generation, status, expected) => {
    const set = { metadata: { generation }, spec: POD, ...(status && { status }) };
    expect(daemonSetRollout(set)).toEqual(expected);
    if (expected === UNOBSERVED) return;
    expect(daemonSetRollout({ ...set, spec: { ...POD, updateStrategy: { type: 'OnDelete' } } })).toEqual(COMPLETE);
  });
});

// Cases as in TestStatefulSetStatusViewerStatus; with the partition of 0 that the API server fills in as well.
describe('statefulSetRollout', () => {
  const counts = (readyReplicas: number, updatedReplicas: number, observedGeneration = 2): StatefulSetStatus => ({
    observedGeneration,
    replicas: 3,
    readyReplicas,
    updatedReplicas,
  });
  const revisions = (currentRevision: string) => ({ ...counts(3, 3), currentRevision, updateRevision: 'foo' });
  it.each<[string, number, StatefulSetSpec['updateStrategy'], StatefulSetStatus, object]>([
    ['replaced by hand', 1, { type: 'OnDelete' }, counts(1, 0, 1), COMPLETE],
    ['a change that is not seen yet', 3, {}, counts(3, 0), UNOBSERVED],
    ['pods that are not ready', 1, {}, counts(2, 0), { state: 'starting', available: 2, of: 3 }],
    ['all above the partition new', 1, { rollingUpdate: { partition: 2 } }, counts(3, 1), COMPLETE],
    [
      'not all above the partition new',
      1,
      { rollingUpdate: { partition: 2 } },
      counts(3, 0),
      { state: 'updating', updated: 0, of: 1 },
    ],
    [
      'not all new, with a partition of 0',
      1,
      { rollingUpdate: { partition: 0 } },
      counts(3, 2),
      { state: 'updating', updated: 2, of: 3 },
    ],
    ['all new, with a partition of 0', 1, { rollingUpdate: { partition: 0 } }, counts(3, 3), COMPLETE],
    ['all of the newest revision', 1, {}, revisions('foo'), COMPLETE],
    ['the current revision an older one', 1, {}, revisions('bar'), { state: 'updating', updated: 3, of: 3 }],
  ])('%s', (_name, generation, updateStrategy, status, expected) => {
    const spec: StatefulSetSpec = { ...POD, serviceName: 'db', replicas: 3, ...(updateStrategy && { updateStrategy }) };
    expect(statefulSetRollout({ metadata: { generation }, spec, status })).toEqual(expected);
  });
});
