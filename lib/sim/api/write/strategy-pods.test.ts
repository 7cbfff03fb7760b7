import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
  cluster.settle();
  ask = clientOf(cluster);
});

afterAll(() => cluster.close());

it('makes selectors of the labels that a new pod is to share with others, or not', async () => {
  const labelSelector = { matchLabels: { app: 'web' } };
  const near = { topologyKey: 'kubernetes.io/arch', labelSelector, matchLabelKeys: ['version', 'absent'] };
  const far = { topologyKey: 'kubernetes.io/hostname', labelSelector, mismatchLabelKeys: ['tenant'] };
  const spread = { topologyKey: 'kubernetes.io/hostname', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' };
  const { json } = await ask('POST', '/api/v1/namespaces/default/pods', {
    body: {
      metadata: { name: 'p', labels: { app: 'web', version: '2', tenant: 'red' } },
      spec: {
        containers: [{ name: 'c', image: 'busybox' }],
        affinity: {
          podAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: near }],
          },
          podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [far] },
        },
        topologySpreadConstraints: [{ ...spread, labelSelector, matchLabelKeys: ['version'] }],
      },
    },
  });
  const version = { ...labelSelector, matchExpressions: [{ key: 'version', operator: 'In', values: ['2'] }] };
  const tenant = { ...labelSelector, matchExpressions: [{ key: 'tenant', operator: 'NotIn', values: ['red'] }] };
  expect(json).toMatchObject({
    spec: {
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { podAffinityTerm: { labelSelector: version, matchLabelKeys: ['version', 'absent'] } },
          ],
        },
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: tenant }] },
      },
      topologySpreadConstraints: [{ labelSelector: version }],
    },
  });
});
