// What goes wrong between the dashboard and the API server, by name: how it begins and how it ends.
import { setTimeout as delay } from 'node:timers/promises';
import { type Asked, type HttpFault, statusAnswer } from '../support/fault-gate.ts';
import type { Credentials, World } from './world.ts';

export interface Fault {
  name: string;
  /** What has to be so before it begins. */
  prepare?(world: World): Promise<void>;
  /** Resolves with what ends it. */
  begin(world: World): Promise<() => void | Promise<void>>;
  /** Over as soon as it has begun: it lasts for no time. */
  instant?: boolean;
}

const OUTAGE_MS = 1_500;
const SIGN_IN_MS = 10_000;
const POLL_MS = 50;
const REPLAYED = 4;
const RETRY_AFTER_SECONDS = 30;

const onWatches = ({ watch }: Asked) => watch;
const onPods = ({ path }: Asked) => path === '/api/v1/pods';
const onResources = ({ path }: Asked) => path !== '/version';

const EXPIRED = statusAnswer(410, 'Expired', 'too old resource version: 1 (2)');
const expiredEvent = `${JSON.stringify({ type: 'ERROR', object: JSON.parse(EXPIRED.body) as unknown })}\n`;
const busy = statusAnswer(429, 'TooManyRequests', 'too many requests', { 'retry-after': String(RETRY_AFTER_SECONDS) });
const proxyPage = { status: 503, headers: { 'content-type': 'text/html' }, body: '<html>upstream down</html>' };

/** Running watches are cut, so that it concerns them too. */
const http = (name: string, fault: () => HttpFault, cuts = false): Fault => ({
  name,
  begin: async ({ proxy }) => {
    proxy.fault = fault();
    if (cuts) proxy.cut();
    return () => {
      proxy.fault = null;
    };
  },
});
const instant = (name: string, happens: (world: World) => void | Promise<void>): Fault => ({
  name,
  instant: true,
  begin: async (world) => {
    await happens(world);
    return () => undefined;
  },
});
const stalled = (name: string, which: 'all' | 'old', held: 'resumes' | 'lost'): Fault => ({
  name,
  begin: async ({ proxy }) => {
    proxy.stall(which);
    return () => proxy.unstall(held);
  },
});
/** The refused token, and the new one where the dashboard finds it. */
const expired = (name: string, credentials: Credentials): Fault => ({
  name,
  prepare: async (world) => {
    if (world.credentials === credentials) return;
    world.expireToken();
    world.renewToken(credentials);
    await untilSignedIn(world);
  },
  begin: async (world) => {
    world.expireToken();
    return () => world.renewToken();
  },
});

/** The change has to be noticed before its end can be: the watch in progress goes on under the old token. */
async function untilSignedIn({ view }: World): Promise<void> {
  const deadlineMs = Date.now() + SIGN_IN_MS;
  while (view.doubt === null && Date.now() < deadlineMs) await delay(POLL_MS);
  while (view.doubt !== null && Date.now() < deadlineMs + SIGN_IN_MS) await delay(POLL_MS);
}

/** What a list of a moment ago said, to whoever lists now, once. */
async function staleLists(world: World): Promise<HttpFault> {
  const paths = ['/api/v1/nodes', '/api/v1/pods', '/api/v1/events'];
  const old = new Map<string, string>();
  for (const path of paths) old.set(path, JSON.stringify(await world.direct.ask('GET', path)));
  const expiredOnce = new Set(paths);
  return {
    answer: ({ path, watch }) => {
      if (watch) return expiredOnce.delete(path) ? EXPIRED : null;
      const body = old.get(path);
      old.delete(path);
      return body === undefined ? null : { status: 200, headers: { 'content-type': 'application/json' }, body };
    },
  };
}

/** Of a moment ago, again and again. */
function replayed(): HttpFault {
  const before: string[] = [];
  return {
    lines: (line) => {
      before.push(line);
      if (before.length > REPLAYED) before.shift();
      return [line, line, ...before];
    },
  };
}

