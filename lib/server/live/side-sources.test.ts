import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { ScriptedApi, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { SideSources } from './side-sources.ts';

const NAME = 'horizontalpodautoscalers.autoscaling';
const V1 = '/apis/autoscaling/v1/horizontalpodautoscalers';
const V2 = '/apis/autoscaling/v2/horizontalpodautoscalers';

const metric = { type: 'Pods', pods: { metricName: 'queue', targetAverageValue: '10' } };
const autoscaler = {
  metadata: {
    name: 'web',
    namespace: 'default',
    resourceVersion: '3',
    annotations: { 'autoscaling.alpha.kubernetes.io/metrics': JSON.stringify([metric]) },
  },
  spec: { maxReplicas: 5, targetCPUUtilizationPercentage: 80, scaleTargetRef: { kind: 'Deployment', name: 'web' } },
};

describe('a side source that has an older form', () => {
  let api: ScriptedApi;
  let transport: Transport;
  let sources: SideSources;
  let served: string[];

  beforeEach(async () => {
    served = [V1];
    api = new ScriptedApi(({ path, query }, response) => {
      if (!served.includes(path))
        sendStatus(response, 404, 'NotFound', 'the server could not find the requested resource');
      else if (query.has('watch')) response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      else sendJson(response, { metadata: { resourceVersion: '10' }, items: [autoscaler] });
    });
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
    sources = new SideSources(transport, { changed: () => undefined, stateChanged: () => undefined });
  });

  afterEach(async () => {
    await sources.stop();
    await transport.close();
    await api.close();
  });

  const known = () => vi.waitFor(() => expect(sources.known(NAME)).toBe(true));

  it('is read in that where the API server serves no other, and is what it would be in the newer', async () => {
    sources.use([NAME]);
    await known();
    expect(sources.state(NAME)).toEqual({ state: 'live' });
    expect(sources.items(NAME).get('default/web')).toMatchObject({
      servedIn: 'autoscaling/v1',
      spec: {
        metrics: [
          { type: 'Pods', pods: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '10' } } },
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        ],
      },
    });
  });

  it('is read in the newer one once another cluster serves that', async () => {
    sources.use([NAME]);
    await known();
    served = [V2];
    sources.restart();
    await known();
    expect(sources.items(NAME).get('default/web')?.servedIn).toBeUndefined();
  });

  it('is absent where neither is served', async () => {
    served = [];
    sources.use([NAME]);
    await vi.waitFor(() => expect(api.requests.some(({ path }) => path === V1)).toBe(true));
    await vi.waitFor(() => expect(sources.state(NAME).state).toBe('absent'));
    expect(sources.known(NAME)).toBe(false);
  });
});
