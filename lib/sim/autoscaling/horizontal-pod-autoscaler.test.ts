// Autoscaling as clients of a whole cluster see it: the talk's, with its load, its metrics and its boards.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

const HPAS = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
const RESOURCE = 'horizontalpodautoscalers.autoscaling';
const SAMPLE = 'sample-metrics-app-hpa';

let cluster: Cluster;
let ask: Ask;

beforeEach(async () => {
  const startAt = Date.UTC(2026, 0, 1);
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1, startAt });
  ask = clientOf(cluster);
});
afterEach(() => cluster.close());

const autoscaler = (name = SAMPLE): HorizontalPodAutoscaler => cluster.store.get(RESOURCE, 'default', name) ?? {};
const replicas = (name = 'sample-metrics-app') =>
  cluster.store.get('deployments.apps', 'default', name)?.spec?.replicas;
const condition = (type: string, name = SAMPLE) =>
  autoscaler(name).status?.conditions?.find((one) => one.type === type);
const reasons = (name = SAMPLE) =>
  cluster.store.list('events', 'default').flatMap(({ involvedObject, reason, message }) => {
    return involvedObject.name === name ? [`${reason}: ${message}`] : [];
  });
const step = (seconds: number) => cluster.clock.step(seconds * 1_000);

function architectures(): Set<string> {
  const pods = cluster.store
    .list('pods', 'default')
    .filter(({ metadata }) => metadata.labels?.['app'] === 'sample-metrics-app');
  const nodes = pods.flatMap(({ spec }) => (spec?.nodeName === undefined ? [] : [spec.nodeName]));
  return new Set(
    nodes.map((name) => cluster.store.get('nodes', undefined, name)?.metadata.labels?.['kubernetes.io/arch'] ?? ''),
  );
}

describe('the talk\u2019s autoscaler', () => {
  it('keeps its eight replicas for four minutes, and then follows the load over three architectures', () => {
    step(240);
    expect(replicas()).toBe(8);
    step(30);
    expect(replicas()).toBe(2);
    const seen: number[] = [];
    const places = new Set<string>();
    for (let minute = 0; minute < 45; minute++) {
      step(60);
      seen.push(replicas() ?? 0);
      for (const place of architectures()) places.add(place);
    }
    expect([Math.min(...seen), Math.max(...seen)]).toEqual([2, 10]);
    expect([...places].sort()).toEqual(['amd64', 'arm', 'arm64']);
    expect(reasons()).toContain(
      'SuccessfulRescale: New size: 10; reason: external metric http_requests(nil) above target',
    );
  });

  it('follows a load that somebody sets, as fast as metrics come', () => {
    step(270);
    cluster.control.setLoad([{ namespace: 'default', service: 'sample-metrics-app', requestsPerSecond: 390 }]);
    step(15);
    expect(replicas()).toBe(2);
    step(75);
    expect(replicas()).toBe(4);
    expect(autoscaler().status?.currentMetrics?.[0]?.object?.current).toEqual({ averageValue: '97500m' });
  });

  it('says what is missing when its metrics API is gone, and goes on when it is back', async () => {
    const path = '/apis/apiregistration.k8s.io/v1/apiservices';
    const names = ['v1beta1.custom.metrics.k8s.io', 'v1beta2.custom.metrics.k8s.io'];
    const services = await Promise.all(names.map((name) => ask('GET', `${path}/${name}`)));
    for (const name of names) await ask('DELETE', `${path}/${name}`);
    step(20);
    expect(condition('ScalingActive')).toMatchObject({
      status: 'False',
      reason: 'FailedGetObjectMetric',
      message:
        'the HPA was unable to compute the replica count: unable to get metric http_requests on Service default/sample-metrics-app: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered',
    });
    for (const { json } of services) {
      const { kind, apiVersion, metadata, spec } = json as { metadata: { name: string }; [field: string]: unknown };
      await ask('POST', path, { body: { kind, apiVersion, metadata: { name: metadata.name }, spec } });
    }
    step(20);
    expect(condition('ScalingActive')).toMatchObject({ status: 'True', reason: 'ValidMetricFound' });
  });

  it('is looked at again at once when its spec changes, and otherwise every 15 seconds', async () => {
    await ask('PATCH', `${HPAS}/${SAMPLE}`, { body: { spec: { maxReplicas: 5 } } });
    step(16);
    expect(replicas()).toBe(5);
    await ask('PATCH', `${HPAS}/${SAMPLE}`, { body: { spec: { maxReplicas: 4 } } });
    cluster.settle();
    expect([replicas(), autoscaler().status?.observedGeneration]).toEqual([4, 3]);
    expect(reasons().at(-1)).toBe(
      'SuccessfulRescale: New size: 4; reason: Current number of replicas above Spec.MaxReplicas',
    );
  });
});

