// What would let a pod onto a node that refuses it, as far as it can be done from here; advice.ts says the rest.
import type { Check } from '#lib/rules/scheduling/explain.ts';
import { affinityWays, podAffinityWays, taintWays } from './placement-ways.ts';
import { fewerPods, requestWays } from './room-ways.ts';
import type { Way, WayOut } from './way-out.ts';
import type { NodeVerdictView, WhyView } from './why-view.ts';

/** More choices than this are none: the others stand under their nodes. */
const OFFERED_MAX = 3;

/** Changes of the pod's template first, then of the node. None where the refusal is not ours to take away: a node that is down. */
export function waysOut(why: WhyView, verdict: NodeVerdictView): readonly WayOut[] {
  const failing = verdict.checks.filter(({ passes }) => !passes);
  return failing.flatMap((check) => {
    const enough = failing.length === 1 && why.refusal === null && !verdict.imageFails;
    return waysOfCheck(check, why, verdict).map((way) => ({
      label: way.label,
      action: way.action,
      enough: enough && way.removesAll,
    }));
  });
}

/** Of a pod that is nowhere: what alone would be enough for some node, and to do without the pod. */
export function waysOutOfPending(why: WhyView, nodes: readonly NodeVerdictView[]): readonly WayOut[] {
  if (why.node !== null) return [];
  // What a board would take waits for the scheduler alone, unless that one says otherwise.
  const isTaken = nodes.some(({ verdict, imageFails }) => verdict === 'fits' && !imageFails);
  if (isTaken && why.agreement !== 'differs') return [];
  const enough = nodes.flatMap((node) => waysOut(why, node).filter((way) => way.enough));
  const distinct = [...new Map(enough.map((way) => [way.label, way])).values()];
  return [...distinct.slice(0, OFFERED_MAX), ...fewerPods(why, nodes)];
}

export function waysOfCheck(check: Check, why: WhyView, verdict: NodeVerdictView): Way[] {
  const { placement } = why;
  switch (check.kind) {
    case 'cordon': {
      const action = { action: 'uncordon', node: verdict.node } as const;
      return [{ label: `Uncordon ${verdict.node}`, action, removesAll: true }];
    }
    case 'taints':
      return taintWays(check, why, verdict.node);
    case 'affinity':
      return placement === null ? [] : affinityWays(check, why, placement);
    case 'pod-affinity':
      return placement === null ? [] : podAffinityWays(check, why, placement);
    case 'resources':
      return requestWays(check, why);
    // Told in words: advice.ts.
    case 'name':
    case 'ports':
    case 'volumes':
    case 'spread':
      return [];
  }
}
