// What pods stand on during a play: namespaces, services, budgets and storage, of which claims are bound on the way.
import type { PersistentVolume, PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { type Labels, selectorRequirements } from '#lib/rules/labels/label-selector.ts';
import type { DisruptionBudget } from '#lib/rules/scheduling/preemption.ts';
import {
  BIND_COMPLETED,
  type PodVolumes,
  podVolumes,
  type Storage,
  waitsForConsumer,
} from '#lib/rules/volumes/pod-volumes.ts';
import { SELECTED_NODE, type VolumePlan } from '#lib/rules/volumes/volume-binding.ts';
import { claimClass } from '#lib/rules/volumes/volume-matching.ts';
import { groupBy } from '../records/grouping.ts';
import type { PodRecord } from '../records/records.ts';
import type { SupposedCluster } from './supposed-cluster.ts';

export class Ground {
  readonly budgets: readonly DisruptionBudget[];
  readonly storage: Storage;
  readonly #namespaces: ReadonlyMap<string, Labels>;
  readonly #services: ReadonlyMap<string, readonly Labels[]>;
  readonly #claims: Map<string, PersistentVolumeClaim>;
  readonly #volumes: Map<string, PersistentVolume>;
  readonly #classes: ReadonlyMap<string, StorageClass>;

  constructor(cluster: SupposedCluster) {
    this.budgets = budgetsOf(cluster);
    this.#namespaces = new Map(cluster.namespaces.map(({ name, labels }) => [name, labels]));
    const services = groupBy(cluster.services, ({ namespace }) => namespace);
    this.#services = new Map([...services].map(([name, list]) => [name, list.map(({ selector }) => selector)]));
    const byName = ({ metadata }: PersistentVolume | StorageClass) => metadata?.name ?? '';
    this.#claims = new Map(cluster.claims.map((claim) => [claimKey(claim), claim]));
    this.#volumes = new Map(cluster.volumes.map((volume) => [byName(volume), volume]));
    this.#classes = new Map(cluster.storageClasses.map((one) => [byName(one), one]));
    this.storage = {
      claim: (namespace, name) => this.#claims.get(`${namespace}/${name}`),
      volume: (name) => this.#volumes.get(name),
      storageClass: (name) => this.#classes.get(name),
      volumes: () => [...this.#volumes.values()],
    };
  }

  labelsOfNamespace(name: string): Labels {
    return this.#namespaces.get(name) ?? {};
  }

  servicesIn(namespace: string): readonly Labels[] {
    return this.#services.get(namespace) ?? [];
  }

  /** Null for a pod without claims. */
  volumesOf({ namespace, name, uid, claimVolumes }: PodRecord): PodVolumes | null {
    if (claimVolumes.length === 0) return null;
    const pod: Pod = { metadata: { namespace, name, uid }, spec: { containers: [], volumes: [...claimVolumes] } };
    return podVolumes(pod, this.storage);
  }

  /** Adds a claim that a controller makes; false where its volume is made at once, wherever its pod will be. */
  addClaim(claim: PersistentVolumeClaim): boolean {
    if (this.#claims.has(claimKey(claim))) return true;
    if (!waitsForConsumer(claim, this.storage.storageClass(claimClass(claim)))) return false;
    this.#claims.set(claimKey(claim), claim);
    return true;
  }

  /** What the scheduler reserves and asks for once it has chosen the node. */
  carryOut({ bind, provide }: VolumePlan, node: string): void {
    for (const { volume, claim } of bind) {
      const { name = '' } = volume.metadata ?? {};
      const { namespace = '', name: claimName = '', annotations } = claim.metadata ?? {};
      const claimRef = { kind: 'PersistentVolumeClaim', namespace, name: claimName, ...uidOf(claim) };
      this.#volumes.set(name, { ...volume, spec: { ...volume.spec, claimRef } });
      const metadata = { ...claim.metadata, annotations: { ...annotations, [BIND_COMPLETED]: 'yes' } };
      this.#claims.set(claimKey(claim), { ...claim, metadata, spec: { ...claim.spec, volumeName: name } });
    }
    for (const claim of provide) {
      const annotations = { ...claim.metadata?.annotations, [SELECTED_NODE]: node };
      this.#claims.set(claimKey(claim), { ...claim, metadata: { ...claim.metadata, annotations } });
    }
  }
}

function claimKey({ metadata }: PersistentVolumeClaim): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}

function uidOf({ metadata }: PersistentVolumeClaim): { uid?: string } {
  return metadata?.uid === undefined ? {} : { uid: metadata.uid };
}

function budgetsOf({ budgets }: SupposedCluster): DisruptionBudget[] {
  return budgets.flatMap(({ namespace, selector, disruptionsAllowed, disruptedPods }) => {
    const requirements = selectorRequirements(selector);
    if (requirements === null) return [];
    return [{ namespace, selector: requirements, disruptionsAllowed, disrupted: new Set(disruptedPods) }];
  });
}
