import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOARD_EXPRESSIONS, BOARD_MEASURED, BOARD_NAMES } from '#lib/rules/prometheus/board-expressions.ts';
import { CONTAINER_EXPRESSIONS, expressionText, NODE_EXPRESSIONS } from '#lib/rules/prometheus/expressions.ts';
import { type Script, ScriptedApi, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { answerAsPrometheus, type ScriptedAnswers } from '#test/support/scripted-prometheus.ts';
import { loadKubeconfig } from '../config.ts';
import { Transport } from '../transport.ts';
import { type FoundUsageSources, SourceFinder } from './discover.ts';

const signal = new AbortController().signal;
const NODES = [{ name: 'pi5', addresses: [{ type: 'InternalIP', address: '192.168.7.5' }] }];
const PI5 = { instance: '192.168.7.5:9100' };
const CADVISOR = NODE_EXPRESSIONS[0]?.samples.text ?? '';
const SCRAPES_ALL: ScriptedAnswers = {
  [CADVISOR]: [
    {
      metric: { node: 'pi5' },
      values: [
        [0, 1],
        [15, 1],
        [30, 1],
      ],
    },
  ],
  [CONTAINER_EXPRESSIONS[0]?.present.text ?? '']: [{ metric: {}, value: 4 }],
  [BOARD_MEASURED.text]: [{ metric: PI5, value: 1_767_225_600 }],
};
const service = (namespace: string, name: string, port: object, more: object = {}) => ({
  metadata: { namespace, name, ...more },
  spec: { clusterIP: '10.96.0.7', ports: [port] },
});
const PROXY = '/api/v1/namespaces/';

let api: ScriptedApi;
let transport: Transport;
let finder: SourceFinder;
/** By path, or what a path begins with. */
let scripts: Record<string, Script>;

beforeEach(async () => {
  scripts = {
    '/apis/metrics.k8s.io': (_, response) => sendStatus(response, 404, 'NotFound', 'no'),
    '/api/v1/services': (_, response) => sendJson(response, { items: [] }),
  };
  api = new ScriptedApi((request, response) => {
    const found = Object.entries(scripts).find(([path]) => request.path.startsWith(path));
    if (found === undefined) sendStatus(response, 403, 'Forbidden', 'no');
    else found[1](request, response);
  });
  await api.start();
  transport = new Transport(await loadKubeconfig(api.kubeconfig()));
  finder = new SourceFinder({ transport, nodes: () => NODES, prometheusUrl: null });
});
afterEach(async () => {
  await finder.close();
  await transport.close();
  await api.close();
});

/** `title: outcome (what it gives)`. */
function told({ sources }: FoundUsageSources): string[] {
  return sources.map(({ title, outcome, live, history, boards }) => {
    const gives = Object.entries({ live, history, boards }).flatMap(([name, source]) =>
      source === null ? [] : [name],
    );
    return `${title}: ${outcome}${gives.length === 0 ? '' : ` (${gives.join(', ')})`}`;
  });
}

const servedServices =
  (...items: object[]): Script =>
  (_, response) =>
    sendJson(response, { items });
const prometheus =
  (answers: ScriptedAnswers): Script =>
  (request, response) =>
    answerAsPrometheus(request, response, answers);

describe('the sources of use that a cluster has', () => {
  it.each<[what: string, script: Script, told: string]>([
    ['is not there', (_, response) => sendStatus(response, 404, 'NotFound', 'no'), 'metrics.k8s.io: not registered'],
    [
      'does not answer',
      (_, response) => sendStatus(response, 503, 'ServiceUnavailable', 'dial'),
      'metrics.k8s.io: registered but does not answer (live)',
    ],
    [
      'is as it mostly is',
      (_, response) => sendJson(response, { versions: [{ groupVersion: 'metrics.k8s.io/v1beta1' }] }),
      'metrics.k8s.io/v1beta1: registered (live)',
    ],
    [
      'is newer',
      (_, response) =>
        sendJson(response, {
          versions: [{ groupVersion: 'metrics.k8s.io/v1beta1' }, { groupVersion: 'metrics.k8s.io/v1' }],
        }),
      'metrics.k8s.io/v1: registered (live)',
    ],
    [
      'is older than what is read',
      (_, response) => sendJson(response, { versions: [{ groupVersion: 'metrics.k8s.io/v1alpha1' }] }),
      'metrics.k8s.io: registered in versions that are not read',
    ],
  ])('metrics.k8s.io %s', async (_, script, expected) => {
    scripts['/apis/metrics.k8s.io'] = script;
    expect(told(await finder.find(signal))).toEqual([expected]);
  });

  it('are among its services: those that look like one are asked', async () => {
    scripts['/api/v1/services'] = servedServices(
      service('kube-system', 'heapster', { port: 80 }),
      service('web', 'shop', { name: 'web', port: 8080 }),
      service('monitoring', 'prometheus-operator', { name: 'web', port: 9090 }),
      service('monitoring', 'prometheus-k8s', { name: 'web', port: 9090 }),
      service('tools', 'mine', { port: 443 }, { labels: { 'app.kubernetes.io/name': 'prometheus' } }),
      service('talk', 'sample-prom', { name: 'web', port: 9090 }),
    );
    scripts[`${PROXY}kube-system/services/http:heapster:/proxy/apis/metrics/v1alpha1/nodes`] = (_, response) =>
      sendJson(response, { items: [] });
    scripts[`${PROXY}monitoring/services/http:prometheus-k8s:web/proxy/`] = prometheus(SCRAPES_ALL);
    scripts[`${PROXY}tools/services/https:mine:443/proxy/`] = prometheus({});
    scripts[`${PROXY}talk/services/http:sample-prom:web/proxy/`] = (_, response) =>
      sendStatus(response, 503, 'ServiceUnavailable', 'no endpoints available for service "http:sample-prom:web"');
    const found = await finder.find(signal);
    expect(told(found)).toEqual([
      'metrics.k8s.io: not registered',
      'Heapster in kube-system: answers for 0 nodes (live, history)',
      "Prometheus in monitoring: answers: scrapes the kubelets' cAdvisor every 15 s and node_exporter (live, history, boards)",
      'Prometheus in tools: answers, but scrapes no kubelet of this cluster',
      'Prometheus in talk: Prometheus in talk has no pod that is ready',
    ]);
    expect(found.trouble).toBeNull();
    expect((await finder.find(signal)).sources[2]?.live).toBe(found.sources[2]?.live);
  });

  it('are believed in the usual place before any other, and in the cluster after the one that was named', async () => {
    const web = { name: 'web', port: 9090 };
    scripts['/api/v1/services'] = servedServices(
      service('anybodys', 'prometheus', web),
      service('monitoring', 'prometheus-k8s', web),
    );
    scripts[PROXY] = prometheus(SCRAPES_ALL);
    await finder.close();
    finder = new SourceFinder({ transport, nodes: () => NODES, prometheusUrl: api.url });
    const { sources } = await finder.find(signal);
    expect(sources.map(({ title }) => title)).toEqual([
      'metrics.k8s.io',
      'Prometheus named in the settings',
      'Prometheus in monitoring',
      'Prometheus in anybodys',
    ]);
  });

  it('are to be looked for again where one does not answer or knows nothing yet', async () => {
    scripts['/api/v1/services'] = servedServices(
      service('new', 'prometheus', { port: 9090 }),
      service('full', 'prometheus', { port: 9090 }),
      service('gone', 'prometheus', { port: 9090 }),
      service('none', 'prometheus', { port: 9090 }),
      service('young', 'prometheus', { port: 9090 }),
    );
    scripts[`${PROXY}new/`] = prometheus({});
    scripts[`${PROXY}full/`] = prometheus(SCRAPES_ALL);
    scripts[`${PROXY}gone/`] = (_, response) => sendStatus(response, 503, 'ServiceUnavailable', 'no');
    const once = { [CADVISOR]: [{ metric: { node: 'pi5' }, values: [[0, 1] as const] }] };
    scripts[`${PROXY}young/`] = prometheus({ ...SCRAPES_ALL, ...once });
    scripts[`${PROXY}none/`] = (_, response) => void response.end('<html>');
    const { sources } = await finder.find(signal);
    expect(sources.map(({ settled }) => settled)).toEqual([true, false, true, false, true, false]);
    expect(sources[5]?.outcome).toBe("answers: scrapes the kubelets' cAdvisor and node_exporter");
  });

  it('are looked for by their usual names where services may not be listed', async () => {
    delete scripts['/api/v1/services'];
    scripts[`${PROXY}monitoring/services/http:prometheus-operated:web/proxy/`] = prometheus(SCRAPES_ALL);
    const found = await finder.find(signal);
    expect(found.sources.map(({ title }) => title)).toEqual(['metrics.k8s.io', 'prometheus-operated in monitoring']);
    expect(found.trouble).toMatch(/^not allowed to list services: .*usual names only$/);
  });

  it('may be outside: at the address that was set, and nowhere that leads', async () => {
    await finder.close();
    let to = '';
    const outside = new ScriptedApi((request, response) => {
      if (to !== '') response.writeHead(302, { location: to }).end();
      else if (request.path.startsWith('/prometheus/api/v1/')) answerAsPrometheus(request, response, SCRAPES_ALL);
      else response.writeHead(404).end();
    });
    await outside.start();
    finder = new SourceFinder({ transport, nodes: () => NODES, prometheusUrl: `${outside.url}/prometheus` });
    const title = 'Prometheus named in the settings';
    expect(told(await finder.find(signal))[1]).toMatch(
      new RegExp(`^${title}: answers: .*\\(live, history, boards\\)$`),
    );
    to = `${api.url}/api/v1/secrets`;
    expect(told(await finder.find(signal))[1]).toBe(`${title}: ${title} answered 302`);
    await outside.stop();
    const away = await finder.find(signal);
    expect(told(away)[1]).toBe(`${title}: ${title} cannot be reached: the connection was refused`);
    expect(away.sources[1]?.settled).toBe(false);
    expect(api.requests.map(({ path }) => path)).not.toContain('/api/v1/secrets');
    await outside.close();
  });

  it('are found although one of them hangs', async () => {
    await finder.close();
    finder = new SourceFinder({ transport, nodes: () => NODES, prometheusUrl: null, tryMs: 300 });
    scripts['/api/v1/services'] = servedServices(
      service('m', 'prometheus', { port: 9090 }),
      service('kube-system', 'heapster', { port: 80 }),
    );
    scripts[`${PROXY}m/`] = () => undefined;
    scripts[`${PROXY}kube-system/`] = (_, response) => sendJson(response, { items: [] });
    expect(told(await finder.find(signal)).slice(1)).toEqual([
      'Heapster in kube-system: answers for 0 nodes (live, history)',
      'Prometheus in m: Prometheus in m did not answer within 0.3 s',
    ]);
  });

  it.each([null, [], 'x', { items: 'x' }])('cannot be told from a list of services that is %j', async (body) => {
    scripts['/api/v1/services'] = (_, response) => sendJson(response, body);
    await expect(finder.find(signal)).rejects.toMatchObject({ code: 502 });
  });

  it('are unknown while the API server is away', async () => {
    await api.stop();
    await expect(finder.find(signal)).rejects.toMatchObject({ answered: false });
  });
});

describe('what node_exporter tells of boards', () => {
  it('is by board, with what it does not tell left unknown', async () => {
    const {
      temperatureCelsius: [zone, chip],
      underVoltage: [alarm],
      diskBusy: [busy],
    } = BOARD_EXPRESSIONS;
    scripts['/api/v1/services'] = servedServices(service('m', 'prometheus', { port: 9090 }));
    scripts[`${PROXY}m/services/http:prometheus:9090/proxy/`] = prometheus({
      ...SCRAPES_ALL,
      [BOARD_NAMES.text]: [{ metric: { instance: '10.42.0.9:9100', nodename: 'pi5' }, value: 1 }],
      [zone?.text ?? '']: [{ metric: PI5, value: 61.3 }],
      [chip?.text ?? '']: [{ metric: { instance: '10.42.0.9:9100' }, value: 99 }],
      [alarm?.text ?? '']: [{ metric: { instance: '10.42.0.9:9100' }, value: 1 }],
      [busy === undefined ? '' : expressionText(busy, { windowSeconds: 180 })]: [{ metric: PI5, value: 1.002 }],
    });
    const boards = (await finder.find(signal)).sources[1]?.boards;
    expect(await boards?.boardHealth(signal)).toEqual(
      new Map([
        [
          'pi5',
          {
            at: '2026-01-01T00:00:00.000Z',
            temperatureCelsius: 61.3,
            underVoltage: true,
            throttled: null,
            diskFreeBytes: null,
            diskSizeBytes: null,
            diskBusy: 1,
            receiveBytesPerSecond: null,
            transmitBytesPerSecond: null,
          },
        ],
      ]),
    );
  });

  it('is not told of a board that was read at no time there is', async () => {
    scripts['/api/v1/services'] = servedServices(service('m', 'prometheus', { port: 9090 }));
    scripts[`${PROXY}m/services/http:prometheus:9090/proxy/`] = prometheus({
      [BOARD_MEASURED.text]: [{ metric: PI5, value: 1e17 }],
      [BOARD_NAMES.text]: [{ metric: { instance: '10.42.0.9:9100', nodename: 'pi5' }, value: 1 }],
    });
    expect(told(await finder.find(signal))).toContain(
      'Prometheus in m: answers, but scrapes no kubelet of this cluster',
    );
  });
});
