import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedApi, sendJson } from '#test/support/scripted-api.ts';
import { loadKubeconfig } from '../config.ts';
import { Transport } from '../transport.ts';
import { askThroughProxy } from './ask-service.ts';
import { HeapsterSource } from './heapster.ts';
import { stepsOf } from './heapster-history.ts';

const signal = new AbortController().signal;
const REF = { namespace: 'kube-system', name: 'heapster', scheme: 'http', port: '' } as const;
const ROOT = '/api/v1/namespaces/kube-system/services/http:heapster:/proxy';
const AT = '2017-03-30T14:00:00Z';
const MODEL = '/api/v1/model';

let api: ScriptedApi;
let transport: Transport;
let source: HeapsterSource;
let answers: Record<string, unknown>;

beforeEach(async () => {
  answers = {};
  api = new ScriptedApi(({ path }, response) => {
    const answer = answers[path.slice(ROOT.length)];
    sendJson(response, answer === undefined ? {} : answer, answer === undefined ? 404 : 200);
  });
  await api.start();
  transport = new Transport(await loadKubeconfig(api.kubeconfig()));
  source = new HeapsterSource(askThroughProxy(transport, REF, 'Heapster in kube-system'), 'Heapster in kube-system');
});
afterEach(async () => {
  await transport.close();
  await api.close();
});

describe('use now, from Heapster', () => {
  const usage = { cpu: '352m', memory: '510656512' };

  it('reads nodes and pods as kubectl of its time did', async () => {
    answers['/apis/metrics/v1alpha1/nodes'] = {
      items: [{ metadata: { name: 'pi5' }, timestamp: AT, window: '1m0s', usage }],
    };
    answers['/apis/metrics/v1alpha1/pods'] = {
      items: [{ metadata: { namespace: 'web', name: 'a' }, timestamp: AT, containers: [{ name: 'app', usage }] }],
    };
    const { nodes, pods } = await source.read({ pods: true }, signal);
    const amounts = { cpuMillicores: 352, memoryBytes: 510_656_512 };
    expect(nodes).toEqual(new Map([['pi5', { at: AT, windowSeconds: 60, ...amounts }]]));
    expect(pods?.get('web/a')).toMatchObject({ at: AT, total: amounts });
    expect(source.resolutionMs).toBe(60_000);
  });

  it('gives the nodes where pods fail, and says why', async () => {
    answers['/apis/metrics/v1alpha1/nodes'] = { items: null };
    const { nodes, pods, podsTrouble } = await source.read({ pods: true }, signal);
    expect([nodes.size, pods, podsTrouble]).toEqual([0, null, 'Heapster in kube-system answered 404']);
  });
});

describe('use before, from Heapster', () => {
  const fromMs = Date.parse(AT);
  const query = { fromMs, toMs: fromMs + 120_000, stepMs: 60_000 };
  const minute = (count: number, value: number) => ({
    timestamp: new Date(fromMs + count * 60_000).toISOString(),
    value,
  });

  it('has what the model keeps of each node', async () => {
    answers[`${MODEL}/nodes/`] = ['pi5', 'pi7'];
    answers[`${MODEL}/nodes/pi5/metrics/cpu/usage_rate`] = { metrics: [minute(1, 352), minute(0, 300)] };
    answers[`${MODEL}/nodes/pi5/metrics/memory/working_set`] = { metrics: [minute(2, 1_000)] };
    answers[`${MODEL}/nodes/pi7/metrics/cpu/usage_rate`] = { metrics: null };
    answers[`${MODEL}/nodes/pi7/metrics/memory/working_set`] = { metrics: [] };
    const history = await source.history({ subject: { by: 'node' }, ...query }, signal);
    expect(Object.fromEntries(history)).toEqual({
      pi5: { cpuMillicores: [300, 352, null], memoryBytes: [null, null, 1_000] },
      pi7: { cpuMillicores: [null, null, null], memoryBytes: [null, null, null] },
    });
    const asked = api.requests.find(({ path }) => path.endsWith('pi5/metrics/cpu/usage_rate'));
    expect(Object.fromEntries(asked?.query ?? [])).toEqual({
      start: '2017-03-30T13:59:00Z',
      end: '2017-03-30T14:02:00Z',
    });
  });

  it("has a pod's containers by their full name", async () => {
    const pod = `${MODEL}/namespaces/web/pods/a/containers`;
    answers[`${pod}/`] = ['app'];
    for (const metric of ['cpu/usage_rate', 'memory/working_set']) {
      answers[`${pod}/app/metrics/${metric}`] = { metrics: [minute(0, 5)] };
    }
    const history = await source.history({ subject: { by: 'pod', namespace: 'web', name: 'a' }, ...query }, signal);
    expect([...history.keys()]).toEqual(['web/a/app']);
  });

  it('is not asked for hundreds of series', async () => {
    answers[`${MODEL}/namespaces/`] = Array.from({ length: 101 }, (_, index) => `n${index}`);
    await expect(source.history({ subject: { by: 'namespace' }, ...query }, signal)).rejects.toMatchObject({
      code: 413,
      message: 'Heapster in kube-system is asked for 100 namespaces at most, and knows 101',
    });
    expect(api.requests).toHaveLength(1);
  });

  it.each([
    ['names that are none', { [`${MODEL}/nodes/`]: { items: [] } }],
    [
      'samples that are none',
      { [`${MODEL}/nodes/`]: ['pi5'], [`${MODEL}/nodes/pi5/metrics/cpu/usage_rate`]: { metrics: [{ value: 1 }] } },
    ],
  ])('says what is wrong with %s', async (_, wrong) => {
    answers = { [`${MODEL}/nodes/pi5/metrics/memory/working_set`]: { metrics: [] }, ...wrong };
    await expect(source.history({ subject: { by: 'node' }, ...query }, signal)).rejects.toMatchObject({
      code: 502,
      message: 'Heapster in kube-system answered something that no Heapster answers',
    });
  });
});

describe("Heapster's samples on steps", () => {
  const at = (seconds: number, value: number) => ({ atMs: seconds * 1_000, value });
  const SAMPLES = [at(60, 10), at(120, 20), at(360, 60), at(420, 70)];

  it.each([
    ['of its own length', 60, [null, 10, 20, null, null, null, 60, 70, null]],
    ['longer ones: their mean', 120, [null, 15, null, 60, 70]],
  ])('%s', (_, stepSeconds, expected) => {
    const range = { fromMs: 0, toMs: 480_000, stepMs: stepSeconds * 1_000 };
    expect(stepsOf(range, SAMPLES, 40_000)).toEqual(expected);
  });

  it('shorter ones: the sample that was averaged over them, and a hole where the next is too far', () => {
    const range = { fromMs: 60_000, toMs: 300_000, stepMs: 30_000 };
    expect(stepsOf(range, SAMPLES, 60_000)).toEqual([10, 20, 20, null, null, null, null, null, null]);
    expect(stepsOf({ ...range, toMs: 420_000 }, SAMPLES, 60_000).slice(8)).toEqual([null, 60, 60, 70, 70]);
  });
});
