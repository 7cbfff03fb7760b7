import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AutoscalerRow, AutoscalerView, TimelineView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { EventReader } from '#test/support/event-stream.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import { clientOf } from '#test/support/simulated-api.ts';
import { snapshotOf, streamOf } from '../live/topics.ts';

const AUTOSCALERS_PATH = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';

describe('the topics of autoscaling', () => {
  let on: HubOnCluster;

  beforeEach(async () => {
    on = await HubOnCluster.start();
    await on.beginSettled();
  });
  afterEach(() => on.end());

  it("has a row for the talk's autoscaler, with its pods by architecture", async () => {
    const rows = await rowsOf('autoscaling');
    expect(rows['sources']).toMatchObject({ 'horizontalpodautoscalers.autoscaling': { state: 'live' } });
    const row = rows['autoscaler/default/sample-metrics-app-hpa'] as AutoscalerRow;
    expect(row).toMatchObject({
      reference: 'Deployment/sample-metrics-app',
      targets: '333m/100 (avg)',
      min: 2,
      max: 10,
      replicas: 8,
      desired: 8,
      pending: 0,
      health: { state: 'waiting', words: 'waits before it scales down' },
    });
    expect(row.byArch).toEqual([
      { arch: 'arm64', pods: 3, ready: 3 },
      { arch: 'arm', pods: 3, ready: 3 },
      { arch: 'amd64', pods: 2, ready: 0 },
    ]);
  });

  it('has a page for each autoscaler and for no other name', async () => {
    const rows = await rowsOf('autoscaler/default/sample-metrics-app-hpa');
    expect(rows['autoscaler']).toMatchObject({
      target: { kind: 'Deployment', href: '/placement?namespace=default&text=sample-metrics-app' },
      metrics: [
        {
          type: 'Object',
          title: 'http_requests of Service sample-metrics-app',
          current: '333m',
          target: '100 (avg)',
          meaning: '333m is a third of a request per second for each replica: m stands for thousandths',
          caution: null,
        },
      ],
    } satisfies Partial<Record<keyof AutoscalerView, unknown>>);
    expect(Object.keys(rows).some((key) => key.startsWith('event/'))).toBe(true);
    expect(await snapshotOf('autoscaler/default/nobody')).toBeNull();
    expect(await snapshotOf('autoscaler/default')).toBeNull();
    expect(await snapshotOf('autoscaler/default/a/b')).toBeNull();
  });

  it('shows in every cell what kubectl prints', async () => {
    const ask = clientOf(on.cluster);
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nobody' };
    const resource = (name: string, target: object) => ({ type: 'Resource', resource: { name, target } });
    const external = { metric: { name: 'queue' }, target: { type: 'Value', value: '1500m' } };
    const specs: Record<string, object> = {
      plain: { maxReplicas: 3, scaleTargetRef },
      many: {
        minReplicas: 2,
        maxReplicas: 4,
        scaleTargetRef: { ...scaleTargetRef, kind: 'StatefulSet' },
        metrics: [
          resource('cpu', { type: 'Utilization', averageUtilization: 70 }),
          resource('memory', { type: 'AverageValue', averageValue: '100Mi' }),
          { type: 'External', external },
        ],
      },
    };
    for (const [name, spec] of Object.entries(specs)) {
      const { status } = await ask('POST', AUTOSCALERS_PATH, { body: { metadata: { name }, spec } });
      expect(status).toBe(201);
    }
    on.cluster.clock.step(30_000);
    const shown = await vi.waitFor(async () => {
      const rows = Object.entries(await rowsOf('autoscaling')).flatMap(([key, row]) =>
        key.startsWith('autoscaler/') ? [row as AutoscalerRow] : [],
      );
      expect(rows.map(({ name, replicas }) => [name, replicas !== null])).toEqual(
        expect.arrayContaining([
          ['many', true],
          ['plain', true],
          ['sample-metrics-app-hpa', true],
        ]),
      );
      return rows;
    }, 10_000);
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const { json } = await ask('GET', '/apis/autoscaling/v2/horizontalpodautoscalers', { headers: { accept } });
    const printed = (json as unknown as { rows: { cells: unknown[] }[] }).rows.map(({ cells }) => cells.slice(0, 6));
    const cells = shown.map(({ name, reference, targets, min, max, replicas }) => {
      return [name, reference, targets, String(min), max, replicas];
    });
    const byName = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);
    expect(cells.sort(byName)).toEqual(printed.sort(byName));
    expect(printed).toHaveLength(3);
  });

  it('asks nobody along a chain that nobody looks at', async () => {
    const asked = () => {
      const requests = on.cluster.control.requests().filter(({ userAgent }) => userAgent === 'bramble');
      return requests.filter(({ resource }) => resource.endsWith('custom.metrics.k8s.io')).length;
    };
    await rowsOf('autoscaling');
    const topic = 'autoscaler/default/sample-metrics-app-hpa';
    const reader = new EventReader(await streamOf([topic], []));
    await reader.until(({ event, data }) => event !== 'heartbeat' && JSON.stringify(data).includes('hop/0/metric'));
    await reader.cancel();
    vi.useFakeTimers();
    const before = asked();
    expect(before).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(asked()).toBe(before);
  });

  it('remembers autoscalers that nobody looks at, where a history is kept', async () => {
    const hub = await on.beginSettled(undefined, { historyBytes: 1_000_000 });
    const family = hub.familyOf('autoscaling');
    await vi.waitFor(() => {
      family?.tick?.();
      expect(hub.cache.side.known('horizontalpodautoscalers.autoscaling')).toBe(true);
    }, 10_000);
    const asOf = hub.usage.clusterMs();
    family?.tick?.();
    on.cluster.clock.step(30_000);
    await vi.waitFor(() => expect(hub.usage.clusterMs()).toBeGreaterThanOrEqual(asOf + 30_000), 10_000);
    family?.tick?.();
    const { timeline } = (await rowsOf('autoscaler/default/sample-metrics-app-hpa')) as { timeline?: TimelineView };
    expect(timeline?.metric.length).toBeGreaterThanOrEqual(3);
    expect(timeline).toMatchObject({ target: 100, unit: 'requests per second for each replica' });
    expect(timeline?.desired[0]).toBe(8);
    expect(timeline?.marks.map(({ text }) => text)).toContain('to 8 replicas');
  });
});
