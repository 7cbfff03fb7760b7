// What the programs of the demo stack do once they run, and what becomes of it when a part is missing: by their objects
// alone, on the fresh boards of the classroom.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { COMPONENTS, componentOf } from '#lib/stack/catalogue.ts';
import type { ComponentId, ManifestObject, StackChoices } from '#lib/stack/component.ts';
import { filledIn } from '#lib/stack/fill-in.ts';
import { readManifests } from '#lib/stack/manifests.ts';
import { namespacesFor } from '#lib/stack/namespaces.ts';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';
import { ImageRegistry } from '../kubelet/image-registry.ts';
import { apply, pathOf } from './testdata/applied.ts';

const DIRECTORY = new URL('../../stack', import.meta.url).pathname;
const CHOICES: StackChoices = {
  tolerate: [],
  kubeletInsecureTls: true,
  registryPrefix: null,
  defaultStorageClass: true,
};
const METRIC = '/apis/custom.metrics.k8s.io/v1beta1/namespaces/demo/services/sample-metrics-app/http_requests';
const AGENT = '/api/v1/namespaces/ngrok/services/ngrok:agent/proxy/api/endpoints';
const APP = '/api/v1/namespaces/demo/services/sample-metrics-app:http/proxy';
const TARGETS = '/api/v1/namespaces/monitoring/services/prometheus-operated:web/proxy/api/v1/targets';
const MONITORING: readonly ComponentId[] = ['prometheus-operator', 'prometheus', 'sample-app'];

let cluster: Cluster;
let ask: Ask;

beforeEach(async () => {
  const startAt = Date.UTC(2026, 0, 1);
  cluster = await createCluster({ scenario: 'classroom', clock: { kind: 'paused' }, seed: 1, startAt });
  ask = clientOf(cluster);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await cluster.close();
});

const step = (seconds: number) => cluster.clock.step(seconds * 1_000);

function objectsOf(
  id: ComponentId,
  choices: Partial<StackChoices> = {},
  token = 'a token of a test',
): ManifestObject[] {
  const component = componentOf(id);
  const all = readManifests(DIRECTORY, component).flatMap(({ objects }) => objects);
  return filledIn(component, all, { ...CHOICES, ...choices }, { ngrokAuthtoken: token });
}

/** Each a minute and a half after the one before. */
async function up(...components: (readonly ManifestObject[])[]): Promise<void> {
  for (const objects of components) {
    const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
    await apply(ask, namespacesFor(objects));
    await apply(ask, definitions);
    step(1);
    await apply(
      ask,
      objects.filter((object) => !definitions.includes(object)),
    );
    step(90);
  }
}

const deleted = async (object: ManifestObject | undefined) => {
  if (object === undefined) throw new Error('there is no such object');
  expect((await ask('DELETE', pathOf(object))).status).toBe(200);
  step(40);
};

const of = (objects: readonly ManifestObject[], kind: string) => objects.find((object) => object.kind === kind);
const available = (name: string) => {
  const conditions = cluster.store.get('apiservices.apiregistration.k8s.io', undefined, name)?.status?.conditions;
  return conditions?.find(({ type }) => type === 'Available')?.reason;
};
const podIn = (namespace: string, start: string) => {
  const found = cluster.store.list('pods', namespace).find(({ metadata }) => metadata.name.startsWith(start));
  if (found === undefined) throw new Error(`no pod ${start} in ${namespace}`);
  return found;
};
const logOf = async (namespace: string, start: string, query = '') =>
  (await ask('GET', `/api/v1/namespaces/${namespace}/pods/${podIn(namespace, start).metadata.name}/log${query}`)).text;
const load = (requestsPerSecond: number) =>
  ask('PUT', '/load', {
    control: true,
    body: { services: [{ namespace: 'demo', service: 'sample-metrics-app', requestsPerSecond }] },
  });

