// Each place between a program that counts its requests and the replicas, broken: what the autoscaler, the API and
// whoever asks by hand find there.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import type { FaultChange } from '../http/control.ts';
import { type Cluster, createCluster } from '../index.ts';

const SAMPLE = 'sample-metrics-app-hpa';
const HPAS = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
const REQUESTS = '/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/services/sample-metrics-app/http_requests';
const INGRESS = '/apis/external.metrics.k8s.io/v1beta1/namespaces/default/ingress_requests_per_second';
const REGISTRATIONS = '/apis/apiregistration.k8s.io/v1/apiservices';
const CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';
const OF_SERVICE = 'unable to get metric http_requests on Service default/sample-metrics-app: ';
const FROM_CUSTOM = 'unable to fetch metrics from custom metrics API: ';

let cluster: Cluster;
let ask: Ask;

beforeEach(async () => {
  const startAt = Date.UTC(2026, 0, 1);
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1, startAt });
  ask = clientOf(cluster);
  step(270);
});
afterEach(() => cluster.close());

const step = (seconds: number) => cluster.clock.step(seconds * 1_000);
const put = async (faults: FaultChange) => {
  const { status } = await ask('PUT', '/faults', { body: faults, control: true });
  expect(status).toBe(200);
  cluster.settle();
};
const autoscaler = (name: string): HorizontalPodAutoscaler =>
  cluster.store.get('horizontalpodautoscalers.autoscaling', 'default', name) ?? {};
const active = (name = SAMPLE) => autoscaler(name).status?.conditions?.find(({ type }) => type === 'ScalingActive');
const replicas = (name = 'sample-metrics-app') =>
  cluster.store.get('deployments.apps', 'default', name)?.spec?.replicas;
const items = async (path: string) => (await ask('GET', path)).json.items ?? [];

async function create(name: string, metric: object, { minReplicas = 1 } = {}) {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample-metrics-app' };
  const spec = { minReplicas, maxReplicas: 10, metrics: [metric], scaleTargetRef };
  return ask('POST', HPAS, { body: { metadata: { name }, spec } });
}

/** On what reaches a service from outside: 100 a second for each pod. */
function onIngress(service = 'sample-metrics-app'): object {
  const metric = { name: 'ingress_requests_per_second', selector: { matchLabels: { service } } };
  return { type: 'External', external: { metric, target: { type: 'AverageValue', averageValue: '100' } } };
}

