// What keeps a pod off a node, in a few words: of the check that the scheduler counts.
import { formatCpu } from '#lib/format/cpu.ts';
import { formatSize } from '#lib/format/memory.ts';
import {
  isSystemTaint,
  TAINT_DISK_PRESSURE,
  TAINT_MEMORY_PRESSURE,
  TAINT_NETWORK_UNAVAILABLE,
  TAINT_NOT_READY,
  TAINT_PID_PRESSURE,
  TAINT_UNREACHABLE,
} from '#lib/rules/nodes/taints.ts';
import type { Check, LabelCheck, NodeExplanation, ResourceCheck, TaintCheck } from '#lib/rules/scheduling/explain.ts';

type CheckOf<K extends Check['kind']> = Extract<Check, { kind: K }>;

const IN_TROUBLE: Readonly<Record<string, string>> = {
  [TAINT_NOT_READY]: 'the node is not ready',
  [TAINT_UNREACHABLE]: 'the node does not answer',
  [TAINT_MEMORY_PRESSURE]: 'the node is short of memory',
  [TAINT_DISK_PRESSURE]: 'the node is short of disk',
  [TAINT_PID_PRESSURE]: 'the node is short of process ids',
  [TAINT_NETWORK_UNAVAILABLE]: 'the node has no pod network yet',
};

/** '' where nothing does. */
export function reasonText({ failure, checks }: NodeExplanation): string {
  if (failure === null) return '';
  const check = checks.find(({ passes }) => !passes);
  // What was decided before any node was looked at may pass every check of this one.
  return check === undefined ? failure.reasons.join(', ') : checkText(check);
}

function checkText(check: Check): string {
  switch (check.kind) {
    case 'name':
      return `it asks for the node ${check.wanted ?? ''} by name`;
    case 'cordon':
      return 'the node is cordoned';
    case 'taints':
      return taintsText(check.taints.filter(({ tolerated, effect }) => !tolerated && effect !== 'PreferNoSchedule'));
    case 'affinity':
      return affinityText(check);
    case 'ports':
      return check.taken.map(({ port, by }) => `port ${port} is taken by ${by}`).join(', ');
    case 'resources':
      return check.resources
        .filter(({ passes }) => !passes)
        .map(resourceText)
        .join(', ');
    case 'volumes':
      return check.reasons.join(', ');
    case 'spread':
      return spreadText(check);
    case 'pod-affinity':
      return podAffinityText(check.reason ?? '');
  }
}

/** A node in trouble says so, whatever else is on it. */
function taintsText(taints: readonly TaintCheck[]): string {
  const trouble = systemTaintsOf(taints);
  if (trouble.length > 0) return [...new Set(trouble.map((key) => IN_TROUBLE[key] ?? `taint ${key}`))].join(', ');
  const texts = taints.map(({ taint }) => taint);
  return texts.length === 1 ? `taint ${texts[0]} is not tolerated` : `taints ${texts.join(' and ')} are not tolerated`;
}

/** Keys of those that say that the node is in trouble. */
export function systemTaintsOf(taints: readonly TaintCheck[]): string[] {
  return taints.map(({ taint }) => keyOf(taint)).filter(isSystemTaint);
}

function keyOf(taint: string): string {
  return /^[^=:]*/.exec(taint)?.[0] ?? '';
}

function affinityText({ selector, terms }: CheckOf<'affinity'>): string {
  const wrong = selector.filter(({ passes }) => !passes);
  if (wrong.length > 0) return wrong.map(labelText).join(', ');
  const [only, ...others] = terms;
  if (only === undefined) return "its node affinity doesn't match";
  if (others.length > 0) return `none of its ${terms.length} node affinity terms holds`;
  return only.expressions
    .filter(({ passes }) => !passes)
    .map(labelText)
    .join(', ');
}

function labelText({ text, actual }: LabelCheck): string {
  return actual === null ? `it needs ${text}, the node has no such label` : `it needs ${text}, the node has ${actual}`;
}

function resourceText({ resource, asked, requested, allocatable }: ResourceCheck): string {
  if (resource === 'pods') return `the node takes ${allocatable} pods and has ${requested}`;
  const text = (amount: number) => amountText(resource, amount);
  if (asked > allocatable) return `it needs ${text(asked)} of ${resource}, the whole node has ${text(allocatable)}`;
  return `it needs ${text(asked)} of ${resource}, ${text(Math.max(0, allocatable - requested))} of ${text(allocatable)} is free`;
}

/** `250m`, `64Mi`, `2`: cpu in millicores, bytes by their size, the rest as they are counted. */
export function amountText(resource: string, amount: number): string {
  if (resource === 'cpu') return formatCpu(amount);
  const isBytes = resource === 'memory' || resource.includes('storage') || resource.startsWith('hugepages-');
  return isBytes ? formatSize(amount) : String(amount);
}

function spreadText({ constraints }: CheckOf<'spread'>): string {
  const broken = constraints.filter(({ passes }) => !passes);
  return broken
    .map(({ topologyKey, domain, matching, least, maxSkew }) =>
      domain === null
        ? `the node has no label ${topologyKey} to spread by`
        : `spread over ${topologyKey}: ${matching ?? '?'} are there, ${least ?? '?'} where fewest are, at most ${maxSkew} apart`,
    )
    .join(', ');
}

/** The scheduler's words, without the `node(s)` of its histogram. */
function podAffinityText(reason: string): string {
  return reason.replace(/^node\(s\) /, 'the node ');
}