describe('metrics-server', () => {
  const figures = async () => {
    const { status, json } = await ask('GET', '/apis/metrics.k8s.io/v1beta1/nodes');
    return status === 200 ? json.items?.length : status;
  };

  it('has no figures of kubelets whose certificates it does not trust, and says so', async () => {
    await up(objectsOf('metrics-server', { kubeletInsecureTls: false }));
    expect([available('v1beta1.metrics.k8s.io'), await figures()]).toEqual(['MissingEndpoints', 503]);
    expect(podIn('kube-system', 'metrics-server').status?.containerStatuses?.[0]?.ready).toBe(false);
    expect(await logOf('kube-system', 'metrics-server')).toMatch(
      /"Failed to scrape node" err="Get \\"https:\/\/192\.168\.100\.\d+:10250\/metrics\/resource\\": .*x509: .* any IP SANs" node="pi4-64"/,
    );
    const unhealthy = cluster.store.list('events', 'kube-system').find(({ reason }) => reason === 'Unhealthy');
    expect(unhealthy?.message).toBe('Readiness probe failed: HTTP probe failed with statuscode: 500');
    expect(unhealthy?.count).toBeGreaterThan(3);
    await up(objectsOf('metrics-server'));
    expect([available('v1beta1.metrics.k8s.io'), await figures()]).toEqual(['Passed', 5]);
  });

  it('takes its figures with it', async () => {
    const objects = objectsOf('metrics-server');
    await up(objects);
    await deleted(of(objects, 'Deployment'));
    expect([available('v1beta1.metrics.k8s.io'), await figures()]).toEqual(['MissingEndpoints', 503]);
    await deleted(of(objects, 'Service'));
    expect(available('v1beta1.metrics.k8s.io')).toBe('ServiceNotFound');
    await deleted(of(objects, 'APIService'));
    expect(await figures()).toBe(404);
  });
});

describe('the agent of ngrok', () => {
  it('names an address once it has its token', async () => {
    await up(objectsOf('ngrok'));
    const { endpoints } = (await ask('GET', AGENT)).json as { endpoints?: { url: string }[] };
    expect(endpoints?.map(({ url }) => url)).toEqual([expect.stringMatching(/^https:\/\/\w+\.ngrok\.example$/)]);
  });

  it.each([
    ['bad', 'ERR_NGROK_105'],
    ['', 'ERR_NGROK_4018'],
  ])('ends with the token %j, and says %s', async (token, code) => {
    await up(objectsOf('ngrok', {}, token));
    expect(await logOf('ngrok', 'ngrok', '?previous=true')).toContain(code);
    const [status] = podIn('ngrok', 'ngrok').status?.containerStatuses ?? [];
    expect(status?.restartCount).toBeGreaterThan(0);
    expect((await ask('GET', AGENT)).status).toBe(503);
  });

  it('is not even started where its Secret is missing', async () => {
    await up(objectsOf('ngrok').filter(({ kind }) => kind !== 'Secret'));
    const [status] = podIn('ngrok', 'ngrok').status?.containerStatuses ?? [];
    expect(status?.state?.waiting?.reason).toBe('CreateContainerConfigError');
  });
});

describe('the Prometheus Operator', () => {
  const targets = async () => {
    const { data } = (await ask('GET', TARGETS)).json as {
      data?: { activeTargets: { health: string; labels: object }[] };
    };
    return data?.activeTargets ?? [];
  };

  it('makes nothing of a Prometheus until it runs itself', async () => {
    const operator = objectsOf('prometheus-operator');
    await up(
      operator.filter(({ kind }) => kind !== 'Deployment'),
      objectsOf('prometheus'),
    );
    expect(cluster.store.list('statefulsets.apps', 'monitoring')).toEqual([]);
    await up(operator);
    expect(cluster.store.list('statefulsets.apps', 'monitoring').map(({ metadata }) => metadata.name)).toEqual([
      'prometheus-sample-metrics-prom',
    ]);
  });

  it('tells its Prometheus what a ServiceMonitor selects, as long as it does', async () => {
    const objects = MONITORING.map((id) => objectsOf(id));
    await up(...objects);
    expect(await targets()).toMatchObject([
      {
        health: 'up',
        labels: { job: 'sample-metrics-app', namespace: 'demo', service: 'sample-metrics-app', endpoint: 'http' },
      },
    ]);
    await deleted(of(objects[2] ?? [], 'ServiceMonitor'));
    expect(await targets()).toEqual([]);
  });

  it('lets alone what is no Prometheus, no monitor and no configuration', async () => {
    const complaints = vi.spyOn(console, 'error').mockReturnValue();
    const objects = MONITORING.map((id) => objectsOf(id));
    await up(...objects);
    const monitor = of(objects[2] ?? [], 'ServiceMonitor');
    const prometheus = of(objects[1] ?? [], 'Prometheus');
    if (monitor === undefined || prometheus === undefined) throw new Error('the stack has changed');
    const named = (object: ManifestObject, name: string, spec: object) => ({
      ...object,
      metadata: { ...object.metadata, name },
      spec,
    });
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'odd', namespace: 'default' },
      data: { 'prometheus.yaml.gz': 'bm8=' },
    };
    const spec = {
      containers: [{ name: 'prometheus', image: 'quay.io/prometheus/prometheus:v3.5.0' }],
      volumes: [{ name: 'config', secret: { secretName: 'odd' } }],
    };
    await up([
      named(monitor, 'odd', { endpoints: 'none' }),
      named(monitor, 'unfinished', {
        selector: { matchExpressions: [{ key: 'a', operator: 'In' }] },
        endpoints: [{ port: '(' }],
      }),
      named(prometheus, 'odd', { replicas: 'many' }),
      secret,
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'odd', namespace: 'default' }, spec },
    ]);
    expect(complaints).not.toHaveBeenCalled();
    expect(cluster.store.list('statefulsets.apps', 'monitoring')).toHaveLength(1);
  });

  it('leaves nothing of a Prometheus that is deleted', async () => {
    const prometheus = objectsOf('prometheus');
    await up(objectsOf('prometheus-operator'), prometheus);
    await deleted(of(prometheus, 'Prometheus'));
    step(700);
    const left = (['statefulsets.apps', 'secrets', 'services'] as const).flatMap((resource) =>
      cluster.store.list(resource, 'monitoring').map(({ metadata }) => metadata.name),
    );
    expect(left).toEqual(['sample-metrics-prom']);
  });
});

