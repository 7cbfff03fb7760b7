// Ways out by where the pod may land: its tolerations, selector and affinity, and the taints of the node.
import { parseTaintSpec, TaintSpecError } from '#lib/rules/nodes/taint-spec.ts';
import { isSystemTaint } from '#lib/rules/nodes/taints.ts';
import { AFFINITY_REASON, ANTI_AFFINITY_REASON } from '#lib/rules/scheduling/pod-affinity.ts';
import type { PlacementFields } from '../../actions/cluster-action.ts';
import type { TaintInput } from '../../actions/node-action.ts';
import { tolerationOf } from '../../actions/taint-input.ts';
import { type CheckOf, placed, type Way } from './way-out.ts';
import type { WhyView } from './why-view.ts';

export function taintWays({ taints }: CheckOf<'taints'>, why: WhyView, node: string): Way[] {
  const untolerated = taints.filter(({ tolerated, effect }) => !tolerated && effect !== 'PreferNoSchedule');
  const own = untolerated.map(({ taint }) => taintOf(taint)).filter((taint) => taint !== null);
  // A node that is not ready or unreachable would only make the pod wait there.
  if (own.length === 0 || own.some(({ key }) => isSystemTaint(key))) return [];
  const removesAll = own.length === untolerated.length;
  const ways: Way[] = [];
  if (why.placement !== null) {
    const tolerations = [...(why.placement.tolerations ?? []), ...own.map(tolerationOf)];
    ways.push({
      label: `Tolerate ${own.map(taintText).join(' and ')}`,
      action: placed(why, { ...why.placement, tolerations }),
      removesAll,
    });
  }
  for (const taint of own) {
    ways.push({
      label: `Remove ${taintText(taint)} from ${node}`,
      action: { action: 'untaint', node, taint },
      removesAll: untolerated.length === 1,
    });
  }
  return ways;
}

export function affinityWays(
  { selector, terms }: CheckOf<'affinity'>,
  why: WhyView,
  placement: PlacementFields,
): Way[] {
  const wrong = selector.filter(({ passes }) => !passes).map(({ text }) => text);
  const termsFail = terms.length > 0 && terms.every(({ passes }) => !passes);
  const ways: Way[] = [];
  if (wrong.length > 0 && placement.nodeSelector !== null) {
    const kept = Object.entries(placement.nodeSelector).filter(([key, value]) => !wrong.includes(`${key}=${value}`));
    const nodeSelector = kept.length === 0 ? null : Object.fromEntries(kept);
    ways.push({
      label: `Drop ${wrong.join(', ')} from the node selector`,
      action: placed(why, { ...placement, nodeSelector }),
      removesAll: !termsFail,
    });
  }
  if (termsFail && placement.affinity?.nodeAffinity !== undefined) {
    const { requiredDuringSchedulingIgnoredDuringExecution: _, ...preferred } = placement.affinity.nodeAffinity;
    const { nodeAffinity: __, ...others } = placement.affinity;
    const affinity = Object.keys(preferred).length === 0 ? others : { ...others, nodeAffinity: preferred };
    ways.push({
      label: 'Drop the required node affinity',
      action: placed(why, { ...placement, affinity: Object.keys(affinity).length === 0 ? null : affinity }),
      removesAll: wrong.length === 0,
    });
  }
  return ways;
}

/** What it demands of other pods itself; what they demand of it is theirs to drop. */
export function podAffinityWays({ reason }: CheckOf<'pod-affinity'>, why: WhyView, placement: PlacementFields): Way[] {
  const field = reason === AFFINITY_REASON ? 'podAffinity' : reason === ANTI_AFFINITY_REASON ? 'podAntiAffinity' : null;
  const rules = field === null ? undefined : placement.affinity?.[field];
  if (field === null || rules?.requiredDuringSchedulingIgnoredDuringExecution === undefined) return [];
  const { requiredDuringSchedulingIgnoredDuringExecution: _, ...preferred } = rules;
  const { [field]: __, ...others } = placement.affinity ?? {};
  const affinity = Object.keys(preferred).length === 0 ? others : { ...others, [field]: preferred };
  return [
    {
      label: field === 'podAffinity' ? 'Drop the required pod affinity' : 'Drop the required pod anti-affinity',
      action: placed(why, { ...placement, affinity: Object.keys(affinity).length === 0 ? null : affinity }),
      // Which of the two the scheduler names is the first that refuses.
      removesAll: (placement.affinity?.[field === 'podAffinity' ? 'podAntiAffinity' : 'podAffinity'] ?? null) === null,
    },
  ];
}

/** Null for what does not read as one. */
function taintOf(text: string): TaintInput | null {
  try {
    const taint = parseTaintSpec(text);
    return taint.remove ? null : { key: taint.key, value: taint.value, effect: taint.effect };
  } catch (error) {
    if (error instanceof TaintSpecError) return null;
    throw error;
  }
}

/** `arch=arm`: what stands before the slash is in the preview. */
function taintText({ key, value }: TaintInput): string {
  const short = key.slice(key.lastIndexOf('/') + 1);
  return value === '' ? short : `${short}=${value}`;
}
