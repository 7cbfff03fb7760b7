// One simulated cluster: its parts put together, independent of any other in the same process.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AggregatedSource } from './api/aggregated-source.ts';
import { ApiServer } from './api/api-server.ts';
import { BuiltInResources } from './api/built-in.ts';
import { ObjectWriter } from './api/object-writer.ts';
import { Registry } from './api/registry.ts';
import type { Machine } from './api/write-context.ts';
import { bootstrapObjects } from './bootstrap.ts';
import { type ClockMode, SimulatedClock } from './clock.ts';
import { ControllerManager } from './controllers/manager.ts';
import { workloadControllers } from './controllers/workload-controllers.ts';
import { makeCertificates } from './http/certificates.ts';
import { kubeconfigOf } from './http/kubeconfig.ts';
import { Listener } from './http/listener.ts';
import { Access } from './identity/access.ts';
import { roleAggregation } from './identity/role-aggregation.ts';
import { ServiceAccountTokens } from './identity/service-account-tokens.ts';
import { Tokens, type UserName } from './identity/user.ts';
import { Random } from './random.ts';
import { loadScenario, scenarioNames } from './scenarios/catalogue.ts';
import type { BuiltScenario } from './scenarios/scenario.ts';
import { simulatedWorld } from './scenarios/world.ts';
import { seedObjects } from './seed.ts';
import { Store } from './store/store.ts';

export interface ClusterOptions {
  /** One of `scenarioNames`. */
  scenario: string;
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

const EMPTY: BuiltScenario = { startMs: 0, objects: [], boards: [], images: [] };
const HOST_DEFAULT = '127.0.0.1';

export async function createCluster(options: ClusterOptions): Promise<Cluster> {
  const scenario = loadScenario(options.scenario);
  if (scenario === undefined && options.scenario !== 'empty') throw new UnknownScenarioError(options.scenario);
  const host = options.host ?? HOST_DEFAULT;
  const startMs = options.startAt ?? Date.now();
  const clock = new SimulatedClock(options.clock, startMs);
  const random = new Random(options.seed);
  const store = new Store();
  const built = scenario?.build({ nowMs: startMs, random }) ?? EMPTY;
  const world = simulatedWorld({ store, clock, scenario: built });
  const aggregated = new AggregatedSource(store, world.aggregated);
  const registry = new Registry([new BuiltInResources(), aggregated]);
  const machine: Machine = { store, clock, random, registry };
  const writer = new ObjectWriter(machine);
  seedObjects(machine, [...bootstrapObjects(startMs), ...built.objects]);

  const certificates = await makeCertificates(host);
  const tokens = new Tokens();
  const accountTokens = new ServiceAccountTokens(store, clock);
  const access = new Access(store, tokens, accountTokens);
  const api = new ApiServer(machine, { access, tokens: accountTokens, logs: world.logs }, aggregated);
  const controllers = [
    ...workloadControllers({ caCertificatePem: certificates.ca }),
    ...world.controllers,
    roleAggregation,
  ];
  const manager = new ControllerManager({
    store,
    clock,
    writer,
    controllers,
    seed: options.seed,
  });
  manager.start();
  const listener = new Listener(
    {
      certificates,
      host,
      handler: (request) => api.answer(request),
      headers: () => ({ date: new Date(clock.now()).toUTCString(), 'bramble-clock': String(clock.rate) }),
      onBug: (error) => console.error(error),
    },
    options.port ?? 0,
  );
  await listener.open();
  const url = `https://${host.includes(':') ? `[${host}]` : host}:${listener.port}`;
  const kubeconfig = (user?: UserName) =>
    kubeconfigOf({ scenario: options.scenario, url, controlUrl: url, ca: certificates.ca, tokens }, user);
  return {
    url,
    controlUrl: url,
    clock,
    store,
    writer,
    kubeconfig,
    async writeKubeconfig(directory) {
      const path = join(directory, 'kubeconfig');
      await writeFile(path, kubeconfig(), { mode: 0o600 });
      return path;
    },
    settle: () => clock.settle(),
    async close() {
      manager.close();
      api.watches.cutAll();
      await listener.close();
      clock.close();
    },
  };
}
