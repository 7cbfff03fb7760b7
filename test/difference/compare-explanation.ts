// What the explanation of a pod says of each node, against what the real scheduler's plugins say.
import type { Pod } from 'kubernetes-types/core/v1';
import { beyondRules, DEFAULT_SCHEDULER } from '#lib/rules/scheduling/beyond-rules.ts';
import type { Check, NodeExplanation } from '#lib/rules/scheduling/explain.ts';
import type { Refusal, Verdict } from './question.ts';

/** By node name. */
export type Explanations = Readonly<Record<string, NodeExplanation>>;

/** Plugins of the scheduler, by the check that tells of them. */
const PLUGINS: Readonly<Record<Check['kind'], readonly string[]>> = {
  name: ['NodeName'],
  cordon: ['NodeUnschedulable'],
  taints: ['TaintToleration'],
  affinity: ['NodeAffinity'],
  ports: ['NodePorts'],
  resources: ['NodeResourcesFit'],
  volumes: ['VolumeRestrictions', 'VolumeBinding', 'VolumeZone'],
  spread: ['PodTopologySpread'],
  'pod-affinity': ['InterPodAffinity'],
};

const LEFT_OUT = "node(s) didn't satisfy plugin(s)";

/** Why nobody here can say where the pod may land; none where that can be known. */
export function unknownsOf({ spec }: Pod): string[] {
  const gates = (spec?.schedulingGates ?? []).map(({ name }) => name);
  return beyondRules({
    schedulerName: spec?.schedulerName ?? DEFAULT_SCHEDULER,
    schedulingGates: gates,
    nodeName: null,
  });
}

/** One line per difference; none where every check fails that a plugin fails for, on every node, and no other. */
export function explanationDifferences(explanations: Explanations, real: Verdict): string[] {
  const found: string[] = [];
  for (const [node, explanation] of Object.entries(explanations)) {
    const refusals = real.preFilter === undefined ? (real.nodes?.[node] ?? []) : [real.preFilter];
    const [first] = refusals;
    const isLookedAt = real.preFilter === undefined && first?.reasons[0]?.startsWith(LEFT_OUT) !== true;
    compare(found, `explained failure on ${node}`, refusalText(explanation.failure ?? undefined), refusalText(first));
    if (isLookedAt) compare(found, `failing checks of ${node}`, failingText(explanation), pluginsText(refusals));
    const passes = explanation.checks.every((check) => check.passes);
    if (passes !== (first === undefined))
      found.push(`checks of ${node} ${passes ? 'all pass' : 'fail'} against the verdict`);
  }
  const chosen = bestOf(real);
  const isRefused = chosen.length > 0 && chosen.every((node) => explanations[node]?.failure !== null);
  if (isRefused) found.push(`the real scheduler picks ${chosen.join(' or ')}, which the explanation refuses`);
  return found;
}

function compare(found: string[], what: string, ours: string, real: string): void {
  if (ours !== real) found.push(`${what}\n  ours: ${ours}\n  real: ${real}`);
}

function failingText({ checks }: NodeExplanation): string {
  return checks
    .filter(({ passes }) => !passes)
    .map(
      (check) => `${PLUGINS[check.kind].includes('VolumeBinding') ? 'Volume' : PLUGINS[check.kind][0]}${detail(check)}`,
    )
    .sort()
    .join('; ');
}

function pluginsText(refusals: readonly Refusal[]): string {
  return refusals
    .map(({ plugin, reasons }) => {
      if (PLUGINS.volumes.includes(plugin)) return `Volume ${reasons.join(', ')}`;
      return plugin === 'NodeResourcesFit' ? `${plugin} ${reasons.join(', ')}` : plugin;
    })
    .sort()
    .join('; ');
}

/** Which resources are short and what volumes lack is part of what is explained. */
function detail(check: Check): string {
  if (check.kind === 'volumes') return ` ${check.reasons.join(', ')}`;
  if (check.kind !== 'resources') return '';
  const short = check.resources.filter(({ passes }) => !passes);
  return ` ${short.map(({ resource }) => (resource === 'pods' ? 'Too many pods' : `Insufficient ${resource}`)).join(', ')}`;
}

function refusalText(refusal: Refusal | undefined): string {
  return refusal === undefined ? 'none' : `${refusal.plugin} (${refusal.code}): ${refusal.reasons.join(', ')}`;
}

/** Those of the highest score, one of which the scheduler takes. */
function bestOf({ scores = {} }: Verdict): string[] {
  const totals = Object.entries(scores).map(([node, parts]) => {
    return { node, total: Object.values(parts).reduce((sum, score) => sum + score, 0) };
  });
  const best = Math.max(...totals.map(({ total }) => total));
  return totals.filter(({ total }) => total === best).map(({ node }) => node);
}
