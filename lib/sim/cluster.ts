// One simulated cluster: its control plane on the network, independent of any other in the same process.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { requestInfoOf } from './api/request-info.ts';
import type { ObjectWriter } from './api/write/object-writer.ts';
import type { ClockMode, SimulatedClock } from './clock.ts';
import { faultsOf } from './faults.ts';
import { makeCertificates } from './http/certificates.ts';
import { type Control, controlOf } from './http/control.ts';
import { controlHandler } from './http/control-endpoint.ts';
import { kubeconfigOf } from './http/kubeconfig.ts';
import { type Handler, Listener } from './http/listener.ts';
import { RequestCounts } from './http/request-counts.ts';
import { Tokens, type UserName } from './identity/user.ts';
import { registryHandler } from './registry/registry-handler.ts';
import { checkScenario, RunningScenario } from './running-scenario.ts';
import { SCENARIOS } from './scenarios/catalogue.ts';
import type { Scenario, ScenarioParameters } from './scenarios/scenario.ts';
import type { Store } from './store/store.ts';

export interface ClusterOptions {
  /** One of `scenarioNames`, or the recorded one's. */
  scenario: string;
  /** Another scenario to choose from, as `readScenarioFile` gives it. */
  recorded?: Scenario;
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
  /** Of the mirror of all registries. */
  readonly registryUrl: string;
  /** YAML: the owner's with every user's context, or one user's own. */
  kubeconfig(user?: UserName): string;
  /** Writes `kubeconfig` (mode 0600) into a directory that exists; returns its path. */
  writeKubeconfig(directory: string): Promise<string>;
  /** These three are the running scenario's: others once it is changed or reset. */
  readonly clock: SimulatedClock;
  readonly store: Store;
  readonly writer: ObjectWriter;
  readonly control: Control;
  /** Runs everything that is due at this instant. */
  settle(): void;
  /** Leaves no timer and no socket behind. */
  close(): Promise<void>;
}

const HOST_DEFAULT = '127.0.0.1';

/** Throws UnknownScenarioError or ScenarioParameterError. */
export async function createCluster(options: ClusterOptions): Promise<Cluster> {
  const { scenario: name, parameters = {}, seed, host = HOST_DEFAULT, startAt } = options;
  const scenarios = options.recorded === undefined ? SCENARIOS : [...SCENARIOS, options.recorded];
  checkScenario(name, parameters, scenarios);
  const certificates = await makeCertificates(host);
  const { ca, caKey } = certificates;
  const tokens = new Tokens();
  const first = startAt === undefined ? {} : { startAt };
  const running = new RunningScenario(
    { clock: options.clock, tokens, caCertificatePem: ca, caKeyPem: caKey, scenarios, ...first },
    { name, parameters, seed },
  );
  const counts = new RequestCounts();
  const common = { certificates, headers: () => headersOf(running), onBug: reportBug };
  const listener = new Listener({ ...common, host, handler: countedAndDelayed(running, counts) }, options.port ?? 0);
  const registry: Listener = new Listener(
    {
      ...common,
      host: HOST_DEFAULT,
      headers: () => ({ date: new Date().toUTCString() }),
      handler: registryHandler({
        images: () => running.plane.images,
        state: () => faultsOf(running.plane.store).registry,
        url: () => urlOf(HOST_DEFAULT, registry.port),
      }),
    },
    0,
  );
  const control = controlOf({ running, listener, registry, counts });
  const controlListener = new Listener({ ...common, host: HOST_DEFAULT, handler: controlHandler(control, tokens) }, 0);
  const close = async () => {
    running.close();
    await Promise.all([listener.close(), controlListener.close(), registry.close()]);
  };
  try {
    await listener.open();
    await controlListener.open();
    await registry.open();
  } catch (error) {
    await close();
    throw error;
  }
  running.start();

  const url = urlOf(host, listener.port);
  const controlUrl = urlOf(HOST_DEFAULT, controlListener.port);
  const registryUrl = urlOf(HOST_DEFAULT, registry.port);
  const source = { scenario: name, url, controlUrl, registryUrl, ca, tokens };
  return {
    url,
    controlUrl,
    registryUrl,
    get clock() {
      return running.clock;
    },
    get store() {
      return running.plane.store;
    },
    get writer() {
      return running.plane.writer;
    },
    control,
    kubeconfig: (user) => kubeconfigOf(source, user),
    writeKubeconfig: (directory) => writeKubeconfig(directory, kubeconfigOf(source)),
    settle: () => running.clock.settle(),
    close,
  };
}

/** Of every answer: the cluster's time, how fast it goes, and what is simulated. */
function headersOf({ clock, choice }: RunningScenario): Record<string, string> {
  return {
    date: new Date(clock.now()).toUTCString(),
    'bramble-clock': String(clock.rate),
    // A recorded scenario may be called what no header can hold.
    'bramble-scenario': encodeURIComponent(choice.name),
  };
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
function countedAndDelayed(running: RunningScenario, counts: RequestCounts): Handler {
  return async (request) => {
    counts.add(request.headers['user-agent'] ?? '', requestInfoOf(request.method, request.path, request.query));
    const { api: state, delayMs } = faultsOf(running.plane.store);
    if (state === 'slow' && delayMs > 0) await delay(delayMs, undefined, { ref: false });
    const answer = running.answer(request);
    if ('delayMs' in answer && answer.delayMs !== undefined) await delay(answer.delayMs, undefined, { ref: false });
    return answer;
  };
}

function reportBug(error: unknown): void {
  console.error(error);
}
