// What happened to the cluster, for the time axis of a graph: out of events, pods and what this server saw itself.
import type { EventRecord, PodRecord } from '../../records/records.ts';
import type { GraphMark } from '../usage-view.ts';
import type { ReadyChange } from './expected-nodes.ts';
import { mark, timesOf } from './mark.ts';
import { scaleMarks } from './scale-marks.ts';

export const MARKS_MAX = 50;
/** An event and what this server saw of the same are so far apart at most. */
const SAME_MS = 90_000;
/** What is evicted together is one mark. */
const TOGETHER_MS = 60_000;

export interface MarkInput {
  events: Iterable<EventRecord>;
  pods: Iterable<PodRecord>;
  readiness: readonly ReadyChange[];
  taints: readonly { atMs: number; node: string; text: string }[];
  /** Of a pod by `namespace/name`; null where that is not known. */
  nodeOf: (pod: string) => string | null;
}

/** The newest of this span, in order of time. */
export function graphMarks(input: MarkInput, span: { fromMs: number; toMs: number }): GraphMark[] {
  const events = [...input.events];
  const found = [
    ...readyMarks(events, input.readiness),
    ...input.taints.map(({ atMs, node, text }) => mark('taint', atMs, text, node)),
    ...scaleMarks(events),
    ...evictionMarks(events, input.nodeOf),
    ...memoryMarks(events, input),
  ];
  const inSpan = found.filter(({ atMs }) => atMs >= span.fromMs && atMs <= span.toMs);
  return [...new Map(inSpan.map((each) => [each.key, each])).values()]
    .sort((a, b) => a.atMs - b.atMs || (a.key < b.key ? -1 : 1))
    .slice(-MARKS_MAX);
}

function readyMarks(events: readonly EventRecord[], seen: readonly ReadyChange[]): GraphMark[] {
  const told = events.flatMap((event) => {
    const isReady = event.reason === 'NodeReady';
    if (event.about.kind !== 'Node' || (!isReady && event.reason !== 'NodeNotReady')) return [];
    return timesOf(event).map((atMs) => ({ node: event.about.name, atMs, isReady }));
  });
  // What was seen is exact; an event tells of what was before, and what was missed.
  const kept: ReadyChange[] = [];
  for (const change of [...seen, ...told]) {
    const isKnown = kept.some(
      ({ node, atMs, isReady }) =>
        node === change.node && isReady === change.isReady && Math.abs(atMs - change.atMs) <= SAME_MS,
    );
    if (!isKnown) kept.push(change);
  }
  return kept.map(({ node, atMs, isReady }) =>
    mark(isReady ? 'ready' : 'not-ready', atMs, `${node} ${isReady ? 'Ready' : 'NotReady'}`, node),
  );
}

function evictionMarks(events: readonly EventRecord[], nodeOf: MarkInput['nodeOf']): GraphMark[] {
  const found: { atMs: number; name: string; node: string | null }[] = [];
  for (const event of events) {
    const { about, reason, message } = event;
    const isEviction =
      reason === 'Evicted' || (reason === 'TaintManagerEviction' && message.startsWith('Marking for deletion'));
    if (about.kind !== 'Pod' || !isEviction) continue;
    const node = nodeOf(`${about.namespace}/${about.name}`);
    for (const atMs of timesOf(event)) found.push({ atMs, name: about.name, node });
  }
  found.sort((a, b) => a.atMs - b.atMs);
  const groups: (typeof found)[] = [];
  for (const each of found) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group !== undefined && first !== undefined && each.atMs - first.atMs <= TOGETHER_MS) group.push(each);
    else groups.push([each]);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = new Set(group.map(({ name }) => name));
    const isOneNode = group.every(({ node }) => node === first.node);
    const text = names.size === 1 ? `${first.name} evicted` : `${names.size} pods evicted`;
    return [mark('eviction', first.atMs, text, isOneNode ? first.node : null)];
  });
}

/** Containers that were killed for their memory, and nodes that ran out of it. */
function memoryMarks(events: readonly EventRecord[], { pods, nodeOf }: MarkInput): GraphMark[] {
  const found: GraphMark[] = [];
  for (const { name, nodeName, containers } of pods) {
    for (const { ended } of containers) {
      const atMs = Date.parse(ended?.at ?? '');
      if (ended?.reason !== 'OOMKilled' || Number.isNaN(atMs)) continue;
      found.push(mark('oom-killed', atMs, `${name} OOMKilled`, nodeName ?? null));
    }
  }
  for (const event of events) {
    // OOMKilling: node-problem-detector; SystemOOM: pkg/kubelet/oom/oom_watcher_linux.go.
    if (event.reason !== 'OOMKilling' && event.reason !== 'SystemOOM') continue;
    const { kind, namespace, name } = event.about;
    const node = kind === 'Node' ? name : nodeOf(`${namespace}/${name}`);
    for (const atMs of timesOf(event)) found.push(mark('oom-killed', atMs, `${name} out of memory`, node));
  }
  return found;
}
