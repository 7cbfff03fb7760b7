// A dashboard with exactly the rights of deploy/rbac.yaml: whatever the pages ask for, it may have.
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { isStatusError, Transport } from '#lib/kube/index.ts';
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import type { TopicName } from '#lib/model/stream.ts';
import { deployedAccount } from '#test/support/deployed-account.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import { logTarget } from '../pods/log-query.ts';
import { passLog } from '../pods/logs.ts';
import { answerGraph } from '../usage/graph.ts';
import type { Hub } from './hub.ts';

const MEBIBYTE = 1024 ** 2;
const TIMEOUT_MS = 10_000;
const WAIT = { timeout: 20_000, interval: 200 };
/** Each pod has watches of its own, on a machine that does other things as well. */
const TEST_MS = 90_000;
/** About the cluster as a whole, each node, each pod and each autoscaler. */
const TOPICS: readonly TopicName[] = ['overview', 'placement', 'images', 'usage', 'usage-pods', 'autoscaling', 'load'];
const OF_A_NODE = ['node', 'drain'];
const OF_A_POD = ['pod', 'why', 'doctor'];

describe('with the rights of deploy/rbac.yaml', () => {
  let on: HubOnCluster;
  let asked: MockInstance<Transport['open']>;

  beforeEach(() => {
    asked = vi.spyOn(Transport.prototype, 'open');
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await on.end();
  });

  /** Paths that were asked for in vain. */
  function refused(): string[] {
    const { calls, settledResults } = asked.mock;
    const isRefused = (at: number) => {
      const { type, value } = settledResults[at] ?? {};
      return type === 'rejected' && isStatusError(value) && value.code === 403;
    };
    const paths = calls.flatMap(([{ path }], at) =>
      isRefused(at) ? [path.replace(/\?.*/, '').replace(/\/pods\/[^/:]+:/, '/pods/*:')] : [],
    );
    return [...new Set(paths)].sort();
  }

  /** A hub as the service account of the manifest. */
  async function begin(scenario: string): Promise<Hub> {
    on = await HubOnCluster.start({ kind: 'paused' }, scenario);
    const owner = (await on.begin()).transport;
    const hub = await on.beginAs(await deployedAccount(on.cluster, owner, ['rbac.yaml']), {
      historyBytes: 32 * MEBIBYTE,
    });
    await hub.whenSettled(TIMEOUT_MS);
    return hub;
  }

  /** Looks at every topic there is until all of it was read; each source that may not be. */
  async function lookAtAll({ cache }: Hub): Promise<string[]> {
    const isAutoscaler = (key: string) => key.startsWith('autoscaler/');
    const names = [
      ...TOPICS,
      ...Object.keys(await rowsOf('autoscaling')).filter(isAutoscaler),
      ...[...cache.nodes.keys()].flatMap((node) => OF_A_NODE.map((kind) => `${kind}/${node}`)),
      ...[...cache.pods.keys()].flatMap((pod) => OF_A_POD.map((kind) => `${kind}/${pod}`)),
    ];
    const forbidden = await Promise.all(
      names.map((name) =>
        vi.waitFor(async () => {
          const sources = (await rowsOf(name))['sources'] ?? {};
          const states = Object.entries(sources as Record<string, SourceView>);
          const inState = (wanted: SourceView['state']) => states.filter(([, { state }]) => state === wanted);
          expect(inState('loading'), name).toEqual([]);
          return inState('forbidden').map(([source]) => `${source} of ${name}`);
        }, WAIT),
      ),
    );
    return forbidden.flat();
  }

  async function readLog({ transport, cache }: Hub): Promise<void> {
    const running = [...cache.pods.values()].find(({ phase }) => phase === 'Running');
    const container = new URLSearchParams({ container: running?.containers[0]?.name ?? '' });
    const target = logTarget(running?.namespace ?? '', running?.name ?? '', container);
    const answer = await passLog({ transport, nodeOf: () => null }, target, AbortSignal.timeout(TIMEOUT_MS));
    await answer.text();
  }

  /**
   * What the rights to services name is what services are usually called, and whoever may ask pods themselves may do more
   * than look: of others, and of those, the pages say what is missing.
   */
  it.each<[scenario: string, told: RegExp, refused: string[]]>([
    ['modern', /^Prometheus in monitoring: answers: scrapes/, []],
    [
      'kubecon-2017',
      /^sample-metrics-prom in default: not allowed to get services\/proxy/,
      [
        '/api/v1/namespaces/default/pods/*:8080/proxy/metrics',
        '/api/v1/namespaces/default/services/http:sample-metrics-prom:web/proxy/api/v1/query',
      ],
    ],
  ])(
    'every page of %s can be read',
    async (scenario, told, expected) => {
      const hub = await begin(scenario);
      expect(await lookAtAll(hub)).toEqual([]);
      const found = () => hub.usage.head.found.map(({ title, reason }) => `${title}: ${reason}`);
      await vi.waitFor(() => expect(found()).toContainEqual(expect.stringMatching(told)), WAIT);
      for (const by of ['arch', 'namespace']) await answerGraph(hub, new URLSearchParams({ by }));
      await readLog(hub);
      // What an autoscaler's chain asks of pods may still be under way.
      await vi.waitFor(() => expect(refused()).toEqual(expected), WAIT);
    },
    TEST_MS,
  );
});