export const FAULTS: readonly Fault[] = [
  instant('every connection is cut', ({ proxy }) => proxy.cut()),
  instant('every connection is reset', ({ proxy }) => proxy.reset()),
  instant('every connection is half-closed', ({ proxy }) => proxy.halfClose()),
  {
    name: 'connections are refused',
    begin: async ({ proxy }) => {
      await proxy.refuse();
      return () => proxy.accept();
    },
  },
  stalled('everything stalls, and goes on', 'all', 'resumes'),
  stalled('everything stalls, and is lost', 'all', 'lost'),
  stalled('open connections stall, new ones do not', 'old', 'lost'),
  http('watches fall silent', () => ({ concerns: onWatches, silent: true })),
  http('watches of pods fall silent', () => ({ concerns: (asked) => asked.watch && onPods(asked), silent: true })),
  http(
    'watches expire and lists hang',
    () => ({
      concerns: onResources,
      answer: ({ watch }) => (watch ? EXPIRED : null),
      silent: true,
    }),
    true,
  ),
  http('answers end in mid-JSON, cut', () => ({ truncate: 'cut' })),
  http('answers end in mid-JSON, as if whole', () => ({ truncate: 'end' })),
  http('answers come 0.4 s late', () => ({ delayMs: 400 })),
  http('answers come 5 s late', () => ({ delayMs: 5_000 })),
  http('history is compacted: 410', () => ({ concerns: onWatches, answer: () => EXPIRED }), true),
  http('history is compacted: an ERROR event', () => ({ concerns: onWatches, lines: () => [expiredEvent] })),
  http('429 with Retry-After 30', () => ({ answer: () => busy }), true),
  http('429 with Retry-After 30 for pods', () => ({ concerns: onPods, answer: () => busy }), true),
  http('500', () => ({ answer: () => statusAnswer(500, 'InternalError', 'etcdserver: no leader') }), true),
  http('500 for pods', () => ({ concerns: onPods, answer: () => statusAnswer(500, 'InternalError', 'no') }), true),
  http('503 of a proxy in between', () => ({ answer: () => proxyPage }), true),
  http('403 for everything', () => ({ answer: () => statusAnswer(403, 'Forbidden', 'forbidden') }), true),
  http('404 for everything', () => ({ answer: () => statusAnswer(404, 'NotFound', 'not found') }), true),
  {
    name: 'stale lists',
    begin: async (world) => {
      const fault = await staleLists(world);
      await delay(OUTAGE_MS / 2);
      world.proxy.fault = fault;
      world.proxy.cut();
      return () => {
        world.proxy.fault = null;
      };
    },
  },
  http('bookmarks are dropped', () => ({ lines: (line) => (line.includes('"type":"BOOKMARK"') ? [] : [line]) })),
  http('events come again', replayed),
  {
    name: 'another cluster, at once',
    instant: true,
    begin: async (world) => {
      await world.swap();
      return () => undefined;
    },
  },
  {
    name: 'another cluster, after an outage',
    begin: async (world) => {
      await world.proxy.refuse();
      return async () => {
        await world.swap();
        await world.proxy.accept();
      };
    },
  },
  {
    name: 'another cluster with a new authority',
    begin: async (world) => {
      await world.proxy.gate.renewAuthority();
      await world.swap();
      return () => world.renewKubeconfig();
    },
  },
  expired('the token in the kubeconfig expires', 'kubeconfig'),
  expired('the token in a file expires', 'file'),
  expired("a plugin's token expires", 'plugin'),
];

/** Throws for a name that none has. */
export function faultNamed(name: string): Fault {
  const fault = FAULTS.find((known) => known.name === name);
  if (fault === undefined)
    throw new Error(`there is no fault ${name}; there are: ${FAULTS.map((f) => f.name).join('; ')}`);
  return fault;
}
