// Autoscaling with a real kubectl, step by step: made, read, described, edited, and told what is missing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kubectl, kubectlFor, must } from '../support/kubectl.ts';
import { startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';

const ON_INGRESS = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: on-ingress}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: sample-metrics-app}
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: External
      external:
        metric: {name: ingress_requests_per_second, selector: {matchLabels: {service: sample-metrics-app}}}
        target: {type: AverageValue, averageValue: "100"}
`;

let cluster: TestCluster;
let kubectl: Kubectl;

const run = (...args: string[]): Promise<string> => must(kubectl(args));
const step = (seconds: number): Promise<void> => cluster.stepClock(seconds * 1_000);

beforeAll(async () => {
  cluster = await startTestCluster({ clock: 'paused' });
  kubectl = kubectlFor(cluster.kubeconfig, { KUBE_EDITOR: "sed -i 's/maxReplicas: 10/maxReplicas: 7/'" });
});
afterAll(() => cluster.stop());

describe('the talk\u2019s autoscaler', () => {
  it('is described with its metric, its conditions and its events', async () => {
    await step(270);
    const text = await run('describe', 'hpa', 'sample-metrics-app-hpa');
    for (const part of [
      /"http_requests" on Service\/sample-metrics-app \(target average value\): +\d+m \/ 100/,
      /Deployment pods: +2 current \/ 2 desired/,
      /ScalingLimited +True +TooFewReplicas +the desired replica count is less than the minimum replica count/,
      /SuccessfulRescale .* New size: 2; reason: All metrics below target/,
    ]) {
      expect(text).toMatch(part);
    }
  });

  it('is edited, and obeys at once', async () => {
    expect(await run('edit', 'hpa', 'sample-metrics-app-hpa')).toBe(
      'horizontalpodautoscaler.autoscaling/sample-metrics-app-hpa edited\n',
    );
    await step(400);
    const read = (path: string) => run('get', 'hpa', 'sample-metrics-app-hpa', '-o', `jsonpath=${path}`);
    expect(await read('{.spec.maxReplicas} {.status.desiredReplicas} {.status.observedGeneration}')).toBe('7 7 2');
    expect(await run('get', 'deployment', 'sample-metrics-app', '-o', 'jsonpath={.spec.replicas}')).toBe('7');
  });
});

describe('an autoscaler on CPU', () => {
  it('is made by autoscale, finds no request, then one, and scales', async () => {
    await run('create', 'deployment', 'web', '--image=nginx', '--replicas=3');
    expect(await run('autoscale', 'deployment', 'web', '--min=1', '--max=5', '--cpu=50%')).toBe(
      'horizontalpodautoscaler.autoscaling/web autoscaled\n',
    );
    await step(60);
    const row = async () => (await run('get', 'hpa', 'web', '--no-headers')).trim().split(/ {2,}/);
    expect((await row()).slice(1, 6)).toEqual(['Deployment/web', 'cpu: <unknown>/50%', '1', '5', '3']);
    expect(await run('describe', 'hpa', 'web')).toContain('missing request for cpu in container nginx of Pod web-');
    await run('set', 'resources', 'deployment', 'web', '--requests=cpu=10m');
    await step(900);
    expect((await row())[2]).toMatch(/^cpu: \d+%\/50%$/);
    expect((await row())[5]).toBe('1');
  });

  it('is told when there are no metrics at all', async () => {
    await run('delete', 'apiservice', 'v1beta1.metrics.k8s.io');
    await step(20);
    expect(await run('describe', 'hpa', 'web')).toContain(
      'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)',
    );
  });

  it('is read in the old version too', async () => {
    const old = JSON.parse(
      await run('get', '--raw', '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers/web'),
    );
    expect(old).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { targetCPUUtilizationPercentage: 50, maxReplicas: 5 },
      status: { currentReplicas: 1, desiredReplicas: 1, observedGeneration: 1 },
    });
    expect(JSON.parse(old.metadata.annotations['autoscaling.alpha.kubernetes.io/conditions'])).toContainEqual(
      expect.objectContaining({ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' }),
    );
  });
});

describe('a chain that is broken on purpose', () => {
  const CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';
  const describeSample = () => run('describe', 'hpa', 'sample-metrics-app-hpa');
  const said = async (kind: string, name: string) =>
    (await run('get', kind, name, '--no-headers')).trim().split(/ {2,}/);

  it('has an adapter that kubectl finds down, and back', async () => {
    await cluster.setFaults({ metrics: { customMetrics: 'down' } });
    await step(1);
    expect((await said('apiservice', 'v1beta1.custom.metrics.k8s.io'))[2]).toBe('False (FailedDiscoveryCheck)');
    const raw = await kubectl(['get', '--raw', '/apis/custom.metrics.k8s.io/v1beta1']);
    expect(raw.stderr).toContain('the server is currently unable to handle the request');
    await step(20);
    expect(await describeSample()).toMatch(/ScalingActive +False +FailedGetObjectMetric .*no known available metric/);
    await cluster.setFaults({});
    await step(1);
    expect((await said('apiservice', 'v1beta1.custom.metrics.k8s.io'))[2]).toBe('True');
  });

  it('has an API that nobody registered, and back', async () => {
    await cluster.setFaults({ metrics: { customMetrics: 'gone' } });
    expect((await kubectl(['get', 'apiservice', 'v1beta1.custom.metrics.k8s.io'])).stderr).toContain('not found');
    await cluster.setFaults({});
    await step(20);
    expect(await describeSample()).toMatch(/ScalingActive +True +ValidMetricFound/);
  });

  it('has a controller that may not read', async () => {
    const resource = '*.custom.metrics.k8s.io';
    await cluster.setFaults({ permissionsTaken: [{ user: CONTROLLER, verb: '*', resource }] });
    await step(20);
    expect(await describeSample()).toContain(
      `services.custom.metrics.k8s.io "sample-metrics-app" is forbidden: User "${CONTROLLER}" cannot get resource "services/http_requests"`,
    );
    const may = await kubectl(['auth', 'can-i', 'get', 'services.custom.metrics.k8s.io', '--as', CONTROLLER]);
    expect(may.stdout).toBe('no\n');
    await cluster.setFaults({});
  });
});

describe('an external metric', () => {
  it('is listed, selected, and gone by', async () => {
    const path = '/apis/external.metrics.k8s.io/v1beta1/namespaces/default/ingress_requests_per_second';
    const { items } = JSON.parse(await run('get', '--raw', `${path}?labelSelector=service%3Dsample-metrics-app`));
    expect(items).toMatchObject([{ metricLabels: { service: 'sample-metrics-app' }, windowSeconds: 60 }]);
    await run('delete', 'hpa', 'sample-metrics-app-hpa');
    await must(kubectl(['apply', '-f', '-'], ON_INGRESS));
    await step(60);
    const text = await run('describe', 'hpa', 'on-ingress');
    expect(text).toMatch(/"ingress_requests_per_second" \(target average value\): +\d+m? \/ 100/);
    const old = JSON.parse(
      await run('get', '--raw', '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers/on-ingress'),
    );
    expect(JSON.parse(old.metadata.annotations['autoscaling.alpha.kubernetes.io/metrics'])).toEqual([
      {
        type: 'External',
        external: {
          metricName: 'ingress_requests_per_second',
          metricSelector: { matchLabels: { service: 'sample-metrics-app' } },
          targetAverageValue: '100',
        },
      },
    ]);
  });
});
