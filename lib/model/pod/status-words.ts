// A pod's status in plain words: what is the matter, since when, and what happens next.
import type { Container, ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { podState } from '#lib/rules/pods/pin-state.ts';
import { podStatus } from '#lib/rules/pods/pod-status.ts';
import { containerTrouble } from './container-trouble.ts';
import { failedWords, pendingWords, terminatingWords } from './phase-words.ts';
import type { StatusLine, StatusWords } from './pod-view.ts';
import { probesOf } from './probe-text.ts';
import type { PullTries } from './pull-tries.ts';

export interface StatusContext {
  /** False where its node's kubelet is not heard of: then what it said last is not known to hold. */
  nodeAnswers: boolean;
  nodeSince: string | null;
  /** When the taint of that outage makes it leave; null where it may stay. */
  leavesAt: string | null;
  /** The newest warning about it: what a probe said, which volume cannot be mounted. */
  warning: { reason: string; message: string; at: string | null } | null;
  /** By image. */
  pulls: ReadonlyMap<string, PullTries>;
}

export function statusWords(pod: Pod, context: StatusContext): StatusWords {
  const phase = pod.status?.phase;
  if (pod.metadata?.deletionTimestamp !== undefined) return terminatingWords(pod, context);
  if (phase === 'Succeeded') return plain('It has done its work and ended', endedLines(pod));
  if (phase === 'Failed') return failedWords(pod);
  if (!pod.spec?.nodeName) return pendingWords(pod);
  if (!context.nodeAnswers) return silentWords(pod, context);
  const troubles = troublesOf(pod, context);
  const first = troubles.find(({ grave }) => grave) ?? troubles[0];
  if (first !== undefined) {
    const lines = troubles.flatMap((trouble) => trouble.lines);
    return { headline: first.headline, lines, asksWhy: false };
  }
  if (podState(pod, true) !== 'running') return startingWords(pod, context);
  const gates = gateLines(pod);
  return gates.length > 0 ? plain('Its containers are ready, the pod is not', gates) : runningWords(pod);
}

function plain(headline: string, lines: readonly StatusLine[]): StatusWords {
  return { headline, lines, asksWhy: false };
}

function troublesOf({ spec, status }: Pod, { pulls }: StatusContext) {
  const all = [
    ...pairsOf(spec?.initContainers, status?.initContainerStatuses),
    ...pairsOf(spec?.containers, status?.containerStatuses),
  ];
  return all.flatMap(({ container, status: of }) => containerTrouble(container, of, pulls) ?? []);
}

function pairsOf(containers: readonly Container[] = [], statuses: readonly ContainerStatus[] = []) {
  return containers.flatMap((container) => {
    const status = statuses.find(({ name }) => name === container.name);
    return status === undefined ? [] : [{ container, status }];
  });
}

function endedLines({ status }: Pod): StatusLine[] {
  return (status?.containerStatuses ?? []).flatMap(({ name, state }) => {
    const at = state?.terminated?.finishedAt;
    return state?.terminated === undefined
      ? []
      : [{ text: `${name} ended with exit code ${state.terminated.exitCode}`, ...(at && { since: at }) }];
  });
}

function silentWords(pod: Pod, { nodeSince, leavesAt }: StatusContext): StatusWords {
  const lines: StatusLine[] = [
    {
      text: `Whether it still runs is not known: ${pod.spec?.nodeName} does not answer. Below is what it said last; it lost contact`,
      ...(nodeSince && { since: nodeSince }),
    },
  ];
  if (leavesAt !== null) lines.push({ text: 'Kubernetes gives it up, unless the node comes back,', until: leavesAt });
  return plain('Nobody knows how it is', lines);
}

function runningWords({ status }: Pod): StatusWords {
  const lines: StatusLine[] = [];
  for (const { name, restartCount, lastState } of status?.containerStatuses ?? []) {
    const end = lastState?.terminated;
    if (restartCount === 0) continue;
    const why = end === undefined ? '' : `, last after exit code ${end.exitCode}`;
    const text = `${name} was started again ${times(restartCount)}${why}`;
    lines.push({ text, ...(end?.finishedAt && { since: end.finishedAt }) });
  }
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime;
  return plain('It runs', [
    ready ? { text: 'All of it became ready', since: ready } : { text: 'All of it is ready' },
    ...lines,
  ]);
}

/** It has a node, nothing has failed, and not all of it is ready. */
function startingWords(pod: Pod, { warning }: StatusContext): StatusWords {
  const { spec, status } = pod;
  const text = podStatus(pod);
  const said: StatusLine[] =
    warning === null
      ? []
      : [
          {
            text: `The newest warning, ${warning.reason},`,
            ...(warning.at && { since: warning.at }),
            quote: warning.message,
          },
        ];
  const waiting = (spec?.containers ?? []).filter(({ name }) => isUnready(status?.containerStatuses, name));
  const unready = waiting.filter(({ name }) => isRunning(status?.containerStatuses, name));
  if (text.status.startsWith('Init:')) {
    const running = status?.initContainerStatuses?.find(({ state }) => state?.running !== undefined);
    const since = running?.state?.running?.startedAt;
    const line = running === undefined ? [] : [{ text: `${running.name} was started`, ...(since && { since }) }];
    return plain(`Its init containers run first: ${text.status.slice('Init:'.length)} have ended`, [...line, ...said]);
  }
  if (unready.length > 0)
    return plain('It runs, but is not ready', [
      ...unready.map((one) => unreadyLine(one, status?.containerStatuses)),
      ...said,
    ]);
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled')?.lastTransitionTime;
  const line = {
    text: `${spec?.nodeName} pulls images, mounts volumes and starts containers; it got the pod`,
    ...(scheduled && { since: scheduled }),
  };
  return plain('It is being made', [line, ...said]);
}

function unreadyLine(container: Container, statuses: readonly ContainerStatus[] = []): StatusLine {
  const status = statuses.find(({ name }) => name === container.name);
  const startedAt = status?.state?.running?.startedAt;
  const probes = probesOf(container);
  const startup = status?.started === false ? probes.find(({ kind }) => kind === 'startup') : undefined;
  const probe = startup ?? probes.find(({ kind }) => kind === 'readiness');
  const why = probe === undefined ? 'is not ready yet' : `waits for its ${probe.kind} probe (${probe.text})`;
  return { text: `${container.name} ${why}; it was started`, ...(startedAt && { since: startedAt }) };
}

function gateLines({ spec, status }: Pod): StatusLine[] {
  return (spec?.readinessGates ?? []).flatMap(({ conditionType }) => {
    const isTrue = status?.conditions?.some(({ type, status: is }) => type === conditionType && is === 'True');
    return isTrue === true ? [] : [{ text: `Its readiness gate ${conditionType} is not True` }];
  });
}

function isUnready(statuses: readonly ContainerStatus[] = [], name: string): boolean {
  return statuses.find((status) => status.name === name)?.ready !== true;
}

function isRunning(statuses: readonly ContainerStatus[] = [], name: string): boolean {
  return statuses.find((status) => status.name === name)?.state?.running !== undefined;
}

/** `once`, `3 times`. */
function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
