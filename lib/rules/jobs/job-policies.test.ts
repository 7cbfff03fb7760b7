import type { PodFailurePolicy, SuccessPolicy } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { parseIndexes } from './job-indexes.ts';
import { judgeFailure, successMessage } from './job-policies.ts';

const failed: Pod = {
  metadata: { namespace: 'default', name: 'p' },
  status: {
    conditions: [{ type: 'DisruptionTarget', status: 'True' }],
    containerStatuses: [
      {
        name: 'main',
        image: '',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: { terminated: { exitCode: 42 } },
      },
    ],
  },
};

describe('what a failure policy makes of a pod that ended with 42, disrupted', () => {
  it.each<[string, PodFailurePolicy['rules'][number], object]>([
    [
      'the Job fails',
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [5, 42] } },
      {
        counts: true,
        action: 'FailJob',
        message: 'Container main for pod default/p failed with exit code 42 matching FailJob rule at index 0',
      },
    ],
    [
      'another container is meant',
      { action: 'FailJob', onExitCodes: { containerName: 'other', operator: 'In', values: [42] } },
      { counts: true },
    ],
    ['42 is excepted', { action: 'FailIndex', onExitCodes: { operator: 'NotIn', values: [42] } }, { counts: true }],
    [
      'disruptions do not count',
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { counts: false, action: 'Ignore' },
    ],
    [
      'a disruption fails the Job',
      { action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      {
        counts: true,
        action: 'FailJob',
        message: 'Pod default/p has condition DisruptionTarget matching FailJob rule at index 0',
      },
    ],
  ])('%s', (_name, rule, verdict) => {
    expect(judgeFailure({ rules: [rule] }, failed)).toEqual(verdict);
  });

  it('counts it without a policy', () => {
    expect(judgeFailure(undefined, failed)).toEqual({ counts: true });
  });
});

describe('a success policy of ten indexes of which 0-2 and 5 succeeded', () => {
  it.each<[SuccessPolicy['rules'], string | null]>([
    [[{ succeededIndexes: '0-2' }], 'Matched rules at index 0'],
    [[{ succeededIndexes: '0-3' }], null],
    [[{ succeededIndexes: '0-3' }, { succeededIndexes: '4-9', succeededCount: 1 }], 'Matched rules at index 1'],
    [[{ succeededCount: 4 }], 'Matched rules at index 0'],
    [[{ succeededCount: 5 }], null],
  ])('%j', (rules, message) => {
    expect(successMessage({ rules }, 10, parseIndexes('0-2,5', 10))).toBe(message);
  });
});