describe('other metrics', () => {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample-metrics-app' };
  const target = (averageValue: string) => ({ type: 'AverageValue', averageValue });
  const pods = (name: string) => ({ type: 'Pods', pods: { metric: { name }, target: target('10') } });

  async function replaceMetrics(...metrics: unknown[]): Promise<void> {
    await ask('DELETE', `${HPAS}/${SAMPLE}`);
    const spec = { minReplicas: 2, maxReplicas: 10, metrics, scaleTargetRef };
    await ask('POST', HPAS, { body: { metadata: { name: SAMPLE }, spec } });
    step(16);
  }

  it('of each pod, of a container and of its memory have values', async () => {
    const container = { name: 'cpu', container: 'sample-metrics-app', target: target('100m') };
    const memory = { name: 'memory', target: { type: 'Utilization', averageUtilization: 90 } };
    const resource = { type: 'Resource', resource: memory };
    await replaceMetrics(pods('http_requests'), { type: 'ContainerResource', containerResource: container }, resource);
    expect(autoscaler().status?.currentMetrics).toEqual([
      {
        type: 'Pods',
        pods: { metric: { name: 'http_requests' }, current: { averageValue: expect.stringMatching(/^4\d\dm$/) } },
      },
      {
        type: 'ContainerResource',
        containerResource: {
          name: 'cpu',
          container: 'sample-metrics-app',
          current: { averageValue: expect.stringMatching(/^\dm$/) },
        },
      },
      {
        type: 'Resource',
        resource: {
          name: 'memory',
          current: { averageUtilization: expect.any(Number), averageValue: expect.stringMatching(/^\d+(Ki|m|)$/) },
        },
      },
    ]);
  });

  it('that nobody measures fail in the words of who was asked', async () => {
    const external = { type: 'External', external: { metric: { name: 'queue' }, target: target('10') } };
    await replaceMetrics(pods('nope'), external);
    const told = reasons().filter((text) => text.startsWith('FailedGet'));
    expect(told).toEqual([
      expect.stringContaining(
        'FailedGetPodsMetric: unable to get metric nope: unable to fetch metrics from custom metrics API: ',
      ),
      'FailedGetExternalMetric: unable to get external metric default/queue/nil: unable to fetch metrics from external metrics API: the server could not find the metric queue for namespaces',
    ]);
  });
});

describe('an autoscaler on CPU', () => {
  const labels = { app: 'web' };

  beforeEach(async () => {
    const container = { name: 'web', image: 'nginx', resources: { requests: { cpu: '10m' } } };
    const template = { metadata: { labels }, spec: { containers: [container] } };
    await ask('POST', '/apis/apps/v1/namespaces/default/deployments', {
      body: { metadata: { name: 'web' }, spec: { selector: { matchLabels: labels }, template } },
    });
    const ports = [{ port: 80 }];
    await ask('POST', '/api/v1/namespaces/default/services', {
      body: { metadata: { name: 'web' }, spec: { selector: labels, ports } },
    });
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    await ask('POST', '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers', {
      body: { metadata: { name: 'web' }, spec: { maxReplicas: 5, targetCPUUtilizationPercentage: 50, scaleTargetRef } },
    });
  });

  it('has no metric at first, then finds the pods idle, and scales up under load', () => {
    cluster.settle();
    expect(condition('ScalingActive', 'web')).toMatchObject({ status: 'False', reason: 'FailedGetResourceMetric' });
    step(420);
    expect(condition('ScalingActive', 'web')).toMatchObject({ status: 'True', reason: 'ValidMetricFound' });
    expect(replicas('web')).toBe(1);
    cluster.control.setLoad([{ namespace: 'default', service: 'web', requestsPerSecond: 90 }]);
    step(60);
    expect(replicas('web')).toBe(5);
    expect(reasons('web')).toContain(
      'SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target',
    );
  });

  it('says that its target is not there', async () => {
    await ask('DELETE', '/apis/apps/v1/namespaces/default/deployments/web');
    step(16);
    expect(condition('AbleToScale', 'web')).toMatchObject({
      status: 'False',
      reason: 'FailedGetScale',
      message: 'the HPA controller was unable to get the target\'s current scale: deployments.apps "web" not found',
    });
  });

  it('stands back from pods that another one scales', async () => {
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    await ask('POST', HPAS, { body: { metadata: { name: 'other' }, spec: { maxReplicas: 3, scaleTargetRef } } });
    step(31);
    for (const name of ['web', 'other']) {
      expect(condition('ScalingActive', name)).toMatchObject({
        reason: 'AmbiguousSelector',
        message: 'pods by selector app=web are controlled by more than one HPA (e.g. [default/other default/web])',
      });
    }
  });
});
