import type { Pod, ResourceQuota } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { formatQuantity } from '../quantity.ts';
import { quotaCovers, quotaUsage, quotaUsed } from './quota-usage.ts';

const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

function usageOf(resource: string, object: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(quotaUsage(resource, object, NOW_MS)).map(([name, amount]) => [name, formatQuantity(amount)]),
  );
}

function podOf(resources: object, more: Partial<Pod> = {}): Pod {
  return { spec: { containers: [{ name: 'a', resources }] }, ...more };
}

describe('quotaUsage', () => {
  it('counts requests under their plain and their full names, and limits', () => {
    const pod = podOf({ requests: { cpu: '250m', memory: '64Mi' }, limits: { cpu: '1', memory: '128Mi' } });
    expect(usageOf('pods', pod)).toEqual({
      'count/pods': '1',
      pods: '1',
      cpu: '250m',
      'requests.cpu': '250m',
      memory: '64Mi',
      'requests.memory': '64Mi',
      'limits.cpu': '1',
      'limits.memory': '128Mi',
    });
  });

  it.each([
    ['ended', { status: { phase: 'Succeeded' } }],
    ['overdue', { metadata: { deletionTimestamp: '2025-12-31T23:00:00Z', deletionGracePeriodSeconds: 30 } }],
  ])('counts a pod that has %s as an object alone', (_why, more) => {
    expect(usageOf('pods', podOf({ requests: { cpu: '1' } }, more))).toEqual({ 'count/pods': '1' });
  });

  it.each([
    [{ type: 'ClusterIP', ports: [{ port: 80 }] }, '0', '0'],
    [{ type: 'NodePort', ports: [{ port: 80 }, { port: 81 }] }, '2', '0'],
    [{ type: 'LoadBalancer', ports: [{ port: 80 }] }, '1', '1'],
    [{ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: [{ port: 80 }] }, '0', '1'],
  ])('counts node ports and balancers of the service %j', (spec, nodePorts, balancers) => {
    expect(usageOf('services', { spec })).toMatchObject({
      services: '1',
      'services.nodeports': nodePorts,
      'services.loadbalancers': balancers,
    });
  });

  it('charges a claim to its storage class too', () => {
    const spec = { storageClassName: 'gold', resources: { requests: { storage: '5Gi' } } };
    expect(usageOf('persistentvolumeclaims', { spec })).toEqual({
      'count/persistentvolumeclaims': '1',
      persistentvolumeclaims: '1',
      'requests.storage': '5Gi',
      'gold.storageclass.storage.k8s.io/persistentvolumeclaims': '1',
      'gold.storageclass.storage.k8s.io/requests.storage': '5Gi',
    });
  });

  it('counts other objects by their resource, and four of them by their plain name as well', () => {
    expect(usageOf('jobs.batch', {})).toEqual({ 'count/jobs.batch': '1' });
    expect(usageOf('secrets', {})).toEqual({ 'count/secrets': '1', secrets: '1' });
  });
});

describe('quotaCovers', () => {
  const quota = (spec: ResourceQuota['spec']): ResourceQuota => ({ spec });
  it.each([
    ['BestEffort', podOf({}), true],
    ['BestEffort', podOf({ requests: { cpu: '1' } }), false],
    ['NotBestEffort', podOf({ requests: { cpu: '1' } }), true],
    ['Terminating', podOf({}), false],
    ['NotTerminating', podOf({}), true],
    ['PriorityClass', podOf({}), false],
  ])('in scope %s', (scope, pod, expected) => {
    expect(quotaCovers(quota({ hard: { pods: '1' }, scopes: [scope] }), 'pods', pod)).toBe(expected);
  });

  it('compares priority classes by name', () => {
    const matchExpressions = [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }];
    const limited = quota({ hard: { pods: '1' }, scopeSelector: { matchExpressions } });
    const withClass = (priorityClassName: string) => ({ spec: { containers: [], priorityClassName } });
    expect(quotaCovers(limited, 'pods', withClass('high'))).toBe(true);
    expect(quotaCovers(limited, 'pods', withClass('low'))).toBe(false);
  });

  it('is not about what it does not name', () => {
    expect(quotaCovers(quota({ hard: { services: '1' } }), 'pods', podOf({}))).toBe(false);
  });
});

it('sums what a namespace uses of a quota, zero for what nobody uses, nothing for names nobody counts', () => {
  const hard = { 'requests.cpu': '2', pods: '10', 'count/jobs.batch': '3', 'limits.memory': '1Gi', strange: '1' };
  const pods = [podOf({ requests: { cpu: '500m' } }), podOf({ requests: { cpu: '1' } }), podOf({})];
  const list = (resource: string) => (resource === 'pods' ? pods : []);
  expect(quotaUsed({ spec: { hard } }, ['pods', 'jobs.batch'], list, NOW_MS)).toEqual({
    'requests.cpu': '1500m',
    pods: '3',
    'count/jobs.batch': '0',
    'limits.memory': '0',
  });
});
