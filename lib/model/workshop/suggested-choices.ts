// What is suggested for a cluster, and what manifests have to know of choices and of the cluster.
import { defaultStorageClass } from '#lib/rules/default-class.ts';
import { ARCH_LABEL, isArchitectureKey } from '#lib/rules/nodes/platform.ts';
import { isTaintEffect } from '#lib/rules/nodes/taint-spec.ts';
import { componentOf } from '#lib/stack/catalogue.ts';
import { MANAGED_BY, MANAGED_BY_LABEL, type StackChoices } from '#lib/stack/component.ts';
import { compareText } from '../compare-text.ts';
import { compareArchitectures } from '../overview/architectures.ts';
import { groupBy } from '../records/grouping.ts';
import type { NodeRecord, StorageClassRecord } from '../records/records.ts';
import { isControlPlane, takesOrdinaryPods } from './board-openness.ts';
import type { TaintChoice, WorkshopChoices } from './choices.ts';
import type { WorkshopFacts } from './facts.ts';
import { versionReasons } from './hindrances.ts';
import { knownOr } from './known.ts';
import { presenceOf } from './presence.ts';
import { taintsRefusal } from './taints.ts';
import { theirIngress } from './their-ingress.ts';

/**
 * As the talk did it: every architecture but one, which stays open to pods that say nothing of architectures. That is a
 * control plane's that takes such pods, as it is never tainted, else amd64, else the one with most boards. Null where
 * fewer than two architectures take pods.
 */
export function suggestedTaints(nodes: readonly NodeRecord[]): TaintChoice | null {
  const takers = nodes.filter((node) => takesOrdinaryPods(node) && node.hardware.architecture !== 'unknown');
  const groups = groupBy(takers, ({ hardware }) => hardware.architecture);
  if (groups.size < 2) return null;
  const ranks = (arch: string) => {
    const boards = groups.get(arch) ?? [];
    return [Number(boards.some(isControlPlane)), Number(arch === 'amd64'), boards.length];
  };
  const archs = [...groups.keys()].sort((a, b) => descending(ranks(a), ranks(b)) || compareArchitectures(a, b));
  const architectures = archs.slice(1).sort(compareArchitectures);
  return { key: ARCH_LABEL, effect: 'NoSchedule', architectures };
}

/** By the first number that differs. */
function descending(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (b[at] ?? 0) - (a[at] ?? 0);
}

export function suggestedChoices(facts: WorkshopFacts): WorkshopChoices {
  return {
    taints: suggestedTaints(knownOr(facts.nodes, [])),
    metrics: suggestedMetrics(facts),
    kubeletInsecureTls: false,
    goPublic: false,
    extras: [],
    registryPrefix: null,
  };
}

/** What measures already: Heapster where it stands alone and works, else what is today's. */
function suggestedMetrics(facts: WorkshopFacts): WorkshopChoices['metrics'] {
  const isThere = (id: 'heapster' | 'metrics-server') => presenceOf(componentOf(id), facts).state === 'theirs';
  const works = facts.server.known && versionReasons(componentOf('heapster'), facts).length === 0;
  return works && isThere('heapster') && !isThere('metrics-server') ? 'heapster' : 'metrics-server';
}

/** What manifests depend on: the stack tolerates the architecture taints that are there and those that come, not those that are refused. */
export function stackChoices(choices: WorkshopChoices, facts: WorkshopFacts): StackChoices {
  const nodes = knownOr(facts.nodes, []);
  const there = nodes.flatMap(({ taints }) => taints.filter(({ key }) => isArchitectureKey(key)));
  const choice = choices.taints === null || taintsRefusal(nodes, choices.taints) !== null ? null : choices.taints;
  const coming = choice?.architectures.map((value) => ({ key: choice.key, value, effect: choice.effect })) ?? [];
  const tolerate = new Map<string, StackChoices['tolerate'][number]>();
  for (const { key, value = '', effect } of [...there, ...coming]) {
    if (isTaintEffect(effect)) tolerate.set(`${key}=${value}:${effect}`, { key, value, effect });
  }
  const classes = knownOr(facts.storageClasses, []);
  return {
    tolerate: [...tolerate].sort(([a], [b]) => compareText(a, b)).map(([, taint]) => taint),
    kubeletInsecureTls: choices.kubeletInsecureTls,
    registryPrefix: choices.registryPrefix,
    ...ingressOf(facts),
    // Where classes may not be read there may be another default.
    defaultStorageClass: facts.storageClasses.known && isOursOrNone(defaultStorageClass(classes)),
  };
}

/** The one that was made here stays the default when it is applied again. */
function isOursOrNone(found: StorageClassRecord | undefined): boolean {
  return found === undefined || found.metadata?.labels?.[MANAGED_BY_LABEL] === MANAGED_BY;
}

/** Without the one of a Traefik whose Service is not known nothing is made public: hindrances.ts. */
function ingressOf(facts: WorkshopFacts): Pick<StackChoices, 'ingress'> {
  const found = theirIngress(facts);
  return found?.known === true ? { ingress: found.value } : {};
}
