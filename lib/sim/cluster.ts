// One simulated cluster: its control plane on the network, independent of any other in the same process.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiServer } from './api/api-server.ts';
import { requestInfoOf } from './api/request-info.ts';
import type { ObjectWriter } from './api/write/object-writer.ts';
import { type ClockMode, SimulatedClock } from './clock.ts';
import { controlPlaneOf } from './control-plane.ts';
import { faultsOf } from './faults.ts';
import { makeCertificates } from './http/certificates.ts';
import { type Control, controlOf } from './http/control.ts';
import { controlHandler } from './http/control-endpoint.ts';
import { kubeconfigOf } from './http/kubeconfig.ts';
import { type Handler, Listener } from './http/listener.ts';
import { RequestCounts } from './http/request-counts.ts';
import { Tokens, type UserName } from './identity/user.ts';
import { checkParameters, loadScenario, scenarioNames } from './scenarios/catalogue.ts';
import type { ScenarioParameters } from './scenarios/scenario.ts';
import type { Store } from './store/store.ts';

export interface ClusterOptions {
  /** One of `scenarioNames`. */
  scenario: string;
  /** Those the scenario knows; absent ones have its defaults. */
  parameters?: ScenarioParameters;
  clock: ClockMode;
  seed: number;
  /** 127.0.0.1 unless given; stands in the server's certificate. */
  host?: string;
  /** A free one unless given. */
  port?: number;
  /** First instant, milliseconds since the epoch. */
  startAt?: number;
}

export interface Cluster {
  readonly url: string;
  readonly controlUrl: string;
  /** YAML: the owner's with every user's context, or one user's own. */
  kubeconfig(user?: UserName): string;
  /** Writes `kubeconfig` (mode 0600) into a directory that exists; returns its path. */
  writeKubeconfig(directory: string): Promise<string>;
  readonly clock: SimulatedClock;
  readonly store: Store;
  readonly writer: ObjectWriter;
  readonly control: Control;
  /** Runs everything that is due at this instant. */
  settle(): void;
  /** Leaves no timer and no socket behind. */
  close(): Promise<void>;
}

export class UnknownScenarioError extends Error {
  constructor(name: string) {
    super(`there is no scenario "${name}"; there are: ${scenarioNames.join(', ')}`);
    this.name = 'UnknownScenarioError';
  }
}

/** Thirty days: at x10 they last for three. */
const FAST_CLOCK_LEAD_MS = 30 * 24 * 3_600_000;

const HOST_DEFAULT = '127.0.0.1';

export async function createCluster(options: ClusterOptions): Promise<Cluster> {
  const scenario = loadScenario(options.scenario);
  if (scenario === undefined) throw new UnknownScenarioError(options.scenario);
  const { parameters = {} } = options;
  checkParameters(scenario, parameters);
  const host = options.host ?? HOST_DEFAULT;
  const certificates = await makeCertificates(host);
  const tokens = new Tokens();
  const clock = new SimulatedClock(options.clock, options.startAt ?? defaultStartMs(options.clock));
  const { ca } = certificates;
  const { seed } = options;
  const plane = controlPlaneOf({ scenario, parameters, clock, seed, tokens, caCertificatePem: ca });
  const { store, writer, api } = plane;

  const counts = new RequestCounts();
  const headers = () => ({ date: new Date(clock.now()).toUTCString(), 'bramble-clock': String(clock.rate) });
  const common = { certificates, headers, onBug: reportBug };
  const listener = new Listener({ ...common, host, handler: countedAndDelayed(api, store, counts) }, options.port ?? 0);
  const { watches } = api;
  const control = controlOf({ scenario: options.scenario, clock, store, listener, watches, counts });
  const controlListener = new Listener({ ...common, host: HOST_DEFAULT, handler: controlHandler(control, tokens) }, 0);
  const close = async () => {
    plane.close();
    watches.cutAll();
    await Promise.all([listener.close(), controlListener.close()]);
    clock.close();
  };
  try {
    await listener.open();
    await controlListener.open();
  } catch (error) {
    await close();
    throw error;
  }
  plane.start();

  const url = urlOf(host, listener.port);
  const controlUrl = urlOf(HOST_DEFAULT, controlListener.port);
  const source = { scenario: options.scenario, url, controlUrl, ca, tokens };
  return {
    url,
    controlUrl,
    clock,
    store,
    writer,
    control,
    kubeconfig: (user) => kubeconfigOf(source, user),
    writeKubeconfig: (directory) => writeKubeconfig(directory, kubeconfigOf(source)),
    settle: () => clock.settle(),
    close,
  };
}

/** On a whole second, as Kubernetes' timestamps are; a fast clock starts long ago, so that kubectl never sees the future. */
function defaultStartMs(clock: ClockMode): number {
  const nowMs = Date.now() - (clock.kind === 'times' ? FAST_CLOCK_LEAD_MS : 0);
  return Math.floor(nowMs / 1000) * 1000;
}

/** A wildcard address is no place to connect to: clients on this machine use loopback. */
function urlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? HOST_DEFAULT : host;
  return `https://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

async function writeKubeconfig(directory: string, text: string): Promise<string> {
  const path = join(directory, 'kubeconfig');
  // A mode given to writeFile does not change that of a file that is already there.
  await rm(path, { force: true });
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

/** The API as the network sees it: each request is counted, and waits while the API is slow on purpose. */
function countedAndDelayed(api: ApiServer, store: Store, counts: RequestCounts): Handler {
  return async (request) => {
    counts.add(request.headers['user-agent'] ?? '', requestInfoOf(request.method, request.path, request.query));
    const { api: state, delayMs } = faultsOf(store);
    if (state === 'slow' && delayMs > 0) await delay(delayMs, undefined, { ref: false });
    return api.answer(request);
  };
}

function reportBug(error: unknown): void {
  console.error(error);
}
