import { describe, expect, it } from 'vitest';
import type { ApiServiceRecord, PodRecord } from '../records/records.ts';
import { pod } from '../testdata/cluster.ts';
import { type SignedCluster, sourceSigns } from './source-signs.ts';

const [container] = pod().containers;

function running(image: string, readySince: string | null = '2026-11-23T09:00:00Z'): PodRecord {
  return { ...pod(), readySince, containers: container === undefined ? [] : [{ ...container, image }] };
}

function api(group: string, isTrue: boolean): ApiServiceRecord {
  const available = { isTrue, reason: '', message: '', since: null };
  return { name: `v1beta1.${group}`, group, version: 'v1beta1', service: null, available };
}

describe('sourceSigns', () => {
  it.each<[string, Partial<SignedCluster>, number]>([
    ['a Prometheus that is ready', { pods: [running('quay.io/prometheus/prometheus:v3.8.1')] }, 1],
    ['a Heapster of one architecture', { pods: [running('gcr.io/google_containers/heapster-arm:v1.4.0')] }, 1],
    ['one that is not ready yet', { pods: [running('quay.io/prometheus/prometheus:v3.8.1', null)] }, 0],
    ['its operator', { pods: [running('quay.io/prometheus-operator/prometheus-operator:v0.87.0')] }, 0],
    ['its exporter', { pods: [running('quay.io/prometheus/node-exporter:v1.10.2')] }, 0],
    [
      'a service of its name',
      { services: [{ namespace: 'monitoring', name: 'prometheus-k8s', selector: {}, ports: [] }] },
      1,
    ],
    ['another service', { services: [{ namespace: 'demo', name: 'web', selector: {}, ports: [] }] }, 0],
    ['the metrics API', { apiServices: [api('metrics.k8s.io', true)] }, 1],
    ['the metrics API before it answers', { apiServices: [api('metrics.k8s.io', false)] }, 0],
    ['another API', { apiServices: [api('wardle.example.com', true)] }, 0],
  ])('counts %s', (_what, more, count) => {
    expect(sourceSigns({ pods: [], services: [], apiServices: [], ...more }).size).toBe(count);
  });

  it('tells a Prometheus from the one before it', () => {
    const image = 'prom/prometheus:v3.8.1';
    const signs = (uid: string) => [
      ...sourceSigns({ pods: [{ ...running(image), uid }], services: [], apiServices: [] }),
    ];
    expect(signs('a')).not.toEqual(signs('b'));
  });
});
