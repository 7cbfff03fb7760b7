import 'server-only';
// Resources that only some pages need: each is watched while one of those is looked at, and let go of a while after.
import { Reflector, type Transport } from '#lib/kube/index.ts';
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import { projectApiService, projectAutoscaler, projectV1Autoscaler } from '#lib/model/records/project-autoscaling.ts';
import {
  projectBudget,
  projectClaim,
  projectNamespace,
  projectService,
  projectStorageClass,
  projectVolume,
} from '#lib/model/records/project-ground.ts';
import {
  projectDaemonSet,
  projectDeployment,
  projectJob,
  projectReplicaSet,
  projectStatefulSet,
} from '#lib/model/records/project-workload.ts';
import type {
  ApiServiceRecord,
  AutoscalerRecord,
  BudgetRecord,
  ClaimRecord,
  NamespaceRecord,
  ServiceRecord,
  StorageClassRecord,
  VolumeRecord,
  WorkloadRecord,
} from '#lib/model/records/records.ts';

/** As RBAC and kubectl name them. */
export interface SideRecords {
  'deployments.apps': WorkloadRecord;
  'statefulsets.apps': WorkloadRecord;
  'daemonsets.apps': WorkloadRecord;
  'replicasets.apps': WorkloadRecord;
  'jobs.batch': WorkloadRecord;
  namespaces: NamespaceRecord;
  services: ServiceRecord;
  'poddisruptionbudgets.policy': BudgetRecord;
  persistentvolumeclaims: ClaimRecord;
  persistentvolumes: VolumeRecord;
  'storageclasses.storage.k8s.io': StorageClassRecord;
  'horizontalpodautoscalers.autoscaling': AutoscalerRecord;
  'apiservices.apiregistration.k8s.io': ApiServiceRecord;
}

export type SideName = keyof SideRecords;

export const WORKLOAD_SOURCES = [
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicasets.apps',
  'jobs.batch',
] as const satisfies readonly SideName[];

/** What the scheduler's rules look at besides nodes and pods. */
export const SCHEDULING_SOURCES = [
  'namespaces',
  'services',
  'poddisruptionbudgets.policy',
  'persistentvolumeclaims',
  'persistentvolumes',
  'storageclasses.storage.k8s.io',
] as const satisfies readonly SideName[];

type Projection<N extends SideName> = (object: unknown) => SideRecords[N] | null;

interface Version<N extends SideName> {
  path: string;
  project: Projection<N>;
}

interface Row<N extends SideName> extends Version<N> {
  /** Watched where the API server does not serve the other. */
  older?: Version<N>;
}

/** The API server stores objects of the kind that its path names: the cast states that. */
function as<Raw, Record>(project: (object: Raw) => Record): (object: unknown) => Record {
  return (object) => project(object as Raw);
}

const ROWS: { [N in SideName]: Row<N> } = {
  'deployments.apps': { path: '/apis/apps/v1/deployments', project: as(projectDeployment) },
  'statefulsets.apps': { path: '/apis/apps/v1/statefulsets', project: as(projectStatefulSet) },
  'daemonsets.apps': { path: '/apis/apps/v1/daemonsets', project: as(projectDaemonSet) },
  'replicasets.apps': { path: '/apis/apps/v1/replicasets', project: as(projectReplicaSet) },
  'jobs.batch': { path: '/apis/batch/v1/jobs', project: as(projectJob) },
  namespaces: { path: '/api/v1/namespaces', project: as(projectNamespace) },
  services: { path: '/api/v1/services', project: as(projectService) },
  'poddisruptionbudgets.policy': { path: '/apis/policy/v1/poddisruptionbudgets', project: as(projectBudget) },
  persistentvolumeclaims: { path: '/api/v1/persistentvolumeclaims', project: as(projectClaim) },
  persistentvolumes: { path: '/api/v1/persistentvolumes', project: as(projectVolume) },
  'storageclasses.storage.k8s.io': { path: '/apis/storage.k8s.io/v1/storageclasses', project: as(projectStorageClass) },
  'horizontalpodautoscalers.autoscaling': {
    path: '/apis/autoscaling/v2/horizontalpodautoscalers',
    project: as(projectAutoscaler),
    older: { path: '/apis/autoscaling/v1/horizontalpodautoscalers', project: as(projectV1Autoscaler) },
  },
  'apiservices.apiregistration.k8s.io': {
    path: '/apis/apiregistration.k8s.io/v1/apiservices',
    project: as(projectApiService),
  },
};

/** A page is left and come back to. */
const UNUSED_MS = 60_000;

export interface SideListener {
  changed(name: SideName): void;
  stateChanged(): void;
}

export class SideSources {
  readonly #transport: Transport;
  readonly #listener: SideListener;
  readonly #running = new Map<SideName, { reflector: Reflector<unknown>; usedMs: number }>();

  constructor(transport: Transport, listener: SideListener) {
    this.#transport = transport;
    this.#listener = listener;
  }

  /** Starts those that are not watched yet, and keeps all of them for a while. */
  use(names: readonly SideName[]): void {
    for (const name of names) {
      const running = this.#running.get(name);
      if (running !== undefined) running.usedMs = Date.now();
      else this.#running.set(name, { reflector: this.#started(name), usedMs: Date.now() });
    }
  }

  /** By `namespace/name`, or `name`; empty while it is not in use. */
  items<N extends SideName>(name: N): ReadonlyMap<string, SideRecords[N]> {
    // What a row's projection made is what the row's name stands for.
    return (this.#running.get(name)?.reflector.items ?? new Map()) as ReadonlyMap<string, SideRecords[N]>;
  }

  state(name: SideName): SourceView {
    return this.#running.get(name)?.reflector.state ?? { state: 'loading' };
  }

  /** False where it may not be read, or was not yet: then none is not zero. */
  known(name: SideName): boolean {
    return this.#running.get(name)?.reflector.known === true;
  }

  settled(names: readonly SideName[]): boolean {
    return names.every((name) => this.state(name).state !== 'loading');
  }

  /** Lets go of what nobody has used for a while. */
  sweep(nowMs: number): void {
    for (const [name, { reflector, usedMs }] of this.#running) {
      if (nowMs - usedMs <= UNUSED_MS) continue;
      this.#running.delete(name);
      void reflector.stop();
    }
  }

  poke(): void {
    for (const { reflector } of this.#running.values()) reflector.poke();
  }

  restart(): void {
    for (const [name, running] of this.#running) {
      const { older }: Row<SideName> = ROWS[name];
      if (older === undefined) running.reflector.relist();
      else {
        // It may serve the newer one.
        void running.reflector.stop();
        this.#running.set(name, { ...running, reflector: this.#started(name) });
      }
    }
  }

  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    this.#running.clear();
    await Promise.all(running.map(({ reflector }) => reflector.stop()));
  }

  #started(name: SideName, isOlder = false): Reflector<unknown> {
    const row: Row<SideName> = ROWS[name];
    const { path, project } = isOlder ? (row.older ?? row) : row;
    const reflector = new Reflector<unknown>({
      transport: this.#transport,
      path,
      resource: name,
      project,
      listener: {
        changed: () => this.#listener.changed(name),
        state: () => {
          if (!isOlder && row.older !== undefined) this.#fallBack(name, reflector);
          this.#listener.stateChanged();
        },
      },
    });
    reflector.start();
    return reflector;
  }

  #fallBack(name: SideName, newer: Reflector<unknown>): void {
    const running = this.#running.get(name);
    if (newer.state.state !== 'absent' || running?.reflector !== newer) return;
    this.#running.set(name, { ...running, reflector: this.#started(name, true) });
    void newer.stop();
  }
}