describe('a chain that breaks', () => {
  it.each<{ what: string; faults: FaultChange; says: string; answers: number | null }>([
    {
      what: 'where nobody registered the API',
      faults: { metrics: { customMetrics: 'gone' } },
      says: 'no custom metrics API (custom.metrics.k8s.io) registered',
      answers: 404,
    },
    {
      what: 'where the adapter is down',
      faults: { metrics: { customMetrics: 'down' } },
      says: 'no known available metric versions found',
      answers: 503,
    },
    {
      what: 'where the board of the adapter is off',
      faults: { nodesUnplugged: ['pi6'] },
      says: 'no known available metric versions found',
      answers: 503,
    },
    {
      what: 'where the adapter has no rule for the metric',
      faults: { unknownMetrics: ['http_requests'] },
      says: 'the server could not find the metric http_requests for services sample-metrics-app',
      answers: 404,
    },
    {
      what: 'where the programs do not answer at /metrics',
      faults: { appMetrics: 'gone' },
      says: 'the server could not find the metric http_requests for services sample-metrics-app',
      answers: 404,
    },
    {
      what: 'where Prometheus scrapes nothing',
      faults: { metrics: { prometheus: 'stale' } },
      says: 'the server could not find the metric http_requests for services sample-metrics-app',
      answers: 404,
    },
    {
      what: 'where Prometheus is down',
      faults: { metrics: { prometheus: 'down' } },
      says: 'Internal error occurred: unable to fetch metrics',
      answers: 500,
    },
    {
      what: 'where the adapter answers nonsense',
      faults: { metrics: { customMetrics: 'garbage' } },
      says: 'quantities must match the regular expression',
      answers: 200,
    },
    {
      what: 'where the controller may not read it',
      faults: { permissionsTaken: [{ user: CONTROLLER, verb: '*', resource: '*.custom.metrics.k8s.io' }] },
      says: `services.custom.metrics.k8s.io "sample-metrics-app" is forbidden: User "${CONTROLLER}" cannot get resource "services/http_requests" in API group "custom.metrics.k8s.io" in the namespace "default"`,
      answers: 200,
    },
  ])('$what says so, scales nothing, and goes on when it is mended', async ({ faults, says, answers }) => {
    await put(faults);
    step(90);
    expect((await ask('GET', REQUESTS)).status).toBe(answers);
    expect(active()).toMatchObject({ status: 'False', reason: 'FailedGetObjectMetric' });
    expect(active()?.message).toContain(says);
    expect(active()?.message).toContain(OF_SERVICE);
    expect(replicas()).toBe(2);
    await put({});
    step(90);
    expect(active()).toMatchObject({ status: 'True', reason: 'ValidMetricFound' });
    expect((await ask('GET', REQUESTS)).status).toBe(200);
  });

  it('where figures are old goes on with them, whatever comes', async () => {
    await put({ metrics: { customMetrics: 'stale' } });
    const [before] = await items(REQUESTS);
    cluster.control.setLoad([{ namespace: 'default', service: 'sample-metrics-app', requestsPerSecond: 900 }]);
    step(180);
    expect(await items(REQUESTS)).toEqual([before]);
    expect([replicas(), active()?.status]).toEqual([2, 'True']);
    await put({});
    step(15);
    expect(replicas()).toBe(4);
  });

  it('is felt only once the last figures are too old to make a rate of', async () => {
    await put({ appMetrics: 'gone' });
    step(30);
    expect(active()?.status).toBe('True');
    step(30);
    expect(active()?.status).toBe('False');
  });

  it('at /metrics is a target that is down, with the reason', async () => {
    await put({ appMetrics: 'gone' });
    step(60);
    const proxy = '/api/v1/namespaces/default/services';
    expect((await ask('GET', `${proxy}/sample-metrics-app:web/proxy/metrics`)).status).toBe(404);
    expect((await ask('GET', `${proxy}/sample-metrics-app:web/proxy/`)).status).toBe(200);
    const { json } = await ask('GET', `${proxy}/sample-metrics-prom:web/proxy/api/v1/targets`);
    const { activeTargets } = json['data'] as { activeTargets: Record<string, unknown>[] };
    const ofApp = activeTargets.filter(({ scrapePool }) => String(scrapePool).includes('sample-metrics-app'));
    expect(ofApp.length).toBeGreaterThan(0);
    for (const target of ofApp) {
      expect(target).toMatchObject({ health: 'down', lastError: 'server returned HTTP status 404 Not Found' });
    }
  });

  it('without a Prometheus has nothing to tell', async () => {
    await ask('PATCH', '/apis/apps/v1/namespaces/default/statefulsets/prometheus-sample-metrics-prom/scale', {
      body: { spec: { replicas: 0 } },
    });
    await ask('DELETE', '/apis/apps/v1/namespaces/default/statefulsets/prometheus-sample-metrics-prom');
    step(90);
    expect(active()?.message).toContain(`${FROM_CUSTOM}Internal error occurred: unable to fetch metrics`);
  });

  it('at metrics.k8s.io says so in the words of that client', async () => {
    const cpu = { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } };
    await ask('DELETE', `${HPAS}/${SAMPLE}`);
    await create('on-cpu', { type: 'Resource', resource: cpu });
    const says = async (faults: FaultChange) => {
      await put(faults);
      step(31);
      return active('on-cpu')?.message;
    };
    const from = 'unable to fetch metrics from resource metrics API: ';
    expect(await says({ metrics: { metricsApi: 'down' } })).toContain(
      `${from}the server is currently unable to handle the request (get pods.metrics.k8s.io)`,
    );
    expect(await says({ metrics: { metricsApi: 'gone' } })).toContain(
      `${from}the server could not find the requested resource (get pods.metrics.k8s.io)`,
    );
    expect(
      await says({ permissionsTaken: [{ user: CONTROLLER, verb: 'list', resource: 'pods.metrics.k8s.io' }] }),
    ).toContain(`${from}pods.metrics.k8s.io is forbidden: User "${CONTROLLER}" cannot list resource "pods"`);
  });
});

