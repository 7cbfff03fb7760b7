// What the exercises are made for: the boards as they stand, which of them a pod of the set could be put on, and the APIs.
import type { Node, Taint } from 'kubernetes-types/core/v1';
import { is32BitUserland } from '#lib/rules/images/board-platform.ts';
import { resourceAmounts } from '#lib/rules/resources.ts';
import type { APIService } from '../store/object.ts';

export interface Ground {
  /** Ready boards that take pods of the set: not cordoned, and without taints but those of an architecture. By name. */
  hosts: readonly Host[];
  /** Of all boards, whatever state they are in. */
  architectures: readonly string[];
  /** Of boards that are hosts, or would be if they were ready. */
  hostArchitectures: readonly string[];
  /** A Ready board with a taint of its own, and that taint. */
  tainted: { name: string; taint: Taint } | null;
  /** A host with a 32-bit system under a 64-bit kernel. */
  userland32: Host | null;
  /** The most any board has to give. */
  largest: { memoryBytes: number; cpuCores: number };
  /** Those that are registered. */
  apiGroups: ReadonlySet<string>;
}

export interface Host {
  name: string;
  architecture: string;
}

/** Taints that say which architecture a board has: the pods of the set tolerate them. */
export const ARCHITECTURE_TAINTS: readonly string[] = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'];

/** The node lifecycle controller's and the cordon's: they come and go. */
const LIFECYCLE_PREFIX = 'node.kubernetes.io/';

export function groundOf(nodes: readonly Node[], registrations: readonly APIService[]): Ground {
  const open = nodes.filter((node) => ownTaints(node).every(({ key }) => ARCHITECTURE_TAINTS.includes(key)));
  const ready = open.filter(isReady);
  const byItself = nodes.filter(isReady).find((node) => ownTaints(node).length > 0);
  const [taint] = byItself === undefined ? [] : ownTaints(byItself);
  const small = ready.find((node) => node.status?.nodeInfo !== undefined && is32BitUserland(node.status.nodeInfo));
  const allocatable = nodes.map(({ status }) => resourceAmounts(status?.allocatable));
  return {
    hosts: ready.map(hostOf),
    architectures: unique(nodes.map(architectureOf)),
    hostArchitectures: unique(open.map(architectureOf)),
    tainted: taint === undefined ? null : { name: byItself?.metadata?.name ?? '', taint },
    userland32: small === undefined ? null : hostOf(small),
    largest: {
      memoryBytes: Math.max(0, ...allocatable.map(({ memory = 0 }) => memory)),
      cpuCores: Math.max(0, ...allocatable.map(({ cpu = 0 }) => cpu)) / 1_000,
    },
    apiGroups: new Set(registrations.map(({ spec }) => spec?.group ?? '')),
  };
}

/** Of those that keep pods away, the ones that somebody set. */
function ownTaints({ spec }: Node): Taint[] {
  return (spec?.taints ?? []).filter(
    ({ key, effect }) => effect !== 'PreferNoSchedule' && !key.startsWith(LIFECYCLE_PREFIX),
  );
}

function isReady({ spec, status }: Node): boolean {
  const isUp = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
  const isHeld = spec?.taints?.some(({ key }) => key.startsWith(LIFECYCLE_PREFIX)) ?? false;
  return isUp && !isHeld && spec?.unschedulable !== true;
}

function hostOf(node: Node): Host {
  return { name: node.metadata?.name ?? '', architecture: architectureOf(node) };
}

function architectureOf({ metadata, status }: Node): string {
  return metadata?.labels?.['kubernetes.io/arch'] ?? status?.nodeInfo?.architecture ?? 'unknown';
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
