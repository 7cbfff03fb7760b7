// Everything that happens in a cluster while somebody works on it, as one hash: what must be the same twice.
import { createHash } from 'node:crypto';
import { clientOf } from '#test/support/simulated-api.ts';
import { createCluster, type ScenarioParameters } from '../index.ts';

const START_MS = Date.UTC(2026, 0, 1, 12);
const MINUTE_MS = 60_000;
/** Minutes stepped after each of the requests. */
const PAUSES = [5, 20, 45, 10, 60, 30, 5];
/** Certificates are made anew at each start, from keys nobody can foretell. */
const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
const SIZES: Readonly<Record<string, ScenarioParameters>> = { big: { nodes: 12, pods: 100 } };

const WEB = {
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        tolerations: [{ operator: 'Exists' }],
        containers: [{ name: 'web', image: 'nginx', resources: { requests: { cpu: '20m', memory: '16Mi' } } }],
      },
    },
  },
};

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const NAMESPACES = '/api/v1/namespaces';

/** A fixed sequence of a user's requests. */
const REQUESTS: readonly [method: string, path: string, body?: unknown][] = [
  ['POST', DEPLOYMENTS, WEB],
  [
    'POST',
    `${NAMESPACES}/default/services`,
    { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
  ],
  [
    'POST',
    `${NAMESPACES}/default/pods`,
    {
      metadata: { generateName: 'once-' },
      spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] },
    },
  ],
  ['PATCH', `${DEPLOYMENTS}/web`, { spec: { replicas: 7 } }],
  ['PATCH', `${DEPLOYMENTS}/web`, { spec: { template: { metadata: { annotations: { change: '2' } } } } }],
  ['POST', NAMESPACES, { metadata: { name: 'mine' } }],
  ['POST', `${NAMESPACES}/mine/configmaps`, { metadata: { name: 'one' }, data: { b: '2', a: '1' } }],
  ['DELETE', `${NAMESPACES}/default/pods?labelSelector=app%3Dweb`],
  ['DELETE', `${NAMESPACES}/mine`],
  ['DELETE', `${DEPLOYMENTS}/web`],
];

export interface History {
  /** SHA-256 over every change of every resource, in order. */
  hash: string;
  changes: number;
}

/** Lives through a scenario by the script above; about four hours of simulated time. */
export async function historyOf(scenario: string, seed: number): Promise<History> {
  const parameters = SIZES[scenario] ?? {};
  const clock = { kind: 'paused' } as const;
  const cluster = await createCluster({ scenario, parameters, clock, seed, startAt: START_MS });
  const ask = clientOf(cluster);
  const hash = createHash('sha256');
  let changes = 0;
  const note = (type: string, object: unknown): void => {
    hash.update(`${type} ${JSON.stringify(object).replaceAll(CERTIFICATES, '')}\n`);
    changes += 1;
  };
  for (const resource of cluster.store.resources())
    for (const object of cluster.store.list(resource)) note('FIRST', object);
  const stop = cluster.store.subscribe(({ type, object }) => note(type, object));
  cluster.settle();
  for (const [index, [method, path, body]] of REQUESTS.entries()) {
    const { status, text } = await ask(method, path, body === undefined ? {} : { body });
    if (status >= 400) throw new Error(`${method} ${path} in ${scenario}: ${text}`);
    cluster.settle();
    cluster.clock.step((PAUSES[index % PAUSES.length] ?? 1) * MINUTE_MS);
  }
  stop();
  await cluster.close();
  return { hash: hash.digest('hex'), changes };
}
