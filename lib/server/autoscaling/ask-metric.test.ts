// What an adapter may answer, and what is made of it: whoever wrote one, no answer may stop the page.

import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { metricReading } from '#lib/model/autoscaling/metric-reading.ts';
import { ScriptedApi, sendJson } from '#test/support/scripted-api.ts';
import { askMetric } from './ask-metric.ts';
import { Asking } from './asking.ts';
import { KindResources } from './kind-resources.ts';

const EXTERNAL: MetricSpec = {
  type: 'External',
  external: { metric: { name: 'queue' }, target: { type: 'Value', value: '10' } },
};
const CPU: MetricSpec = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
};
const TIME = '2017-12-07T12:00:00Z';
const use = (containers: unknown) => ({ metadata: { name: 'a' }, timestamp: TIME, window: '30s', containers });

describe('what a metrics API answers', () => {
  let api: ScriptedApi;
  let transport: Transport;

  beforeEach(async () => {
    api = new ScriptedApi(() => undefined);
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
  });
  afterEach(async () => {
    await transport.close();
    await api.close();
  });

  async function read(spec: MetricSpec, body: unknown) {
    api.script = (_, response) => sendJson(response, body);
    const asking = new Asking({ transport, clusterMs: () => Date.parse(TIME) }, new AbortController().signal);
    const found = { group: 'external.metrics.k8s.io', version: 'v1beta1', apiService: null, names: null } as const;
    const versions = { at: TIME, latencyMs: 0, ok: true, value: ['v1beta1'] } as const;
    const question = { spec, namespace: 'default', podSelector: 'app=a', api: { ...found, versions } };
    const { values } = await askMetric(asking, new KindResources(), question);
    return { ok: values?.ok, reading: metricReading({ spec, values }) };
  }

  it.each<[string, MetricSpec, unknown, { totalMilli: number; count: number } | null]>([
    ['no list', EXTERNAL, { items: 7 }, null],
    ['no object', EXTERNAL, 'hello', null],
    ['null', EXTERNAL, { items: [null, 3, 'x'] }, null],
    ['no number', EXTERNAL, { items: [{ value: 'NaN', timestamp: TIME }] }, null],
    ['an endless number', EXTERNAL, { items: [{ value: '1e999999999', timestamp: TIME }] }, null],
    ['a long number', EXTERNAL, { items: [{ value: '9'.repeat(100_000), timestamp: TIME }] }, null],
    ['below zero', EXTERNAL, { items: [{ value: '-5', timestamp: TIME }] }, { totalMilli: -5_000, count: 1 }],
    ['no time', EXTERNAL, { items: [{ value: '5', timestamp: 'soon' }] }, { totalMilli: 5_000, count: 1 }],
    ['pods without containers', CPU, { items: [use(null), use([null]), use([{ name: 'a' }])] }, null],
    ['a use that is no text', CPU, { items: [use([{ name: 'a', usage: { cpu: null } }])] }, null],
    ['a pod', CPU, { items: [use([{ name: 'a', usage: { cpu: '5m' } }])] }, { totalMilli: 5, count: 1 }],
  ])('may be %s', async (_what, spec, body, reading) => {
    const made = await read(spec, body);
    if (reading === null) expect(made.reading).toBeNull();
    else expect(made.reading).toMatchObject(reading);
  });
});
