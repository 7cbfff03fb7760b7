// What a plan of the workshop is made from: everything that was read of a cluster, each part known or not.
import type { ManifestObject } from '#lib/stack/component.ts';
import type {
  ApiServiceRecord,
  BudgetRecord,
  ClaimRecord,
  NamespaceRecord,
  NodeRecord,
  PodRecord,
  ServiceRecord,
  StorageClassRecord,
  VolumeRecord,
  WorkloadRecord,
} from '../records/records.ts';
import type { AccessAnswer } from './access.ts';
import type { DryRunAnswer } from './difference.ts';
import type { Journal } from './journal.ts';
import type { Known } from './known.ts';
import type { Standing } from './standing.ts';

export interface WorkshopFacts {
  /** Of the cluster's own clock, milliseconds since the epoch. */
  nowMs: number;
  server: Known<ServerFacts>;
  nodes: Known<readonly NodeRecord[]>;
  pods: Known<readonly PodRecord[]>;
  workloads: Known<readonly WorkloadRecord[]>;
  namespaces: Known<readonly NamespaceRecord[]>;
  services: Known<readonly ServiceRecord[]>;
  budgets: Known<readonly BudgetRecord[]>;
  claims: Known<readonly ClaimRecord[]>;
  volumes: Known<readonly VolumeRecord[]>;
  storageClasses: Known<readonly StorageClassRecord[]>;
  apiServices: Known<readonly ApiServiceRecord[]>;
  /** What shows what is installed. */
  standing: Standing;
  /** What was asked by SelfSubjectAccessReview. */
  access: Known<readonly AccessAnswer[]>;
  clocks: Known<readonly BoardClock[]>;
  /** Whether the cluster's own authority signed what kubelets serve with; asked of one of them. */
  kubeletCertificates: Known<'signed' | 'self-signed'>;
  /** Memory in use, by node; a node that nobody measured is absent. */
  usedMemoryBytes: Known<ReadonlyMap<string, number>>;
  /** Objects of the stack as they are, by objectKey; null where there is none. One that was not asked for is absent. */
  objects: ReadonlyMap<string, Known<ManifestObject | null>>;
  /** What the API server answered to a dry run, by objectKey; absent before it was asked. */
  dryRuns: ReadonlyMap<string, DryRunAnswer>;
  journal: Known<Journal | null>;
}

export interface ServerFacts {
  /** `v1.37.2+k3s1`. */
  gitVersion: string;
  /** Minor version of Kubernetes 1.x as the API is: what the simulated cluster of 2017 claims to be besides is `flavour`. */
  minor: number;
  /** The simulated cluster of the talk lets its legacy pieces work. */
  flavour: 'plain' | 'talk-2017';
}

/** How far a board's clock is from the API server's: seconds, ahead is positive, give or take `withinSeconds`. */
export interface BoardClock {
  node: string;
  offsetSeconds: number;
  withinSeconds: number;
}
