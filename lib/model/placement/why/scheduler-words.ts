// The scheduler's own message about a pod, and whether it is what was computed here. Where they differ, it knows more.
import { formatCount } from '#lib/format/count.ts';
import { failedSchedulingMessage } from '#lib/rules/scheduling/scheduler.ts';
import type { EventRecord, PodRecord } from '../../records/records.ts';
import type { Judgement } from './judgement.ts';
import type { WhyView } from './why-view.ts';

const SPOKEN: readonly string[] = ['FailedScheduling', 'Scheduled'];
/** What follows is about preemption, which is not computed here. */
const PREEMPTION = / preemption: .*$/s;
const NOT_FOUND = / not found$/;

/** `events`: those about the pod. */
export function schedulerWords(
  pod: PodRecord,
  events: readonly EventRecord[],
  judgement: Judgement,
): Pick<WhyView, 'scheduler' | 'agreement' | 'difference'> {
  const spoken = events
    .filter(({ reason }) => SPOKEN.includes(reason))
    .sort((a, b) => ((a.lastAt ?? '') < (b.lastAt ?? '') ? 1 : -1));
  const [latest] = spoken;
  if (pod.nodeName !== null) {
    const placed = spoken.find(({ reason }) => reason === 'Scheduled');
    const scheduler = placed === undefined ? null : { message: placed.message, at: placed.lastAt };
    return { scheduler, agreement: 'silent', difference: null };
  }
  const message = pod.unschedulable?.message ?? (latest?.reason === 'FailedScheduling' ? latest.message : null);
  if (message === null || message === '') return { scheduler: null, agreement: 'silent', difference: null };
  const at = latest?.message === message ? latest.lastAt : (pod.unschedulable?.since ?? null);
  const scheduler = { message, at };
  // Gates and other schedulers speak in words of their own: there is nothing of ours to hold them against.
  if (pod.schedulingGates.length > 0 || judgement.isForeign) {
    return { scheduler, agreement: 'silent', difference: null };
  }
  if (withoutPreemption(message) === ourMessage(judgement)) return { scheduler, agreement: 'agrees', difference: null };
  return { scheduler, agreement: 'differs', difference: differenceOf(judgement) };
}

function withoutPreemption(message: string): string {
  return message.replace(PREEMPTION, '').replace(NOT_FOUND, '');
}

function ourMessage({ refusal, nodes, feasibleCount }: Judgement): string | null {
  if (feasibleCount > 0) return null;
  if (refusal !== null) return `0/${nodes.length} nodes are available: ${refusal.reasons.join(', ')}.`;
  const failures = nodes.map(({ explanation }) => explanation.failure).filter((failure) => failure !== null);
  return failedSchedulingMessage(failures, nodes.length, '');
}

function differenceOf({ feasibleCount }: Judgement): string {
  if (feasibleCount > 0) {
    const boards = formatCount(feasibleCount, 'board');
    return `as the cluster is now, ${boards} could take it, and it has not tried again since`;
  }
  return 'nodes or pods changed since it said so, or it has reasons that are not known here';
}
