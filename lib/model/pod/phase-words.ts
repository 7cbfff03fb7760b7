// Words for a pod that has no node yet, is on its way out, or has failed as a whole.
import type { Pod } from 'kubernetes-types/core/v1';
import { endLine } from './container-trouble.ts';
import { deletionAskedMs } from './deletion.ts';
import type { StatusLine, StatusWords } from './pod-view.ts';

/** The scheduler of a pod that names none (api core/v1 DefaultSchedulerName). */
const DEFAULT_SCHEDULER = 'default-scheduler';

export function pendingWords({ metadata, spec, status }: Pod): StatusWords {
  const gates = (spec?.schedulingGates ?? []).map(({ name }) => name);
  if (gates.length > 0) {
    const text = `The scheduler does not look at it until these gates are taken off: ${gates.join(', ')}.`;
    return { headline: 'It is held back', lines: [{ text }], asksWhy: true };
  }
  const condition = status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const scheduler = spec?.schedulerName ?? DEFAULT_SCHEDULER;
  if (condition?.status !== 'False') {
    const whose = scheduler === DEFAULT_SCHEDULER ? 'The scheduler' : `Its scheduler, ${scheduler},`;
    const since = metadata?.creationTimestamp;
    const line = { text: `${whose} has not said a word yet; it was made`, ...(since && { since }) };
    return { headline: 'It waits for a node', lines: [line], asksWhy: true };
  }
  const since = condition.lastTransitionTime;
  const lines: StatusLine[] = [
    {
      text: 'The scheduler finds no node for it; it first said so',
      ...(since && { since }),
      ...(condition.message && { quote: condition.message }),
    },
  ];
  const nominated = status?.nominatedNodeName;
  if (nominated)
    lines.push({ text: `Room is being made for it on ${nominated}, by pods of lower priority that leave.` });
  return { headline: 'No node takes it', lines, asksWhy: true };
}

export function terminatingWords(pod: Pod, { nodeAnswers }: { nodeAnswers: boolean }): StatusWords {
  const { deletionTimestamp = '', finalizers = [] } = pod.metadata ?? {};
  const askedMs = deletionAskedMs(pod);
  const lines: StatusLine[] = [
    { text: 'It was asked to end', ...(askedMs !== null && { since: new Date(askedMs).toISOString() }) },
    { text: 'It has to be gone', until: deletionTimestamp },
  ];
  if (pod.spec?.nodeName && !nodeAnswers) {
    const text = `${pod.spec.nodeName} does not answer, so nobody can see it end: it stays here until the node answers or is deleted.`;
    lines.push({ text });
  }
  if (finalizers.length > 0) lines.push({ text: `It is kept until these are done with it: ${finalizers.join(', ')}.` });
  const disruption = disruptionLine(pod);
  return { headline: 'It is on its way out', lines: [...disruption, ...lines], asksWhy: false };
}

const FAILURES: Readonly<Record<string, string>> = {
  Evicted: 'Its node put it out',
  Preempted: 'It made room for a pod of higher priority',
  Preempting: 'It made room for a pod of higher priority',
  DeadlineExceeded: 'It ran longer than it may',
  NodeLost: 'Its node was lost',
  NodeShutdown: 'Its node was shut down',
  Terminated: 'Its node was shut down',
  NodeAffinity: 'Its node no longer has the labels it asks for',
  OutOfcpu: 'Its node had no CPU left for it',
  OutOfmemory: 'Its node had no memory left for it',
  OutOfpods: 'Its node had no place left for it',
  UnexpectedAdmissionError: 'Its node refused it',
};

export function failedWords(pod: Pod): StatusWords {
  const { reason = '', message = '', containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const ends = [...initContainerStatuses, ...containerStatuses].flatMap(({ name, state }) =>
    state?.terminated !== undefined && state.terminated.exitCode !== 0 ? [endLine(name, state.terminated)] : [],
  );
  const said: StatusLine[] = message === '' ? [] : [{ text: `${reason || 'The kubelet'} says:`, quote: message }];
  const headline = FAILURES[reason] ?? 'It has failed';
  const lines = [...disruptionLine(pod), ...said, ...ends];
  const after: StatusLine = { text: 'It does not run again; its controller, if it has one, makes another.' };
  return { headline, lines: [...lines, after], asksWhy: false };
}

/** Who ended it: the condition that whatever disrupts a pod leaves (KEP-3329). */
function disruptionLine({ status }: Pod): StatusLine[] {
  const target = status?.conditions?.find(({ type, status: is }) => type === 'DisruptionTarget' && is === 'True');
  if (target === undefined) return [];
  const since = target.lastTransitionTime;
  return [
    {
      text: `${target.reason ?? 'Something'} disrupted it`,
      ...(since && { since }),
      ...(target.message && { quote: target.message }),
    },
  ];
}
