import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTAINER_EXPRESSIONS, expressionText, NODE_EXPRESSIONS } from '#lib/rules/prometheus/expressions.ts';
import { ScriptedApi, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { answerAsPrometheus, type ScriptedSeries } from '#test/support/scripted-prometheus.ts';
import { loadKubeconfig } from '../config.ts';
import { Transport } from '../transport.ts';
import { askThroughProxy } from './ask-service.ts';
import { PrometheusSource } from './prometheus.ts';

const signal = new AbortController().signal;
const REF = { namespace: 'monitoring', name: 'prometheus-k8s', scheme: 'http', port: 'web' } as const;
const ROOT = '/api/v1/namespaces/monitoring/services/http:prometheus-k8s:web/proxy/api/v1';
const NODES = ['pi5', 'pi6'].map((name, index) => ({
  name,
  addresses: [{ type: 'InternalIP', address: `192.168.7.${index + 5}` }],
}));
const [CADVISOR, RESOURCE] = NODE_EXPRESSIONS;
const [CONTAINERS] = CONTAINER_EXPRESSIONS;
if (CADVISOR === undefined || RESOURCE === undefined || CONTAINERS === undefined) throw new Error('no expressions');
const FROM_MS = 1_767_225_600_000;

let api: ScriptedApi;
let transport: Transport;
let source: PrometheusSource;
let answers: Record<string, ScriptedSeries[]>;

/** Scraped every 30 s, a little unevenly. */
const scraped = (metric: Record<string, string>): ScriptedSeries => ({
  metric,
  values: [0, 30.002, 60.001, 90].map((seconds) => [FROM_MS / 1_000 + seconds, 1]),
});

beforeEach(async () => {
  answers = { [RESOURCE.samples.text]: [scraped({ node: 'pi5' }), scraped({ node: 'pi6' })] };
  api = new ScriptedApi((request, response) => answerAsPrometheus(request, response, answers));
  await api.start();
  transport = new Transport(await loadKubeconfig(api.kubeconfig()));
  const title = 'Prometheus in monitoring';
  source = new PrometheusSource({ ask: askThroughProxy(transport, REF, title), title, nodes: () => NODES });
});
afterEach(async () => {
  await transport.close();
  await api.close();
});

describe('use now, from a Prometheus', () => {
  it('asks for what is scraped, and takes the larger of two series of one node', async () => {
    const fill = { windowSeconds: 90 };
    answers[expressionText(RESOURCE.cpu, fill)] = [
      { metric: { instance: '192.168.7.5:10250' }, value: 0.351000001 },
      { metric: { node: 'pi5' }, value: 0.2 },
      { metric: { node: 'of-another-cluster' }, value: 3 },
      // Its memory is not known.
      { metric: { node: 'pi6' }, value: 1 },
    ];
    answers[RESOURCE.memory.text] = [{ metric: { node: 'pi5' }, value: 510_656_512 }];
    answers[RESOURCE.measuredAt.text] = [{ metric: { node: 'pi5' }, value: FROM_MS / 1_000 - 12.345 }];
    const { nodes, pods } = await source.read({ pods: false }, signal);
    const at = new Date(FROM_MS - 12_345).toISOString();
    const pi5 = { at, windowSeconds: 30, cpuMillicores: 352, memoryBytes: 510_656_512 };
    expect(nodes).toEqual(new Map([['pi5', pi5]]));
    expect(pods).toBeNull();
    expect(source.resolutionMs).toBe(30_000);
    expect(api.requests.every(({ method, path }) => method === 'GET' && path === `${ROOT}/query`)).toBe(true);
  });

  it('prefers what kubectl top shows, where a cluster scrapes both', async () => {
    answers[CADVISOR.samples.text] = [scraped({ node: 'pi6' })];
    expect((await source.learn(signal)).nodes?.key).toBe('cadvisor');
  });

  it('puts containers together as pods, and adds before it rounds', async () => {
    answers[CONTAINERS.present.text] = [{ metric: {}, value: 3 }];
    const series = (container: string, value: number, pod = 'a') => ({
      metric: { namespace: 'web', pod, container },
      value,
    });
    answers[expressionText(CONTAINERS.cpu, { windowSeconds: 90 })] = [
      series('app', 0.0000004),
      series('sidecar', 0.0000005),
      series('app', 0.5, 'no-memory'),
    ];
    answers[CONTAINERS.memory.text] = [series('app', 1_000), series('sidecar', 24)];
    answers[CONTAINERS.measuredAt.text] = [series('app', 100), series('sidecar', 130)];
    const { pods } = await source.read({ pods: true }, signal);
    expect([...(pods?.keys() ?? [])]).toEqual(['web/a']);
    expect(pods?.get('web/a')).toEqual({
      at: '1970-01-01T00:02:10.000Z',
      windowSeconds: 30,
      total: { cpuMillicores: 1, memoryBytes: 1_024 },
      containers: new Map([
        ['app', { cpuMillicores: 1, memoryBytes: 1_000 }],
        ['sidecar', { cpuMillicores: 1, memoryBytes: 24 }],
      ]),
    });
  });

  it.each([
    ['cpu', 1e300],
    ['memory', '1e300'],
    ['measuredAt', 1e17],
  ] as const)('leaves out a node or container of which %s is nothing to count with', async (amount, value) => {
    answers[CONTAINERS.present.text] = [{ metric: {}, value: 3 }];
    for (const [expressions, metric] of [
      [RESOURCE, { node: 'pi5' }],
      [CONTAINERS, { namespace: 'web', pod: 'a', container: 'app' }],
    ] as const) {
      for (const name of ['cpu', 'memory', 'measuredAt'] as const) {
        const text = expressionText(expressions[name], { windowSeconds: 90 });
        answers[text] = [{ metric, value: name === amount ? value : 1 }];
      }
    }
    expect(await source.read({ pods: true }, signal)).toEqual({ nodes: new Map(), pods: new Map(), podsTrouble: null });
  });

  it('says so where it scrapes nothing of this cluster, and looks again the next time', async () => {
    answers = { [RESOURCE.samples.text]: [scraped({ node: 'of-another-cluster' })] };
    const nothing = 'Prometheus in monitoring has no figures of the nodes: it scrapes no kubelet of this cluster';
    await expect(source.read({ pods: false }, signal)).rejects.toMatchObject({ code: 404, message: nothing });
    answers[CADVISOR.samples.text] = [scraped({ node: 'pi5' })];
    expect((await source.read({ pods: true }, signal)).podsTrouble).toContain('has no figures of containers');
  });
});

describe('use before, from a Prometheus', () => {
  const query = { fromMs: FROM_MS, toMs: FROM_MS + 180_000, stepMs: 60_000 };
  const at = (step: number, value: number | string) => [FROM_MS / 1_000 + step * 60, value] as const;

  it('lays series on the steps: what is missing or no number is a hole', async () => {
    const fill = { windowSeconds: 90 };
    answers[expressionText(RESOURCE.cpu, fill)] = [
      { metric: { node: 'pi5' }, values: [at(0, 0.5), at(1, 'NaN'), at(3, 0.25)] },
      // The same board with another address.
      { metric: { instance: '192.168.7.5:10250' }, values: [at(2, 0.125)] },
    ];
    answers[expressionText(RESOURCE.memoryMean, fill)] = [{ metric: { node: 'pi6' }, values: [at(3, 7)] }];
    const history = await source.history({ subject: { by: 'node' }, ...query }, signal);
    expect(Object.fromEntries(history)).toEqual({
      pi5: { cpuMillicores: [500, null, 125, 250], memoryBytes: [null, null, null, null] },
      pi6: { cpuMillicores: [null, null, null, null], memoryBytes: [null, null, null, 7] },
    });
    const range = api.requests.find(({ path }) => path === `${ROOT}/query_range`);
    expect(Object.fromEntries(range?.query ?? [])).toMatchObject({
      start: String(query.fromMs / 1_000),
      end: String(query.toMs / 1_000),
      step: '60',
      timeout: '20s',
    });
  });

  it.each([
    ['namespace', { by: 'namespace' }, CONTAINERS.namespaceCpu, { namespace: 'web' }, 'web'],
    ['pod', { by: 'pod', namespace: 'web', name: 'a' }, CONTAINERS.podCpu, { container: 'app' }, 'web/a/app'],
  ] as const)('by %s', async (_, subject, expression, metric, key) => {
    answers[CONTAINERS.present.text] = [{ metric: {}, value: 1 }];
    const text = expressionText(expression, { windowSeconds: 90, namespace: 'web', pod: 'a' });
    answers[text] = [{ metric, values: [at(1, 1)] }];
    const history = await source.history({ subject, ...query }, signal);
    expect([...history]).toMatchObject([[key, { cpuMillicores: [null, 1_000, null, null] }]]);
  });

  it('averages over steps of more than three scrapes, and leaves out those of which a quarter is missing', async () => {
    await source.history({ subject: { by: 'node' }, ...query, stepMs: 300_000 }, signal);
    const asked = api.requests.filter(({ path }) => path === `${ROOT}/query_range`);
    const expected = [RESOURCE.cpuMean, RESOURCE.memoryMean].map((expression) =>
      expressionText(expression, { windowSeconds: 300, leastCount: 8 }),
    );
    expect(asked.map((request) => request.query.get('query'))).toEqual(expected);
    expect(expected[0]).toContain('[300s]) and count_over_time(node_cpu_usage_seconds_total[300s]) >= 8');
  });

  it('asks for no more points at once than a Prometheus gives', async () => {
    const toMs = FROM_MS + 24_999_000;
    await source.history({ subject: { by: 'node' }, fromMs: FROM_MS, toMs, stepMs: 1_000 }, signal);
    const ranges = api.requests.filter(({ path }) => path === `${ROOT}/query_range`);
    const second = (name: string) => [
      ...new Set(ranges.map(({ query: asked }) => Number(asked.get(name)) - FROM_MS / 1_000)),
    ];
    expect(second('start').sort((a, b) => a - b)).toEqual([0, 11_000, 22_000]);
    expect(second('end').sort((a, b) => a - b)).toEqual([10_999, 21_999, 24_999]);
  });
});

describe('a Prometheus that fails', () => {
  const STRANGE = 'Prometheus in monitoring answered something that no Prometheus answers';
  it.each<[what: string, script: ScriptedApi['script'], code: number, message: string]>([
    [
      'garbage',
      (_, response) => void response.end('<html>'),
      502,
      'Prometheus in monitoring answered something that is not JSON',
    ],
    [
      'half of an answer',
      (_, response) => void response.end('{"status":"succ'),
      502,
      'Prometheus in monitoring answered something that is not JSON',
    ],
    ['other JSON', (_, response) => sendJson(response, [1, 2]), 502, STRANGE],
    [
      'another kind of result',
      (_, response) => sendJson(response, { status: 'success', data: { resultType: 'scalar', result: [1, '1'] } }),
      502,
      STRANGE,
    ],
    [
      'a value that is none',
      (_, response) =>
        sendJson(response, { status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [1] }] } }),
      502,
      STRANGE,
    ],
    [
      'its own error',
      (_, response) => sendJson(response, { status: 'error', errorType: 'execution', error: 'query timed out' }, 422),
      422,
      'Prometheus in monitoring answered: query timed out',
    ],
    [
      'its own error with an address',
      (_, response) => {
        const error = 'expanding series: receive series from Addr: 10.42.0.3:10901: rpc error';
        sendJson(response, { status: 'error', errorType: 'execution', error }, 422);
      },
      422,
      'Prometheus in monitoring answered 422',
    ],
    [
      'a proxy that says where it was led',
      (_, response) => sendStatus(response, 502, 'BadGateway', 'Get "https://[fd00::7]:9090/": EOF'),
      502,
      'Prometheus in monitoring answered 502',
    ],
    [
      'a refusal of its own',
      (_, response) => sendJson(response, {}, 403),
      403,
      'Prometheus in monitoring answered 403',
    ],
    [
      'no right to the proxy',
      (_, response) => sendStatus(response, 403, 'Forbidden', 'services "http:prometheus-k8s:web" is forbidden'),
      403,
      'not allowed to get services/proxy of prometheus-k8s in monitoring',
    ],
    [
      'no such service',
      (_, response) => sendStatus(response, 404, 'NotFound', 'services "prometheus-k8s" not found'),
      404,
      'there is no service prometheus-k8s in monitoring',
    ],
    [
      'no ready pod',
      (_, response) =>
        sendStatus(response, 503, 'ServiceUnavailable', 'no endpoints available for service "http:prometheus-k8s:web"'),
      503,
      'Prometheus in monitoring has no pod that is ready',
    ],
    [
      'a pod that is gone',
      (_, response) =>
        sendStatus(
          response,
          503,
          'ServiceUnavailable',
          'error trying to reach service: dial tcp 10.42.0.7:9090: connect: connection refused',
        ),
      503,
      'Prometheus in monitoring cannot be reached from the API server',
    ],
  ])('%s', async (_, script, code, message) => {
    api.script = script;
    await expect(source.learn(signal)).rejects.toMatchObject({ code, message });
  });

  it('does not wait for ever, and says who was slow', async () => {
    api.script = () => undefined;
    const ask = askThroughProxy(transport, REF, 'Prometheus in monitoring');
    await expect(ask({ path: '/', timeoutMs: 50, limitBytes: 1_000 }, signal)).rejects.toMatchObject({
      code: 504,
      answered: true,
      message: 'Prometheus in monitoring did not answer within 0.1 s',
    });
  });

  it('reads no more than it must', async () => {
    api.script = (_, response) => void response.end(JSON.stringify('x'.repeat(2_000)));
    const ask = askThroughProxy(transport, REF, 'Prometheus in monitoring');
    await expect(ask({ path: '/', timeoutMs: 5_000, limitBytes: 1_024 }, signal)).rejects.toMatchObject({
      code: 413,
      message: "Prometheus in monitoring's answer is larger than 1 KiB: ask for less",
    });
  });
});
