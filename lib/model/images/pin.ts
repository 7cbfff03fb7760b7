// Keeps a pod where its images can run: required node affinity on kubernetes.io/arch, ANDed into what is there already.
import type { Affinity, NodeSelectorRequirement, NodeSelectorTerm } from 'kubernetes-types/core/v1';
import { architecturesOf, KNOWN_ARCHITECTURES, type Platform } from '#lib/rules/images/platform.ts';
import { ARCH_LABEL, BETA_ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import { matchesExpression } from '#lib/rules/scheduling/node-affinity.ts';

/** What of a pod's placement counts here. */
export interface PinInput {
  nodeSelector?: Readonly<Record<string, string>> | null | undefined;
  affinity?: Affinity | null | undefined;
}

export interface PinImage {
  image: string;
  /** Null where nobody knows. */
  platforms: readonly Platform[] | null;
}

export type PinResult =
  /** `terms`: indexes of terms that the requirement goes into; none where there are no terms, and one has to be made. */
  | {
      kind: 'pin';
      archs: readonly string[];
      affinity: Affinity;
      requirement: NodeSelectorRequirement;
      terms: readonly number[];
    }
  /** There is nothing to do. */
  | { kind: 'already'; archs: readonly string[]; text: string }
  /** Nothing that could be required would help. */
  | { kind: 'impossible'; text: string };

const ARCH_KEYS: readonly string[] = [ARCH_LABEL, BETA_ARCH_LABEL];

/** Images that nobody knows are a reason not to pin: what they lack would not show. */
export function pinPlacement(pod: PinInput, images: readonly PinImage[]): PinResult {
  const unknown = images.filter(({ platforms }) => platforms === null).map(({ image }) => image);
  if (unknown.length > 0) return impossible(`it is not known which platforms these have: ${unknown.join(', ')}`);
  const each = images.map(({ image, platforms }) => ({ image, archs: architecturesOf(platforms ?? []) }));
  const archs = common(each.map((one) => one.archs));
  if (archs.length === 0) {
    const list = each.map((one) => `${one.image}: ${one.archs.join(', ') || 'none that Linux nodes have'}`).join('; ');
    return impossible(`no architecture runs all of its images (${list})`);
  }
  const selected = ARCH_KEYS.flatMap((key) => pod.nodeSelector?.[key] ?? []);
  const wrong = selected.find((arch) => !archs.includes(arch));
  if (wrong !== undefined) {
    return impossible(`its nodeSelector asks for ${wrong}, which its images do not run on (${archs.join(', ')})`);
  }
  if (selected.length > 0) return already(archs, `its nodeSelector asks for ${selected[0]} already`);
  return intoTerms(pod.affinity ?? {}, archs);
}

function intoTerms(affinity: Affinity, archs: readonly string[]): PinResult {
  const requirement = { key: ARCH_LABEL, operator: 'In', values: [...archs] };
  const before = affinity.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  // An empty term matches no node: with a requirement it would.
  const useful = before.map((term, index) => ({ term, index })).filter(({ term }) => !isEmpty(term));
  if (before.length > 0 && useful.length === 0) return already(archs, 'its node affinity matches no node');
  const open = useful.filter(({ term }) => !allowed(term).every((arch) => archs.includes(arch)));
  if (before.length > 0 && open.length === 0) return already(archs, 'its node affinity keeps it there already');
  const isContradiction = useful.every(({ term }) => !allowed(term).some((arch) => archs.includes(arch)));
  if (before.length > 0 && isContradiction) {
    return impossible(`its node affinity asks for other architectures than its images run on (${archs.join(', ')})`);
  }
  const terms = open.map(({ index }) => index);
  const after =
    before.length === 0
      ? [{ matchExpressions: [requirement] }]
      : before.map((term, index) => (terms.includes(index) ? withRequirement(term, requirement) : term));
  const required = { nodeSelectorTerms: after };
  const nodeAffinity = { ...affinity.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required };
  return { kind: 'pin', archs, affinity: { ...affinity, nodeAffinity }, requirement, terms };
}

function withRequirement(term: NodeSelectorTerm, requirement: NodeSelectorRequirement): NodeSelectorTerm {
  return { ...term, matchExpressions: [...(term.matchExpressions ?? []), requirement] };
}

/** Architectures that a term lets through, of those there are. */
function allowed({ matchExpressions = [] }: NodeSelectorTerm): string[] {
  const about = matchExpressions.filter(({ key }) => ARCH_KEYS.includes(key));
  const named = about.flatMap(({ values = [] }) => values);
  return [...new Set([...KNOWN_ARCHITECTURES, ...named])].filter((arch) => {
    const labels = { [ARCH_LABEL]: arch, [BETA_ARCH_LABEL]: arch };
    return about.every((expression) => matchesExpression(expression, labels));
  });
}

function isEmpty({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean {
  return matchExpressions.length + matchFields.length === 0;
}

function common([first = [], ...others]: readonly (readonly string[])[]): string[] {
  return first.filter((arch) => others.every((archs) => archs.includes(arch)));
}

function already(archs: readonly string[], text: string): PinResult {
  return { kind: 'already', archs, text };
}

function impossible(text: string): PinResult {
  return { kind: 'impossible', text };
}
