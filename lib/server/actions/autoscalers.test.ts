// Acting on autoscalers of a simulated cluster: tried out with what is likely to come of it, done, and taken back.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AutoscalerSettings } from '#lib/model/actions/autoscaler-action.ts';
import type { ClusterAction } from '#lib/model/actions/cluster-action.ts';
import type { Cluster } from '#lib/sim/index.ts';
import { acting } from '#test/support/acting.ts';
import { HubOnCluster } from '#test/support/hub-on-cluster.ts';
import { refusal } from '#test/support/refusal.ts';
import type { Hub } from '../live/hub.ts';

const HPA = 'horizontalpodautoscalers.autoscaling';
const NAME = 'sample-metrics-app-hpa';
const NOW: AutoscalerSettings = { min: 2, max: 10, targets: ['100'], behavior: null };

describe('acting on autoscalers', () => {
  let on: HubOnCluster;
  let cluster: Cluster;
  let hub: Hub;

  beforeEach(async () => {
    on = await HubOnCluster.start();
    cluster = on.cluster;
    hub = await on.beginSettled();
  });

  afterEach(() => on.end());

  const { preview, act, undo } = acting(() => hub);
  const stored = (name = NAME) => cluster.store.get(HPA, 'default', name) as HorizontalPodAutoscaler | undefined;
  const edit = (change: Partial<AutoscalerSettings>): ClusterAction => ({
    action: 'edit-autoscaler',
    autoscaler: { namespace: 'default', name: NAME },
    settings: { ...NOW, ...change },
  });
  const autoscale = (change: Partial<Extract<ClusterAction, { action: 'autoscale' }>> = {}): ClusterAction => ({
    action: 'autoscale',
    workload: { kind: 'Deployment', namespace: 'default', name: 'prometheus-operator' },
    name: 'prometheus-operator',
    metric: { type: 'Resource', resource: 'cpu', utilization: 80 },
    settings: { min: 1, max: 3, behavior: null },
    ...change,
  });

  it('changes limits, target and pace, all of it after a preview, and takes it back', async () => {
    const before = stored()?.spec;
    const scaleDown = { stabilizationWindowSeconds: 60, policies: [{ type: 'Pods', value: 1, periodSeconds: 30 }] };
    const action = edit({ min: 1, max: 20, targets: ['500m'], behavior: { scaleDown } });
    const tried = await preview(action);
    expect(tried).toMatchObject({ applied: false, changes: true });
    expect(tried.effects).toEqual([
      'changes the minimum from 2 to 1',
      'changes the maximum from 10 to 20',
      'changes the target of http_requests of Service sample-metrics-app from 100 for each replica to 500m for each replica',
      'scales down by at most 1 pod in 30 s, to the highest wish of the last 60 s',
    ]);
    expect(tried.kubectl).toMatch(/^kubectl patch hpa sample-metrics-app-hpa -n default --type=json -p /);
    expect(stored()?.spec).toEqual(before);
    const done = await act(action, tried.fingerprint);
    expect(done).toMatchObject({ applied: true, forecast: [] });
    expect(stored()?.spec).toMatchObject({
      minReplicas: 1,
      maxReplicas: 20,
      metrics: [{ object: { target: { type: 'AverageValue', averageValue: '500m' } } }],
      behavior: { scaleDown },
    });
    await undo(done);
    expect(stored()?.spec).toEqual(before);
  });

  it('says how many that would be and where there is room for them', async () => {
    // 2.664 requests per second in all: 27 at a tenth for each.
    const { forecast } = await preview(edit({ max: 27, targets: ['100m'] }));
    expect(forecast[0]).toMatch(/^at the current 2.66 requests per second and 100m for each replica this would be 27$/);
    expect(forecast[1]).toMatch(/^\d+ more pods: \d+ on \w+/);
    const many = (await preview(edit({ max: 267, targets: ['10m'] }))).forecast;
    expect(many[1]).toMatch(/^259 more pods: .*, \d+ have no room$/);
    expect(many[2]).toMatch(/^0\/5 nodes are available: .*Insufficient memory/);
    expect((await preview(edit({ targets: ['100m'] }))).forecast[0]).toMatch(
      /this would be 27, which its maximum makes 10$/,
    );
  });

  it.each([
    ['a target of nothing', { targets: ['0'] }, 422, /amount above 0/],
    ['a target that is no amount', { targets: ['many'] }, 422, /amount above 0/],
    ['targets of metrics that are not there', { targets: ['1', '2'] }, 409, /1 metrics now|has 1/],
    ['a minimum above the maximum', { min: 11 }, 422, /minReplicas|maxReplicas/],
    ['a window of more than an hour', { behavior: { scaleDown: { stabilizationWindowSeconds: 3_601 } } }, 422, /3600/],
  ])('refuses %s', async (_what, change, code, message) => {
    expect(await refusal(preview(edit(change as Partial<AutoscalerSettings>)))).toEqual({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('has nothing to do where it is set so, and needs a new look where somebody else changed it', async () => {
    expect(await preview(edit({}))).toMatchObject({ changes: false, forecast: [] });
    const { fingerprint } = await preview(edit({ max: 12 }));
    await act(edit({ max: 11 }));
    expect(await refusal(act(edit({ max: 12 }), fingerprint))).toMatchObject({ code: 409 });
    expect(stored()?.spec?.maxReplicas).toBe(11);
  });

  it('gives a workload an autoscaler, says what it lacks for it, and takes it away again', async () => {
    const tried = await preview(autoscale());
    expect(tried.kubectl).toBe('kubectl autoscale deployment prometheus-operator -n default --min=1 --max=3 --cpu=80%');
    expect(tried.effects).toEqual([
      'creates HorizontalPodAutoscaler prometheus-operator: it keeps prometheus-operator between 1 and 3 pods',
      'aims at 80% of the cpu that its pods request',
    ]);
    expect(stored('prometheus-operator')).toBeUndefined();
    const done = await act(autoscale(), tried.fingerprint);
    const made = stored('prometheus-operator')?.spec;
    expect(made?.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'prometheus-operator' });
    const gone = await undo(done);
    expect(stored('prometheus-operator')).toBeUndefined();
    await undo(gone);
    expect(stored('prometheus-operator')?.spec).toEqual(made);
  });

  it('offers no way back for what could not be made again from here', async () => {
    const spec = {
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    };
    const rolled = { metadata: { name: 'rolled', namespace: 'default' }, spec };
    cluster.writer.create(HPA, rolled, 'test');
    const autoscaler = { namespace: 'default', name: 'rolled' };
    expect(await preview({ action: 'delete-autoscaler', autoscaler })).toMatchObject({ changes: true, undo: null });
  });

  it('aims at what a service has in all, which kubectl autoscale cannot', async () => {
    const metric = {
      type: 'Object',
      metric: 'http_requests',
      service: 'sample-metrics-app',
      average: '50',
    } as const;
    const { kubectl, effects } = await preview(autoscale({ metric }));
    expect(kubectl).toMatch(/^echo '\{.*"averageValue":"50".*\}' \| kubectl create -f -$/);
    expect(effects[1]).toBe('aims at 50 for each replica, of http_requests of Service sample-metrics-app');
  });

  it('does not let two scale the same workload, nor what cannot be scaled', async () => {
    const workload = { kind: 'Deployment', namespace: 'default', name: 'sample-metrics-app' };
    expect(await refusal(preview(autoscale({ workload })))).toEqual({
      code: 409,
      message: expect.stringMatching(/sample-metrics-app-hpa scales sample-metrics-app already/),
    });
    const daemons = { kind: 'DaemonSet', namespace: 'kube-system', name: 'kube-proxy' };
    expect(await refusal(preview(autoscale({ workload: daemons })))).toMatchObject({ code: 422 });
  });
});
