// Requests sent through the API server's proxy: what they do to what is measured of the pods that answer them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuantity } from '#lib/rules/quantity.ts';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

const SERVICE = 'namespaces/default/services/sample-metrics-app';
const SENT = 120;

describe('requests through the proxy of the API server', () => {
  let cluster: Cluster;
  let ask: Ask;

  beforeAll(async () => {
    cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1 });
    ask = clientOf(cluster);
  });

  afterAll(() => cluster.close());

  const valuesOf = async (object: string) => {
    const { json } = await ask('GET', `/apis/custom.metrics.k8s.io/v1beta1/namespaces/default/${object}/http_requests`);
    return (json.items ?? []).map(({ value }) => parseQuantity(String(value)));
  };
  const onService = async () => (await valuesOf('services/sample-metrics-app'))[0] ?? Number.NaN;
  const onPods = async () => (await valuesOf('pods/*')).reduce((total, value) => total + value, 0);

  it('are in the metric with the next measurement, for a minute', async () => {
    cluster.clock.step(30_000);
    const before = { service: await onService(), pods: await onPods() };
    for (let count = 0; count < SENT; count++) await ask('GET', `/api/v1/${SERVICE}:8080/proxy/`);
    expect(await onService(), 'nobody has measured yet').toBeCloseTo(before.service, 2);
    cluster.clock.step(30_000);
    expect((await onService()) - before.service).toBeCloseTo(SENT / 60, 2);
    expect((await onPods()) - before.pods).toBeCloseTo(SENT / 60, 2);
    cluster.clock.step(90_000);
    expect(await onService()).toBeCloseTo(before.service, 2);
  });
});
