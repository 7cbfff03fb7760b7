import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../store/object.ts';
import { tableFor } from './table.ts';

const CREATED = '2017-12-07T09:00:00Z';
const NOW_MS = Date.parse('2017-12-07T10:30:00Z');

function cellsOf(id: string, object: object): Record<string, unknown> {
  const named = { metadata: { name: 'x', creationTimestamp: CREATED }, ...object } as KubeObject;
  const group = id.includes('.') ? id.slice(id.indexOf('.') + 1) : '';
  const table = tableFor({ type: { id, group }, objects: [named], nowMs: NOW_MS, includeObject: 'None' });
  const names = (table.columnDefinitions ?? []).map(({ name }) => name);
  return Object.fromEntries(names.map((name, i) => [name, table.rows[0]?.cells[i]]));
}

describe('what kubectl get shows', () => {
  it.each([
    ['ready', { conditions: [{ type: 'Ready', status: 'True' }] }, {}, 'Ready'],
    [
      'cordoned',
      { conditions: [{ type: 'Ready', status: 'True' }] },
      { unschedulable: true },
      'Ready,SchedulingDisabled',
    ],
    ['lost', { conditions: [{ type: 'Ready', status: 'Unknown' }] }, {}, 'NotReady'],
    ['never heard of', {}, {}, 'Unknown'],
  ])('of a node that is %s', (_name, status, spec, text) => {
    expect(cellsOf('nodes', { status, spec })).toMatchObject({ Status: text, Roles: '<none>', Age: '90m' });
  });

  it('of a node: roles sorted, the architecture beside the kernel, unknown for what it does not say', () => {
    const labels = { 'node-role.kubernetes.io/worker': '', 'node-role.kubernetes.io/control-plane': '' };
    const status = {
      nodeInfo: { architecture: 'arm64', kernelVersion: '4.9.13-bee42-v8', kubeletVersion: 'v1.8.4' },
      addresses: [{ type: 'InternalIP', address: '192.0.2.1' }],
    };
    expect(cellsOf('nodes', { metadata: { name: 'pi', labels }, status })).toMatchObject({
      Name: 'pi',
      Roles: 'control-plane,worker',
      Age: '<unknown>',
      Version: 'v1.8.4',
      'Internal-IP': '192.0.2.1',
      'External-IP': '<none>',
      'OS-Image': '<unknown>',
      'Kernel-Version': '4.9.13-bee42-v8 (arm64)',
    });
  });

  it('of a pod', () => {
    const status = {
      phase: 'Running',
      podIPs: [{ ip: '10.42.1.7' }],
      conditions: [{ type: 'a/b', status: 'True' }],
      containerStatuses: [
        {
          name: 'c',
          ready: false,
          restartCount: 3,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 1, finishedAt: '2017-12-07T10:27:00Z' } },
        },
      ],
    };
    const spec = { nodeName: 'pi', containers: [{ name: 'c' }], readinessGates: [{ conditionType: 'a/b' }] };
    expect(cellsOf('pods', { spec, status })).toEqual({
      Name: 'x',
      Ready: '0/1',
      Status: 'CrashLoopBackOff',
      Restarts: '3 (3m ago)',
      Age: '90m',
      IP: '10.42.1.7',
      Node: 'pi',
      'Nominated Node': '<none>',
      'Readiness Gates': '1/1',
    });
  });

  it('of a deployment', () => {
    const spec = {
      replicas: 3,
      selector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] },
      template: {
        spec: {
          containers: [
            { name: 'a', image: 'i:1' },
            { name: 'b', image: 'j:2' },
          ],
        },
      },
    };
    expect(cellsOf('deployments.apps', { spec, status: { readyReplicas: 2, updatedReplicas: 3 } })).toMatchObject({
      Ready: '2/3',
      'Up-to-date': 3,
      Available: 0,
      Containers: 'a,b',
      Images: 'i:1,j:2',
      Selector: 'app=web,!x',
    });
  });

  it.each([
    [
      { type: 'ClusterIP', clusterIPs: ['None'] },
      {},
      { 'Cluster-IP': 'None', 'External-IP': '<none>', 'Port(s)': '<none>' },
    ],
    [{ type: 'NodePort', ports: [{ port: 80, nodePort: 30080, protocol: 'TCP' }] }, {}, { 'Port(s)': '80:30080/TCP' }],
    [{ type: 'LoadBalancer' }, {}, { 'External-IP': '<pending>' }],
    [
      { type: 'LoadBalancer', externalIPs: ['b'] },
      { loadBalancer: { ingress: [{ ip: 'a' }] } },
      { 'External-IP': 'a,b' },
    ],
    [
      { type: 'ExternalName', externalName: 'example.org' },
      {},
      { 'Cluster-IP': '<none>', 'External-IP': 'example.org' },
    ],
  ])('of a service %j', (spec, status, cells) => {
    expect(cellsOf('services', { spec, status })).toMatchObject(cells);
  });

  it.each([
    ['none', [], [], '<none>'],
    [
      'an object average',
      [object('AverageValue', '100')],
      [{ object: { current: { averageValue: '333m' } } }],
      '333m/100 (avg)',
    ],
    ['not measured yet', [object('Value', '5')], [], '<unknown>/5'],
    ['a share of the request', [cpu(60)], [{ resource: { current: { averageUtilization: 12 } } }], 'cpu: 12%/60%'],
    ['more than two', [cpu(60), cpu(70), cpu(80)], [], 'cpu: <unknown>/60%, cpu: <unknown>/70% + 1 more...'],
  ])('of an autoscaler with targets: %s', (_name, metrics, currentMetrics, text) => {
    const spec = { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 5, metrics };
    expect(cellsOf('horizontalpodautoscalers.autoscaling', { spec, status: { currentMetrics } })).toMatchObject({
      Reference: 'Deployment/web',
      Targets: text,
      MinPods: '<unset>',
      MaxPods: 5,
    });
  });

  it('of an event: a series counts, and tells when it was last seen', () => {
    const event = {
      eventTime: '2017-12-07T10:00:00.000000Z',
      series: { count: 7, lastObservedTime: '2017-12-07T10:29:30.000000Z' },
      involvedObject: { kind: 'Pod', name: 'p' },
      reportingComponent: 'kubelet',
      reportingInstance: 'pi',
      message: ' Back-off \n',
    };
    expect(cellsOf('events', event)).toMatchObject({
      'Last Seen': '30s',
      'First Seen': '30m',
      Object: 'pod/p',
      Source: 'kubelet, pi',
      Message: 'Back-off',
      Count: 7,
    });
  });

  it('of an endpoint slice with many addresses', () => {
    const endpoints = ['1', '2', '3', '4', '5'].map((ip) => ({ addresses: [ip] }));
    expect(cellsOf('endpointslices.discovery.k8s.io', { addressType: 'IPv4', endpoints })).toMatchObject({
      Ports: '<unset>',
      Endpoints: '1,2,3 + 2 more...',
    });
  });

  it('of an API service that is not available', () => {
    const status = { conditions: [{ type: 'Available', status: 'False', reason: 'MissingEndpoints' }] };
    const spec = { service: { namespace: 'kube-system', name: 'metrics-server' } };
    expect(cellsOf('apiservices.apiregistration.k8s.io', { spec, status })).toMatchObject({
      Service: 'kube-system/metrics-server',
      Available: 'False (MissingEndpoints)',
    });
  });

  it('of pod metrics: containers summed, a column a resource', () => {
    const containers = [
      { usage: { cpu: '12500000n', memory: '1000Ki' } },
      { usage: { cpu: '7500000n', memory: '24Ki' } },
    ];
    expect(cellsOf('pods.metrics.k8s.io', { containers, window: '15s' })).toEqual({
      Name: 'x',
      cpu: '20m',
      memory: '1Mi',
      Window: '15s',
    });
  });

  it('of a kind without columns of its own', () => {
    expect(cellsOf('roles.rbac.authorization.k8s.io', {})).toEqual({ Name: 'x', 'Created At': CREATED });
  });
});

