// The inside of a cluster: store, API and controllers put together, without a network.

import { ApiServer } from './api/api-server.ts';
import { AggregatedSource } from './api/registry/aggregated-source.ts';
import { BuiltInResources } from './api/registry/built-in.ts';
import { CustomResources } from './api/registry/custom-resources.ts';
import { definitionController } from './api/registry/definition-controller.ts';
import { Registry } from './api/registry/registry.ts';
import { ObjectWriter } from './api/write/object-writer.ts';
import type { Machine } from './api/write/write-context.ts';
import { HorizontalPodAutoscalers } from './autoscaling/horizontal-pod-autoscaler.ts';
import { bootstrapObjects } from './bootstrap.ts';
import type { SimulatedClock } from './clock.ts';
import { ControllerManager } from './controllers/manager.ts';
import { standardControllers } from './controllers/standard-controllers.ts';
import { Access } from './identity/access.ts';
import { ClientCertificates } from './identity/client-certificates.ts';
import { roleAggregation } from './identity/role-aggregation.ts';
import { ServiceAccountTokens } from './identity/service-account-tokens.ts';
import type { Tokens } from './identity/user.ts';
import type { ImageRegistry } from './kubelet/image-registry.ts';
import type { Power } from './kubelet/power.ts';
import type { Recorder } from './monitoring/recorder.ts';
import { Random } from './random.ts';
import type { BuiltScenario, Scenario, ScenarioParameters } from './scenarios/scenario.ts';
import { seedObjects, seedWholeObjects } from './seed.ts';
import { Store } from './store/store.ts';
import type { Load } from './usage/load.ts';
import { simulatedWorld } from './world.ts';

export interface ControlPlane {
  store: Store;
  writer: ObjectWriter;
  api: ApiServer;
  power: Power;
  load: Load;
  /** What all registries hold. */
  images: ImageRegistry;
  recorder: Recorder;
  /** Sets everything in motion; until then the objects stand as the scenario left them. */
  start(): void;
  close(): void;
}

export interface ControlPlaneParts {
  scenario: Scenario;
  parameters: ScenarioParameters;
  clock: SimulatedClock;
  seed: number;
  tokens: Tokens;
  caCertificatePem: string;
  caKeyPem: string;
  /** The last version that the store in whose place this one comes gave out. */
  afterVersion?: number;
}

export function controlPlaneOf(parts: ControlPlaneParts): ControlPlane {
  const { scenario, parameters, clock, seed, tokens, caCertificatePem, caKeyPem, afterVersion } = parts;
  const startMs = clock.now();
  const random = new Random(seed);
  const store = new Store(afterVersion);
  const built = scenario.build({ nowMs: startMs, random, parameters });
  const world = simulatedWorld({ store, clock, scenario: built });
  const aggregated = new AggregatedSource(store, world.aggregated);
  const registry = new Registry([new BuiltInResources(), aggregated, new CustomResources(store)]);
  const machine: Machine = { store, clock, random, registry };
  const writer = new ObjectWriter(machine);
  seedObjects(machine, [...bootstrapObjects(bornMs(built, startMs)), ...built.objects]);
  seedWholeObjects(machine, built.wholeObjects ?? []);

  const accountTokens = new ServiceAccountTokens(store, clock);
  const access = new Access(store, tokens, accountTokens, new ClientCertificates(caCertificatePem, clock));
  const api = new ApiServer(
    machine,
    { access, tokens: accountTokens, logs: world.logs, network: world.network },
    aggregated,
  );
  const controllers = [
    ...standardControllers({ caCertificatePem, caKeyPem }),
    ...world.controllers,
    new HorizontalPodAutoscalers({ apis: aggregated, registry }),
    roleAggregation,
    definitionController,
  ];
  const manager = new ControllerManager({ store, clock, writer, controllers, seed });
  const { power, load, images, recorder } = world;
  return {
    store,
    writer,
    api,
    power,
    load,
    images,
    recorder,
    start: () => manager.start(),
    close: () => manager.close(),
  };
}

/** When the cluster came to be: its oldest object's time. */
function bornMs({ objects }: BuiltScenario, startMs: number): number {
  let oldestMs = startMs;
  for (const { metadata } of objects) {
    const time = Date.parse(String(metadata?.creationTimestamp));
    if (time < oldestMs) oldestMs = time;
  }
  return oldestMs;
}
