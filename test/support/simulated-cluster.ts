// A simulated cluster of a test's own, as a process, with its owner's controls.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { startSimulatedCluster } from '#scripts/processes.ts';
import { endProcess } from './end-process.ts';

export const root = join(import.meta.dirname, '../..');

type MetricsState = 'up' | 'stale' | 'garbage' | 'slow' | 'down';

export interface Faults {
  nodesUnplugged: string[];
  api: 'up' | 'stopped' | 'slow';
  delayMs: number;
  metricsMissing: string[];
  metrics: Partial<Record<'metricsApi' | 'customMetrics' | 'externalMetrics', MetricsState | 'gone'>> &
    Partial<Record<'heapster' | 'prometheus', MetricsState>>;
  appMetrics: 'up' | 'gone';
  unknownMetrics: string[];
  permissionsTaken: { user: string; verb: string; resource: string }[];
  underVoltage: string[];
  overheated: string[];
  clocksBehind: string[];
}

/** Requests seen by the API server since it started or since the count was last cleared. */
export interface RequestCount {
  userAgent: string;
  verb: string;
  resource: string;
  count: number;
}

export interface TestCluster {
  kubeconfig: string;
  setFaults(faults: Partial<Faults>): Promise<void>;
  stepClock(stepMs: number): Promise<void>;
  setClock(mode: string): Promise<void>;
  /** Of each service named, in the place of what the scenario's clients ask. */
  setLoad(services: readonly { namespace: string; service: string; requestsPerSecond: number }[]): Promise<void>;
  cutWatches(): Promise<void>;
  requests(): Promise<RequestCount[]>;
  clearRequests(): Promise<void>;
  /** A kubeconfig whose current context is another user's: `student`, `viewer`, `nobody`. */
  kubeconfigOf(user: string): string;
  stop(): Promise<void>;
}

interface KubeconfigFile {
  'current-context': string;
  clusters: { cluster: { 'certificate-authority-data': string } }[];
  contexts: { name: string; context: { user: string } }[];
  users: { name: string; user: { token: string } }[];
}

export interface TestClusterOptions {
  scenario?: string;
  size?: { nodes?: number; pods?: number };
  clock?: string;
  /** Where the program lies: this tree unless given. */
  sources?: string;
  /** Clusters of one seed have the same ids. */
  seed?: number;
}

export async function startTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  const directory = mkdtempSync(join(tmpdir(), 'bramble-test-'));
  const started = await startSimulatedCluster(options.sources ?? root, {
    scenario: options.scenario ?? 'kubecon-2017',
    clock: options.clock ?? 'real',
    size: options.size ?? {},
    directory,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  const file = parse(readFileSync(started.kubeconfig, 'utf8')) as KubeconfigFile;
  const ca = Buffer.from(file.clusters[0]?.cluster['certificate-authority-data'] ?? '', 'base64');
  const current = file.contexts.find((context) => context.name === file['current-context']);
  const token = file.users.find((user) => user.name === current?.context.user)?.user.token ?? '';
  const control = (method: string, path: string, body?: unknown): Promise<unknown> =>
    callControl({ url: started.control + path, method, ca, token, body });
  return {
    kubeconfig: started.kubeconfig,
    setFaults: async (faults) => void (await control('PUT', '/faults', faults)),
    stepClock: async (stepMs) => void (await control('POST', '/clock', { stepMs })),
    setClock: async (mode) => void (await control('POST', '/clock', { mode })),
    setLoad: async (services) => void (await control('PUT', '/load', { services })),
    cutWatches: async () => void (await control('POST', '/cut-watches')),
    requests: async () => (await control('GET', '/requests')) as RequestCount[],
    clearRequests: async () => void (await control('DELETE', '/requests')),
    kubeconfigOf: (user) => contextFile(directory, started.kubeconfig, user),
    stop: async () => {
      await endProcess(started.process);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface ControlCall {
  url: string;
  method: string;
  ca: Buffer;
  token: string;
  body: unknown;
}

function callControl({ url, method, ca, token, body }: ControlCall): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const call = request(url, { method, ca, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        if ((response.statusCode ?? 500) >= 300) reject(new Error(`${method} ${url}: ${response.statusCode} ${text}`));
        else resolve(text === '' ? null : JSON.parse(text));
      });
    });
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function contextFile(directory: string, kubeconfig: string, user: string): string {
  const text = readFileSync(kubeconfig, 'utf8');
  const file = parse(text) as KubeconfigFile;
  const context = file.contexts.find((candidate) => candidate.name === user);
  if (context === undefined) throw new Error(`the kubeconfig has no context ${user}`);
  const path = join(directory, `kubeconfig-${user}`);
  writeFileSync(path, stringify({ ...file, 'current-context': user }), { mode: 0o600 });
  return path;
}