describe('an APIService', () => {
  const available = (name: string) => {
    const { status } = cluster.store.get('apiservices.apiregistration.k8s.io', undefined, name) ?? {};
    const condition = status?.conditions?.find(({ type }) => type === 'Available');
    return [condition?.status, condition?.reason, condition?.message];
  };
  const NAMES = ['v1beta1.custom.metrics.k8s.io', 'v1beta2.custom.metrics.k8s.io', 'v1beta1.external.metrics.k8s.io'];

  it('says that nobody answers, and its group is stale in discovery, not gone', async () => {
    await put({ metrics: { customMetrics: 'down' } });
    expect(available('v1beta2.custom.metrics.k8s.io')).toEqual([
      'False',
      'FailedDiscoveryCheck',
      'failing or missing response from https://10.100.246.198:443/apis/custom.metrics.k8s.io/v1beta2: Get "https://10.100.246.198:443/apis/custom.metrics.k8s.io/v1beta2": dial tcp 10.100.246.198:443: connect: connection refused',
    ]);
    const answer = await ask('GET', '/apis/custom.metrics.k8s.io/v1beta2');
    expect([answer.status, answer.text]).toEqual([503, 'service unavailable\n']);
    const { json } = await ask('GET', '/apis', {
      headers: { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' },
    });
    const groups = json.items as unknown as { metadata: { name: string }; versions: { freshness: string }[] }[];
    const freshness = (name: string) =>
      groups.find(({ metadata }) => metadata.name === name)?.versions.map((version) => version.freshness);
    expect(freshness('custom.metrics.k8s.io')).toEqual(['Stale', 'Stale']);
    expect(freshness('metrics.k8s.io')).toEqual(['Current']);
    await put({});
    expect(available('v1beta2.custom.metrics.k8s.io')).toEqual(['True', 'Passed', 'all checks passed']);
    expect((await ask('GET', '/apis/custom.metrics.k8s.io/v1beta2')).status).toBe(200);
  });

  it('says that no pod is behind its service, until there is one again', async () => {
    const scale = (count: number) =>
      ask('PATCH', '/apis/apps/v1/namespaces/custom-metrics/deployments/custom-metrics-apiserver/scale', {
        body: { spec: { replicas: count } },
      });
    await scale(0);
    step(60);
    for (const name of NAMES) {
      expect(available(name)).toEqual([
        'False',
        'MissingEndpoints',
        'endpointslices for service/api in "custom-metrics" have no addresses with port name ""',
      ]);
    }
    await scale(1);
    step(120);
    for (const name of NAMES) expect(available(name)[0]).toBe('True');
  });

  it('is taken away and put back as it was, and one that is made meanwhile stays', async () => {
    const [first = ''] = NAMES;
    const registration = async () => (await ask('GET', `${REGISTRATIONS}/${first}`)).json;
    const { spec } = await registration();
    await put({ metrics: { customMetrics: 'gone' } });
    expect((await ask('GET', `${REGISTRATIONS}/${first}`)).status).toBe(404);
    await put({ metrics: { customMetrics: 'gone', externalMetrics: 'gone' } });
    expect((await ask('GET', INGRESS)).status).toBe(404);
    await put({});
    expect((await registration())['spec']).toEqual(spec);
    expect(available(first)).toEqual(['True', 'Passed', 'all checks passed']);
    expect((await ask('GET', REQUESTS)).status).toBe(200);
    expect((await ask('GET', INGRESS)).status).toBe(200);
  });

  it('without its service says so', async () => {
    const name = 'v1.example.com';
    const service = { namespace: 'default', name: 'nobody' };
    await ask('POST', REGISTRATIONS, {
      body: {
        metadata: { name },
        spec: { group: 'example.com', version: 'v1', groupPriorityMinimum: 100, versionPriority: 15, service },
      },
    });
    cluster.settle();
    expect(available(name)).toEqual(['False', 'ServiceNotFound', 'service/nobody in "default" is not present']);
  });
});

describe('an external metric', () => {
  it('is what comes to the services of a namespace, by label', async () => {
    expect(await items(INGRESS)).toEqual([
      {
        metricName: 'ingress_requests_per_second',
        metricLabels: { service: 'sample-metrics-app' },
        timestamp: '2026-01-01T00:04:30Z',
        windowSeconds: 60,
        value: '2664m',
      },
    ]);
    expect(await items(`${INGRESS}?labelSelector=service%3Dother`)).toEqual([]);
    expect(await items(INGRESS.replace('default', 'kube-system'))).toEqual([]);
    const { json } = await ask('GET', '/apis/external.metrics.k8s.io/v1beta1');
    expect(json['resources']).toMatchObject([{ name: 'ingress_requests_per_second', kind: 'ExternalMetricValueList' }]);
  });

  it('scales up, down to none, and up from none, where no pod could count anything', async () => {
    const ask390 = [{ namespace: 'default', service: 'sample-metrics-app', requestsPerSecond: 390 }];
    await ask('DELETE', `${HPAS}/${SAMPLE}`);
    expect((await create('on-ingress', onIngress(), { minReplicas: 0 })).status).toBe(201);
    cluster.control.setLoad(ask390);
    step(120);
    expect(replicas()).toBe(4);
    expect(autoscaler('on-ingress').status?.currentMetrics?.[0]?.external?.current).toEqual({ averageValue: '97500m' });
    cluster.control.setLoad([{ namespace: 'default', service: 'sample-metrics-app', requestsPerSecond: 0 }]);
    step(480);
    expect(replicas()).toBe(0);
    cluster.control.setLoad(ask390);
    step(120);
    expect(replicas()).toBe(4);
  });

  it.each<{ what: string; faults: FaultChange; says: string }>([
    {
      what: 'nobody has registered',
      faults: { metrics: { externalMetrics: 'gone' } },
      says: 'the server could not find the requested resource (get ingress_requests_per_second.external.metrics.k8s.io)',
    },
    {
      what: 'nobody answers for',
      faults: { metrics: { externalMetrics: 'down' } },
      says: 'the server is currently unable to handle the request (get ingress_requests_per_second.external.metrics.k8s.io)',
    },
    {
      what: 'the adapter does not know',
      faults: { unknownMetrics: ['ingress_requests_per_second'] },
      says: 'the server could not find the metric ingress_requests_per_second for namespaces',
    },
    {
      what: 'nobody measures any more',
      faults: { metrics: { prometheus: 'stale' } },
      says: 'no metrics returned from external metrics API',
    },
  ])('that $what says so', async ({ faults, says }) => {
    await ask('DELETE', `${HPAS}/${SAMPLE}`);
    await create('on-ingress', onIngress());
    await put(faults);
    step(90);
    expect(active('on-ingress')).toMatchObject({ status: 'False', reason: 'FailedGetExternalMetric' });
    expect(active('on-ingress')?.message).toContain(says);
  });
});
