import { expect, test } from 'vitest';
import { desiredReplicasOf } from './desired-replicas.ts';

const LOOKED = [{ type: 'AbleToScale', status: 'True' }];

test.each([
  {
    name: 'what the status says',
    min: 2,
    status: { desiredReplicas: 4, currentReplicas: 2, conditions: LOOKED },
    is: 4,
  },
  { name: 'nothing before a look', min: 2, status: { desiredReplicas: 0, currentReplicas: 2 }, is: null },
  {
    name: 'nothing before a number',
    min: 2,
    status: { desiredReplicas: 0, currentReplicas: 2, conditions: LOOKED },
    is: null,
  },
  { name: 'zero at rest', min: 2, status: { desiredReplicas: 0, currentReplicas: 0, conditions: LOOKED }, is: 0 },
  { name: 'zero where it may', min: 0, status: { desiredReplicas: 0, currentReplicas: 2, conditions: LOOKED }, is: 0 },
])('it wants $name', ({ min, status, is }) => {
  const spec = { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: min, maxReplicas: 5 };
  expect(desiredReplicasOf({ spec, status })).toBe(is);
});
