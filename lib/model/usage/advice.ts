// Requests against reality: where what is asked for and what is used are far apart, in words, with what mends it.

import { formatCount } from '#lib/format/count.ts';
import { formatCpu } from '#lib/format/cpu.ts';
import { formatMemory } from '#lib/format/memory.ts';
import type { PodUsage } from '#lib/rules/top/resource-metrics.ts';
import { command, kubectlSetResources } from '../actions/kubectl.ts';
import { podHref, workloadHref } from '../hrefs.ts';
import type { MeasuresInput } from '../overview/measures.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import { idleNodeAdvice } from './idle-nodes.ts';
import { cpuRequest as cpuToAsk, memoryLimit, memoryRequest as memoryToAsk } from './kind-amounts.ts';
import type { AdviceRow } from './usage-view.ts';
import { type ContainerUse, isChangeable, type WorkloadUse, workloadUses } from './workload-use.ts';

/** Of its limit; at the limit the kernel kills it. */
const NEAR_LIMIT = 0.9;
const SYSTEM_NAMESPACE = 'kube-system';
/** Of each kind: the rest is counted. */
const ROWS_MAX = 10;
const KINDS: readonly AdviceRow['kind'][] = ['near-limit', 'full-but-idle', 'no-requests', 'no-limits'];

export interface AdviceInput {
  nodes: Iterable<NodeRecord>;
  pods: readonly PodRecord[];
  /** What is used; a pod without figures gives no advice. */
  byPod: ReadonlyMap<string, PodUsage>;
  measures: MeasuresInput;
}

/** What matters most first: the key of a row tells which it is. */
export function adviceRows({ nodes, pods, byPod, measures }: AdviceInput): ReadonlyMap<string, AdviceRow> {
  const uses = [...workloadUses(pods, byPod).values()];
  const found: Omit<AdviceRow, 'rank' | 'more'>[] = [];
  for (const use of uses) {
    found.push(...nearLimit(use));
    const open = isChangeable(use.ref) ? unstated(use) : null;
    if (open !== null) found.push(open);
  }
  found.push(...idleNodeAdvice(nodes, uses, measures));
  const rows = new Map<string, AdviceRow>();
  for (const kind of KINDS) {
    const same = found.filter((row) => row.kind === kind);
    const shown = same.slice(0, ROWS_MAX);
    for (const [index, row] of shown.entries()) {
      const more = index === shown.length - 1 ? same.length - shown.length : 0;
      rows.set(`${kind}/${row.about}`, { ...row, rank: rows.size, more });
    }
  }
  return rows;
}

function nearLimit({ ref, containers }: WorkloadUse): Omit<AdviceRow, 'rank' | 'more'>[] {
  const near = containers.filter(
    ({ memoryBytes, memoryLimit: limit }) =>
      limit !== null && memoryBytes !== null && memoryBytes >= limit * NEAR_LIMIT,
  );
  const [worst] = near.sort((a, b) => shareOf(b) - shareOf(a));
  const { largest, memoryBytes, memoryLimit: limit, memoryRequest: requested } = worst ?? {};
  if (worst === undefined || largest == null || memoryBytes == null || limit == null) return [];
  const share = `${Math.floor(shareOf(worst) * 100)}%`;
  const raised = { memory: memoryLimit(memoryBytes, Math.max(limit, requested ?? 0)) };
  const kubectl = isChangeable(ref)
    ? kubectlSetResources(ref, worst.name, { limits: raised })
    : command('kubectl', 'top', 'pod', largest.name, '-n', largest.namespace, '--containers');
  const text = `Container ${worst.name} of ${largest.name} uses ${formatMemory(memoryBytes)} of its limit of ${formatMemory(limit)} (${share}): at the limit it is killed.`;
  return [{ kind: 'near-limit', about: aboutOf(ref), href: podHref(largest), text, kubectl }];
}

/** Null where it states all, or nothing was measured that could be suggested. */
function unstated({ ref, pods, containers }: WorkloadUse): Omit<AdviceRow, 'rank' | 'more'> | null {
  // Whoever limits what the cluster itself is made of by what it uses now takes it down one day.
  const limits = ref.namespace !== SYSTEM_NAMESPACE;
  const open = containers.filter(
    ({ cpuRequest: cpu, memoryRequest: memory, memoryLimit: limit }) =>
      cpu === null || memory === null || (limits && limit === null),
  );
  const commands = open.flatMap((container) => statingCommand(ref, container, limits) ?? []);
  if (commands.length === 0) return null;
  const asksNothing = open.filter(({ cpuRequest: cpu, memoryRequest: memory }) => cpu === null || memory === null);
  const kind = asksNothing.length > 0 ? 'no-requests' : 'no-limits';
  const text = kind === 'no-requests' ? requestWords(asksNothing, pods.length) : limitWords(open, pods.length);
  const href = workloadHref(ref.namespace, ref.name);
  return { kind, about: aboutOf(ref), href, text, kubectl: commands.join(' && ') };
}

function statingCommand(ref: WorkloadUse['ref'], container: ContainerUse, withLimits: boolean): string | null {
  const { name, cpuMillicores, memoryBytes } = container;
  if (cpuMillicores === null || memoryBytes === null) return null;
  const requests: Record<string, string> = {};
  if (container.cpuRequest === null) requests['cpu'] = cpuToAsk(cpuMillicores);
  if (container.memoryRequest === null) requests['memory'] = memoryToAsk(memoryBytes);
  const limits: Record<string, string> = {};
  if (withLimits && container.memoryLimit === null)
    limits['memory'] = memoryLimit(memoryBytes, container.memoryRequest ?? 0);
  return kubectlSetResources(ref, name, { requests, limits });
}

function requestWords(open: readonly ContainerUse[], podCount: number): string {
  const names = open.map(({ name }) => name).join(', ');
  const cpu = open.every(({ cpuRequest }) => cpuRequest === null);
  const memory = open.every(({ memoryRequest }) => memoryRequest === null);
  const some = open.every(({ cpuRequest }) => cpuRequest !== null) ? 'no memory' : 'no CPU or no memory';
  const what = cpu && memory ? 'neither CPU nor memory' : cpu && open.length === 1 ? 'no CPU' : some;
  const used = `${formatCpu(sum(open, 'cpuMillicores'))} and ${formatMemory(sum(open, 'memoryBytes'))}`;
  return `${names} in ${formatCount(podCount, 'pod')} asks for ${what}, which the scheduler counts as nothing, and uses up to ${used} each.`;
}

function limitWords(open: readonly ContainerUse[], podCount: number): string {
  const names = open.map(({ name }) => name).join(', ');
  const used = formatMemory(sum(open, 'memoryBytes'));
  return `${names} in ${formatCount(podCount, 'pod')} has no memory limit: one that leaks takes the board with it. Uses up to ${used} each.`;
}

function sum(containers: readonly ContainerUse[], amount: 'cpuMillicores' | 'memoryBytes'): number {
  return containers.reduce((total, container) => total + (container[amount] ?? 0), 0);
}

function shareOf({ memoryBytes, memoryLimit: limit }: ContainerUse): number {
  return memoryBytes === null || limit === null || limit === 0 ? 0 : memoryBytes / limit;
}

export function aboutOf({ kind, namespace, name }: WorkloadUse['ref']): string {
  return `${kind} ${namespace}/${name}`;
}
