// The cluster as it would be while a plan is carried out: boards with the taints that come, pods that come take room.

import { compareText } from '../compare-text.ts';
import { NodeInfos } from '../placement/node-infos.ts';
import type { ClusterPicture } from '../placement/picture.ts';
import { groupBy, podsByNode } from '../records/grouping.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import type { SupposedCluster } from '../what-if/supposed-cluster.ts';
import type { WorkshopFacts } from './facts.ts';
import { type Known, knownOr } from './known.ts';

/** As the rules of placement look at it; what may not be read is named. */
export function supposedCluster(facts: WorkshopFacts): SupposedCluster {
  const parts = {
    nodes: facts.nodes,
    pods: facts.pods,
    workloads: facts.workloads,
    namespaces: facts.namespaces,
    services: facts.services,
    poddisruptionbudgets: facts.budgets,
    persistentvolumeclaims: facts.claims,
    persistentvolumes: facts.volumes,
    storageclasses: facts.storageClasses,
  } satisfies Record<string, Known<unknown>>;
  return {
    nowMs: facts.nowMs,
    nodes: knownOr(facts.nodes, []),
    pods: knownOr(facts.pods, []),
    workloads: knownOr(facts.workloads, []),
    namespaces: knownOr(facts.namespaces, []),
    services: knownOr(facts.services, []),
    budgets: knownOr(facts.budgets, []),
    claims: knownOr(facts.claims, []),
    volumes: knownOr(facts.volumes, []),
    storageClasses: knownOr(facts.storageClasses, []),
    unread: Object.entries(parts).flatMap(([name, part]) => (part.known ? [] : [name])),
  };
}

export class Room {
  readonly #facts: WorkshopFacts;
  readonly #cluster: SupposedCluster;
  readonly #infos = new NodeInfos();
  readonly #podsOn: Map<string, readonly PodRecord[]>;
  #nodes: readonly NodeRecord[];
  #version = 0;
  #picture: ClusterPicture | null = null;

  /** `of`: begins as that one is now. */
  constructor(facts: WorkshopFacts, of: Room | null = null) {
    this.#facts = facts;
    this.#cluster = of === null ? supposedCluster(facts) : of.#cluster;
    this.#nodes = of === null ? [...this.#cluster.nodes].sort((a, b) => compareText(a.name, b.name)) : of.#nodes;
    this.#podsOn = new Map(of === null ? podsByNode(this.#cluster.pods) : of.#podsOn);
  }

  taint(node: string, taints: NodeRecord['taints']): void {
    this.#nodes = this.#nodes.map((record) => (record.name === node ? { ...record, taints } : record));
    this.#picture = null;
  }

  place(pod: PodRecord, node: string): void {
    const pods = this.#podsOn.get(node) ?? [];
    // A new list: the one before is compared with it.
    this.#podsOn.set(node, [...pods, { ...pod, nodeName: node }]);
    this.#picture = null;
  }

  picture(): ClusterPicture {
    this.#picture ??= this.#made();
    return this.#picture;
  }

  #made(): ClusterPicture {
    const { namespaces, services, claims, volumes, storageClasses } = this.#cluster;
    const { pods, claims: claimFacts, volumes: volumeFacts, storageClasses: classFacts } = this.#facts;
    const labels = new Map(namespaces.map(({ name, labels: own }) => [name, own]));
    const byName = new Map(volumes.map((volume) => [volume.metadata?.name ?? '', volume]));
    const byClaim = new Map(claims.map((claim) => [`${claim.metadata?.namespace}/${claim.metadata?.name}`, claim]));
    const classes = new Map(storageClasses.map((one) => [one.metadata?.name ?? '', one]));
    const selectors = groupBy(services, ({ namespace }) => namespace);
    return {
      nodes: this.#nodes,
      infos: this.#infos.of(this.#nodes, (node) => this.#podsOn.get(node) ?? []),
      storage: {
        claim: (namespace, name) => byClaim.get(`${namespace}/${name}`),
        volume: (name) => byName.get(name),
        storageClass: (name) => classes.get(name),
        volumes: () => volumes,
      },
      labelsOfNamespace: (name) => labels.get(name) ?? {},
      serviceSelectors: (namespace) => (selectors.get(namespace) ?? []).map(({ selector }) => selector),
      known: {
        pods: pods.known,
        namespaces: this.#facts.namespaces.known,
        services: this.#facts.services.known,
        storage: claimFacts.known && volumeFacts.known && classFacts.known,
      },
      version: ++this.#version,
    };
  }
}