function object(type: 'AverageValue' | 'Value', amount: string) {
  const target = type === 'Value' ? { type, value: amount } : { type, averageValue: amount };
  return { type: 'Object', object: { target } };
}

function cpu(percent: number) {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } };
}

describe('tableFor', () => {
  const type = { id: 'pods', group: '' };
  const done = { metadata: { name: 'a', resourceVersion: '7' }, status: { phase: 'Succeeded' } } as KubeObject;

  it('carries the metadata a client needs beside the cells, and says which rows are done', () => {
    const table = tableFor({ type, objects: [done], nowMs: NOW_MS, includeObject: 'Metadata' });
    expect(table.metadata).toEqual({ resourceVersion: '7' });
    expect(table.rows[0]).toMatchObject({
      conditions: [{ type: 'Completed', status: 'True', reason: 'Succeeded' }],
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: done.metadata },
    });
  });

  it('leaves the columns out of later watch events', () => {
    const table = tableFor({ type, objects: [done], nowMs: NOW_MS, includeObject: 'Object', noHeaders: true });
    expect(table).toMatchObject({ columnDefinitions: null, rows: [{ object: done }] });
  });

  it('keeps the place of a paged list', () => {
    const listMeta = { resourceVersion: '9', continue: 'abc', remainingItemCount: 3 };
    expect(tableFor({ type, objects: [], nowMs: 0, includeObject: 'None', listMeta })).toMatchObject({
      metadata: listMeta,
      rows: [],
    });
  });
});
