// The step that taints boards by architecture: which boards, what becomes of pods, and what speaks against it.
import { formatCount } from '#lib/format/count.ts';
import { isReady } from '#lib/rules/nodes/node-status.ts';
import { BETA_ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import { HARD_EFFECTS } from '#lib/rules/nodes/taints.ts';
import { compareArchitectures } from '../overview/architectures.ts';
import type { NodeRecord } from '../records/records.ts';
import { listed } from '../what-if/listed.ts';
import { isControlPlane } from './board-openness.ts';
import type { TaintChoice, WorkshopChoices } from './choices.ts';
import type { WorkshopFacts } from './facts.ts';
import { Room, supposedCluster } from './room.ts';
import { openBoards, type TaintBoard, taintBoards } from './taint-boards.ts';
import { type TaintPod, taintPods } from './taint-pods.ts';

export interface TaintsPlan {
  boards: readonly TaintBoard[];
  pods: readonly TaintPod[];
  /** In words, one sentence each. */
  warnings: readonly string[];
  /** Why it is not offered; null where it is, or where there is nothing to do. */
  blocked: string | null;
  /** In order; none where there is nothing to do. */
  kubectl: readonly string[];
}

export const BETA_KEY_WORDS =
  'beta.kubernetes.io/arch is the talk’s key. It is deprecated since Kubernetes 1.14 and only kept equal to kubernetes.io/arch by the controller manager: manifests of today tolerate the other.';

/** Puts the taints that come into `room`. */
export function planTaints(facts: WorkshopFacts, { taints: choice }: WorkshopChoices, room: Room): TaintsPlan {
  const none = { boards: [], pods: [], warnings: [], kubectl: [] };
  if (!facts.nodes.known) return { ...none, blocked: `Boards are not known: ${facts.nodes.why}.` };
  if (choice === null) return { ...none, blocked: null };
  const nodes = facts.nodes.value;
  const boards = taintBoards(nodes, choice);
  const coming = boards.flatMap(({ action }) => action ?? []);
  const open = openBoards(nodes, boards);
  const isHard = HARD_EFFECTS.includes(choice.effect);
  const blocked = refusalOf(boards, open, choice);
  const before = new Room(facts);
  for (const { node, taint } of coming) {
    const record = nodes.find(({ name }) => name === node);
    if (record !== undefined && blocked === null) room.taint(node, [taint, ...record.taints]);
  }
  const openArchs = [...new Set(open.map(({ hardware }) => hardware.architecture))].sort(compareArchitectures);
  const ground = { cluster: supposedCluster(facts), boards, openArchs, before, after: room };
  const pods = blocked === null && facts.pods.known ? taintPods(ground) : [];
  const warnings = [
    ...(choice.key === BETA_ARCH_LABEL ? [BETA_KEY_WORDS] : []),
    ...boardWarnings(boards, open, isHard && coming.length > 0),
    ...podWarnings(pods),
    ...(facts.pods.known ? [] : [`Who would be evicted is not known: ${facts.pods.why}.`]),
  ];
  const kubectl = blocked === null ? boards.flatMap((board) => board.kubectl ?? []) : [];
  return { boards, pods, warnings, blocked, kubectl };
}

/** Why such taints are not put on; null where they can be. */
export function taintsRefusal(nodes: readonly NodeRecord[], choice: TaintChoice): string | null {
  const boards = taintBoards(nodes, choice);
  return refusalOf(boards, openBoards(nodes, boards), choice);
}

function refusalOf(boards: readonly TaintBoard[], open: readonly NodeRecord[], { effect }: TaintChoice): string | null {
  const isTainted = boards.some(({ state }) => state === 'add');
  return HARD_EFFECTS.includes(effect) && isTainted && open.length === 0 ? nothingOpen(boards) : null;
}

function nothingOpen(boards: readonly TaintBoard[]): string {
  const archs = [...new Set(boards.filter(({ state }) => state === 'add').map(({ arch }) => arch))];
  return `No board would be left for pods that tolerate nothing, cluster DNS among them, if ${listed(archs)} were tainted. Leave one architecture out, or taint with PreferNoSchedule.`;
}

function boardWarnings(boards: readonly TaintBoard[], open: readonly NodeRecord[], counts: boolean): string[] {
  const said: string[] = [];
  const conflicts = boards.filter(({ state }) => state === 'conflict').map(({ node }) => node);
  if (conflicts.length > 0) {
    const words = `${listed(conflicts)}: the same key has another value there, which is left as it is.`;
    said.push(`${words} Remove it by kubectl taint if it is not wanted.`);
  }
  if (counts && open.length > 0 && open.every(isControlPlane)) {
    const names = listed(open.map(({ name }) => name));
    said.push(`Only the control plane (${names}) stays open: pods that tolerate nothing crowd there.`);
  }
  if (counts && open.length > 0 && !open.some(({ conditions }) => isReady(conditions))) {
    said.push('No board that stays open is Ready: until one is, pods that tolerate nothing stay Pending.');
  }
  return said;
}

function podWarnings(pods: readonly TaintPod[]): string[] {
  const names = (fate: TaintPod['fate']) => pods.filter((pod) => pod.fate === fate).map(({ name }) => name);
  const line = (found: readonly string[], words: string) =>
    found.length === 0 ? [] : [`${formatCount(found.length, 'pod')} (${listed(found)}) ${words}.`];
  return [
    ...line(names('stuck'), 'would be evicted and find no board'),
    ...line(names('lost'), 'would be evicted, and nobody makes another'),
    ...line(names('evicted'), 'would be evicted and start elsewhere'),
    ...line(names('stranded'), 'would stay, but could not come back once ended'),
  ];
}
