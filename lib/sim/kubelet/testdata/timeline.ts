// Runs boards from a file of objects and things to do, and tells what one would have seen: each new STATUS of a pod or
// node, and each event, with the seconds since the start.
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { podStatus } from '#lib/rules/pods/pod-status.ts';
import { NO_FAULTS, setFaults } from '../../faults.ts';
import { boardsOf, START_MS, type TestWorld, testWorld } from '../../scenarios/testdata/test-world.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Change } from '../../store/store.ts';

export interface TimelineCase {
  /** Architecture by node name. */
  boards: Record<string, string>;
  pods: KubeObject[];
  runSeconds: number;
  todo?: { atSeconds: number; delete?: string; unplugged?: string[]; image?: { pod: string; to: string } }[];
}

/** `12.3 web 0/1 ContainerCreating`, `12.3 web Normal Pulled Container image ...`. */
export function timeline({ boards, pods, runSeconds, todo = [] }: TimelineCase): string[] {
  const world = testWorld(boardsOf(boards));
  try {
    for (const pod of pods) world.create('pods', { apiVersion: 'v1', kind: 'Pod', ...pod });
    for (const { atSeconds, delete: name, unplugged, image } of todo) {
      world.clock.after(atSeconds * 1_000, () => {
        if (name !== undefined) world.writer.delete('pods', 'default', name);
        if (image !== undefined) setImage(world, image);
        if (unplugged !== undefined) setFaults(world.store, { ...NO_FAULTS, nodesUnplugged: unplugged });
      });
    }
    const lines: string[] = [];
    const shown = new Map<string, string>();
    world.store.subscribe((change) => {
      const line = told(change, shown);
      if (line !== null) lines.push(`${((world.clock.now() - START_MS) / 1_000).toFixed(1)} ${line}`);
    });
    world.clock.settle();
    world.step(runSeconds);
    if (world.bugs.length > 0) throw world.bugs[0];
    return lines;
  } finally {
    world.close();
  }
}

function setImage(world: TestWorld, { pod: name, to }: { pod: string; to: string }): void {
  const pod = world.pod(name);
  const containers = (pod.spec?.containers ?? []).map((container) => ({ ...container, image: to }));
  const changed: Pod = { ...pod, spec: { ...pod.spec, containers } };
  world.writer.update('pods', changed, 'test');
}

function told({ resource, object, type, previous }: Change, shown: Map<string, string>): string | null {
  const { name } = object.metadata;
  if (resource === 'events') {
    const {
      reason,
      message,
      involvedObject,
      count,
      series,
      type: kind,
    } = object as {
      reason?: string;
      message?: string;
      count?: number;
      series?: { count: number };
      type?: string;
      involvedObject?: { name?: string };
    };
    if (type === 'DELETED') return null;
    // A uid differs from file to file, and says nothing.
    const text = message?.replace(/\([0-9a-f-]{36}\)/, '(uid)');
    const repeated = series?.count ?? (count || 1);
    return `${involvedObject?.name} ${kind} ${reason} ${text}${repeated === 1 ? '' : ` (x${repeated})`}`;
  }
  if (resource !== 'pods' && resource !== 'nodes') return null;
  const text = type === 'DELETED' ? 'gone' : resource === 'pods' ? podText(object as Pod) : nodeText(object as Node);
  if (
    shown.get(name) === text ||
    (resource === 'nodes' && previous !== undefined && nodeText(previous as Node) === text)
  ) {
    return null;
  }
  shown.set(name, text);
  return `${name} ${text}`;
}

function podText(pod: Pod): string {
  const { ready, status } = podStatus(pod);
  const isReady = pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') === true;
  return [ready, status, pod.spec?.nodeName ?? '-', ...(isReady ? ['ready'] : [])].join(' ');
}

function nodeText(node: Node): string {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'missing';
  const taints = (node.spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
  return [`Ready=${ready}`, ...taints].join(' ');
}
