// Explains nodes to a pod, one by one, with what is the same for all of them looked at once.
import { isTolerated, TAINT_UNSCHEDULABLE } from '../nodes/taints.ts';
import type { Check, NodeExplanation } from './explain.ts';
import { affinityCheck } from './explain-affinity.ts';
import { portsCheck, resourcesCheck } from './explain-room.ts';
import { taintsCheck } from './explain-taints.ts';
import type { FilterFailure } from './filter-failure.ts';
import type { FilterContext } from './filters.ts';
import { podAffinityFilter } from './pod-affinity.ts';
import { verdicts } from './scheduler.ts';
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';
import { type SpreadVerdict, spreadJudges } from './topology-spread.ts';

export interface Explainer {
  /** What keeps the pod from every node before any is looked at; null otherwise. */
  refusal: FilterFailure | null;
  /** For one of the nodes it was made with. */
  explain: (info: NodeInfo) => NodeExplanation;
}

/** `pod` as it asks to be scheduled: for one that has a node already, give it without, and the nodes without it. */
export function explainer(pod: SchedulingPod, nodes: readonly NodeInfo[], context: FilterContext = {}): Explainer {
  const found = verdicts(pod, nodes, context);
  const judges = spreadJudges(pod, nodes);
  const companyOf = podAffinityFilter(pod, nodes, context.labelsOfNamespace);
  const { refusal } = found.before;
  const explain = (info: NodeInfo): NodeExplanation => {
    const reason = companyOf(info);
    return {
      failure: found.failureOn(info),
      checks: [
        nameCheck(pod, info),
        cordonCheck(pod, info),
        taintsCheck(pod, info.node),
        affinityCheck(pod, info.node),
        portsCheck(pod, info),
        resourcesCheck(pod, info),
        volumesCheck(info, context),
        spreadCheck(judges.map((judge) => judge(info))),
        { kind: 'pod-affinity', passes: reason === null, reason },
      ],
    };
  };
  return { refusal, explain };
}

function nameCheck(pod: SchedulingPod, { node }: NodeInfo): Check {
  return { kind: 'name', passes: pod.nodeName === null || pod.nodeName === node.name, wanted: pod.nodeName };
}

function cordonCheck(pod: SchedulingPod, { node }: NodeInfo): Check {
  const tolerated = isTolerated({ key: TAINT_UNSCHEDULABLE, effect: 'NoSchedule' }, pod.tolerations);
  return { kind: 'cordon', passes: !node.unschedulable || tolerated, cordoned: node.unschedulable, tolerated };
}

/** Claims that are missing or lost speak against every node, and are not asked about any. */
function volumesCheck(info: NodeInfo, { volumes }: FilterContext): Check {
  const refusal = volumes?.refusal ?? null;
  const reasons = refusal === null ? (volumes?.on(info) ?? []) : [refusal.reason];
  return { kind: 'volumes', passes: reasons.length === 0, reasons };
}

function spreadCheck(found: readonly SpreadVerdict[]): Check {
  const constraints = found.map(({ constraint, reason, domain, matching, least }) => {
    const { topologyKey, maxSkew } = constraint;
    return { topologyKey, passes: reason === null, domain, matching, least, maxSkew };
  });
  return { kind: 'spread', passes: constraints.every(({ passes }) => passes), constraints };
}