describe('the sample app', () => {
  it('serves what its script says, and counts', async () => {
    await up(objectsOf('prometheus-operator'), objectsOf('sample-app'));
    const { metadata, spec } = podIn('demo', 'sample-metrics-app');
    expect((await ask('GET', `${APP}/`)).text).toBe(`Hello from ${metadata.name} on ${spec?.nodeName}\n`);
    expect((await ask('GET', `${APP}/metrics`)).text).toContain('\nhttp_requests_total 1\n');
  });

  it('has no counter where the script has none', async () => {
    const silent = objectsOf('sample-app').map((object) =>
      object.kind === 'ConfigMap'
        ? { ...object, data: { 'app.py': "HTTPServer(('', 8080), SimpleHTTPRequestHandler).serve_forever()" } }
        : object,
    );
    await up(objectsOf('prometheus-operator'), silent);
    expect((await ask('GET', `${APP}/metrics`)).text).not.toContain('http_requests_total');
  });
});

describe('the custom metrics adapter', () => {
  const value = async () => {
    const { status, json } = await ask('GET', METRIC);
    return status === 200 ? json.items?.[0]?.['value'] : `${status} ${json.message}`;
  };

  it('makes a figure of what Prometheus has, and the autoscaler follows it', async () => {
    await up(
      ...MONITORING.map((id) => objectsOf(id)),
      objectsOf('custom-metrics-adapter'),
      objectsOf('sample-autoscaler'),
    );
    expect(await value()).toBe('0');
    const { resources } = (await ask('GET', '/apis/custom.metrics.k8s.io/v1beta1')).json as {
      resources?: { name: string }[];
    };
    expect(resources?.map(({ name }) => name).filter((name) => name.includes('/'))).toEqual([
      'services/http_requests',
      'pods/http_requests',
    ]);
    await load(450);
    step(300);
    expect(await value()).toBe('450');
    expect(cluster.store.get('deployments.apps', 'demo', 'sample-metrics-app')?.status?.readyReplicas).toBe(5);
    const nodes = cluster.store.list('pods', 'demo').map(({ spec }) => spec?.nodeName ?? '');
    expect(new Set(nodes.map((node) => node.replace(/^up-\d/, 'amd64').replace(/^pi\d-/, 'arm'))).size).toBe(3);
  });

  it.each<[string, ComponentId, (object: ManifestObject) => ManifestObject | null, string]>([
    [
      'no Prometheus where it looks',
      'prometheus',
      (object) => (object.kind === 'Service' ? null : object),
      '500 Internal error occurred: unable to fetch metrics',
    ],
    [
      'a rule for other series',
      'custom-metrics-adapter',
      (object) => renamed(object, 'http_requests_total', 'grpc_requests_total'),
      '404 the server could not find the metric http_requests for services sample-metrics-app',
    ],
    [
      'no ServiceMonitor',
      'sample-app',
      (object) => (object.kind === 'ServiceMonitor' ? null : object),
      '404 the server could not find the metric http_requests for services sample-metrics-app',
    ],
  ])('has none with %s', async (_what, changed, change, answer) => {
    const ids: ComponentId[] = [...MONITORING, 'custom-metrics-adapter'];
    const objects = ids.map((id) =>
      objectsOf(id).flatMap((object) => (id === changed ? (change(object) ?? []) : object)),
    );
    await up(...objects);
    expect(await value()).toBe(answer);
  });
});

