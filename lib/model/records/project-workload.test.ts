import { describe, expect, it } from 'vitest';
import { projectDeployment, projectJob, projectStatefulSet } from './project-workload.ts';

const template = { spec: { containers: [{ name: 'c', image: 'app:1' }] } };
const selector = { matchLabels: { app: 'web' } };

describe('how a workload replaces its pods', () => {
  it('is read from a Deployment, with what the API fills in where it says nothing', () => {
    const { replacement } = projectDeployment({ spec: { selector, template } });
    expect(replacement).toMatchObject({ type: 'RollingUpdate', maxSurge: '25%', maxUnavailable: '25%' });
    const recreated = projectDeployment({ spec: { selector, template, strategy: { type: 'Recreate' } } });
    expect(recreated.replacement.type).toBe('Recreate');
  });

  it('is read from a StatefulSet, with its claims and where it begins to count', () => {
    const { replacement } = projectStatefulSet({
      spec: {
        selector,
        serviceName: 'db',
        template,
        podManagementPolicy: 'Parallel',
        ordinals: { start: 3 },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } },
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { storageClassName: 'local' } }],
      },
    });
    expect(replacement).toMatchObject({ parallel: true, firstOrdinal: 3, partition: 2 });
    expect(replacement.claimTemplates.map(({ metadata }) => metadata?.name)).toEqual(['data']);
  });

  it.each([
    { what: 'counts what a Job has left', spec: { backoffLimit: 6 }, status: { failed: 2 }, left: 4 },
    { what: 'never goes below none', spec: { backoffLimit: 0 }, status: { failed: 1 }, left: 0 },
    {
      what: 'does not count where a policy decides',
      spec: { backoffLimit: 6, podFailurePolicy: { rules: [] } },
      status: {},
      left: null,
    },
  ])('$what', ({ spec, status, left }) => {
    expect(projectJob({ spec: { template, ...spec }, status }).replacement.failuresLeft).toBe(left);
  });
});