function renamed(object: ManifestObject, from: string, to: string): ManifestObject {
  return JSON.parse(JSON.stringify(object).replaceAll(from, to)) as ManifestObject;
}

describe('what is beside them', () => {
  it.each<[ComponentId, string, number]>([
    ['influxdb', '/api/v1/namespaces/monitoring/services/influxdb:http/proxy/ping', 204],
    ['grafana', '/api/v1/namespaces/monitoring/services/grafana:http/proxy/api/health', 200],
  ])('%s answers at %s with %i', async (id, path, status) => {
    await up(objectsOf(id));
    expect((await ask('GET', path)).status).toBe(status);
  });

  it('Traefik answers where its entry points say, and leads to what an Ingress names', async () => {
    await up(
      objectsOf('sample-app').filter(({ kind }) => kind !== 'ServiceMonitor'),
      objectsOf('traefik'),
    );
    const pod = `/api/v1/namespaces/traefik/pods/${podIn('traefik', 'traefik').metadata.name}`;
    expect((await ask('GET', `${pod}:8080/proxy/ping`)).text).toBe('OK');
    expect((await ask('GET', `${pod}:80/proxy/ping`)).status).toBe(503);
    const web = '/api/v1/namespaces/traefik/services/traefik:web/proxy/';
    expect((await ask('GET', web)).text).toMatch(/^Hello from sample-metrics-app-/);
    await deleted(of(objectsOf('sample-app'), 'Ingress'));
    expect((await ask('GET', web)).status).toBe(404);
  });

  /** Heapster's are of the scenario that has it. */
  const TODAY = COMPONENTS.filter(({ id }) => id !== 'heapster');

  it.each(TODAY.flatMap(({ images }) => images.map(({ reference, platforms }) => [reference, platforms] as const)))(
    'the image %s is there for the boards that the stack counts on: %j',
    (name, platforms) => {
      const boards = platforms
        .map((one) => one.split('/')[1])
        .filter((one) => ['amd64', 'arm', 'arm64'].includes(one ?? ''));
      const reference = parseImageReference(name);
      const found = reference === null ? undefined : new ImageRegistry([]).find(reference);
      const held = found?.platforms.map((one) => one.split('/')[0]) ?? [];
      expect(boards.filter((one) => !held.includes(one ?? ''))).toEqual(name.includes('/etcd:') ? ['arm'] : []);
    },
  );
});

describe('wardle', () => {
  it('serves a flunder in both of its versions', async () => {
    const objects = objectsOf('wardle');
    await up(objects.filter(({ kind }) => kind !== 'Flunder'));
    const flunder = of(objects, 'Flunder');
    const path = (version: string) => `/apis/wardle.example.com/${version}/namespaces/wardle/flunders/my-first-flunder`;
    await apply(
      ask,
      flunder === undefined ? [] : [{ ...flunder, spec: { referenceType: 'Fischer', fischerReference: 'jan' } }],
    );
    expect((await ask('GET', path('v1beta1'))).json).toMatchObject({ spec: { fischerReference: 'jan' } });
    expect((await ask('GET', path('v1alpha1'))).json).toMatchObject({
      spec: { referenceType: 'Fischer', reference: 'jan' },
    });
  });
});

describe('a namespace with a Pod Security level', () => {
  const POD = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'demo' },
    spec: { containers: [{ name: 'web', image: 'nginx' }] },
  };

  it('refuses pods that ask for more, whoever makes them', async () => {
    await up(objectsOf('prometheus-operator'), objectsOf('sample-app'));
    const { status, json } = await ask('POST', '/api/v1/namespaces/demo/pods', { body: POD });
    expect(status).toBe(403);
    expect(json.message).toMatch(
      /^pods "web" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false \(/,
    );
    const template = { metadata: { labels: { app: 'web' } }, spec: POD.spec };
    const body = { metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template } };
    const made = await ask('POST', '/apis/apps/v1/namespaces/demo/deployments', { body });
    expect(made.headers['warning']).toMatch(/^299 - "would violate PodSecurity \\"restricted:latest\\": /);
    step(5);
    expect(cluster.store.list('events', 'demo').map(({ reason }) => reason)).toContain('FailedCreate');
  });
});
