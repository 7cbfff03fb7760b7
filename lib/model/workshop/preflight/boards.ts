// What the boards are: ready, of which architecture, with a userland that matches, and with room.
import { formatAge } from '#lib/format/age.ts';
import { formatCount } from '#lib/format/count.ts';
import { formatMemory } from '#lib/format/memory.ts';
import { is32BitUserland } from '#lib/rules/images/board-platform.ts';
import { isReady } from '#lib/rules/nodes/node-status.ts';
import { architectureName, compareArchitectures } from '../../overview/architectures.ts';
import { readyView } from '../../overview/board.ts';
import { guessBoard } from '../../overview/board-guess.ts';
import { groupBy, podsByNode } from '../../records/grouping.ts';
import type { NodeRecord } from '../../records/records.ts';
import { fitRows } from '../../usage/fit.ts';
import { listed } from '../../what-if/listed.ts';
import { isControlPlane, takesOrdinaryPods } from '../board-openness.ts';
import type { WorkshopFacts } from '../facts.ts';
import { check, type PreflightCheck, unknownCheck } from './check.ts';

export function nodesCheck({ nodes, nowMs }: WorkshopFacts): PreflightCheck {
  if (!nodes.known) return unknownCheck('nodes', nodes.why, 'Ask for a role that may list nodes.');
  const boards = nodes.value;
  const kubectl = 'kubectl get nodes';
  const ready = boards.filter(({ conditions }) => isReady(conditions));
  const takers = ready.filter(takesOrdinaryPods);
  const away = boards.filter((node) => !ready.includes(node)).map((node) => awayText(node, nowMs));
  const cordoned = ready.filter(({ unschedulable }) => unschedulable).map(({ name }) => name);
  const words = [
    `${ready.length} of ${formatCount(boards.length, 'board')} ready.`,
    ...(away.length === 0 ? [] : [`Not ready: ${listed(away)}.`]),
    ...(cordoned.length === 0 ? [] : [`Cordoned: ${listed(cordoned)}.`]),
  ].join(' ');
  if (boards.length === 0) {
    const todo = 'Join a board: `kubeadm token create --print-join-command` on the control plane prints how.';
    return check('nodes', { state: 'blocked', words: 'The cluster has no board.', todo, kubectl });
  }
  if (ready.length === 0) {
    const todo = 'See what the first of them says of itself: kubectl describe node.';
    return check('nodes', { state: 'blocked', words, todo, kubectl });
  }
  if (takers.length === 0) {
    return check('nodes', {
      state: 'blocked',
      words: `${words} ${boards.length === 1 ? 'It takes no ordinary pods.' : 'None of them takes ordinary pods.'}`,
      todo: onlyTodo(boards, ready),
      kubectl,
    });
  }
  if (away.length > 0 || cordoned.length > 0) {
    const todo = 'The workshop goes on without them; what needs their architecture waits for them.';
    return check('nodes', { state: 'warning', words, todo, kubectl });
  }
  return check('nodes', { state: 'ok', words, kubectl });
}

function onlyTodo(boards: readonly NodeRecord[], ready: readonly NodeRecord[]): string {
  const [only] = ready;
  if (boards.length === 1 && only !== undefined && isControlPlane(only)) {
    return `${only.name} is the control plane and the only board: kubectl taint nodes ${only.name} node-role.kubernetes.io/control-plane:NoSchedule- lets it take pods.`;
  }
  return 'Uncordon one, or remove a taint that keeps pods away.';
}

function awayText(node: NodeRecord, nowMs: number): string {
  const { since, status } = readyView(node);
  const age = since === null ? '' : ` for ${formatAge(nowMs - Date.parse(since))}`;
  return status === 'missing' ? `${node.name} (has not reported)` : `${node.name}${age}`;
}

export function architecturesCheck({ nodes }: WorkshopFacts): PreflightCheck {
  if (!nodes.known) return unknownCheck('architectures', nodes.why);
  const groups = groupBy(nodes.value, ({ hardware }) => hardware.architecture);
  const archs = [...groups.keys()].sort(compareArchitectures);
  const kubectl = 'kubectl get nodes -L kubernetes.io/arch';
  const texts = archs.map((arch) => `${groups.get(arch)?.length ?? 0} ${arch} (${architectureName(arch).title})`);
  const words = `${listed(texts)}.`;
  if (archs.length === 0)
    return check('architectures', { state: 'unknown', words: 'There is no board to ask.', kubectl });
  if (groups.has('unknown')) {
    const todo = 'Label it kubernetes.io/arch, or see why its kubelet has not reported.';
    return check('architectures', { state: 'warning', words, todo, kubectl });
  }
  if (archs.length === 1) {
    const todo = 'With one architecture there is nothing to keep apart: the step Taints has nothing to do.';
    return check('architectures', { state: 'ok', words, todo, kubectl });
  }
  return check('architectures', { state: 'ok', words, kubectl });
}

export function userlandCheck({ nodes }: WorkshopFacts): PreflightCheck {
  if (!nodes.known) return unknownCheck('userland', nodes.why);
  const odd = nodes.value.flatMap((node) => mismatch(node) ?? []);
  const kubectl = 'kubectl get nodes -o wide';
  if (odd.length === 0) return check('userland', { state: 'ok', words: 'They match on every board.', kubectl });
  const todo = 'Images for the architecture that the label names are pulled: nothing has to be done while pods run.';
  return check('userland', { state: 'warning', words: `${odd.join('. ')}.`, todo, kubectl });
}

function mismatch(node: NodeRecord): string | null {
  const { name, hardware } = node;
  if (is32BitUserland(hardware)) {
    return `${name}: a 32-bit kubelet under a 64-bit kernel (${hardware.kernelVersion}); it runs 32-bit Arm images only`;
  }
  const { detail } = guessBoard(node);
  if (detail !== '32-bit userland') return null;
  return `${name}: a 64-bit kubelet over a 32-bit userland (${hardware.osImage}); programs that use the board’s own libraries may not run`;
}

/** `neededBytes`: what the largest pod of the stack asks for. */
export function memoryCheck(facts: WorkshopFacts, neededBytes: number): PreflightCheck {
  const { nodes, pods, usedMemoryBytes } = facts;
  if (!nodes.known) return unknownCheck('memory', nodes.why);
  if (!pods.known) return unknownCheck('memory', pods.why, 'Ask for a role that may list pods in all namespaces.');
  const byNode = podsByNode(pods.value);
  // A board that the stack cannot go to has no room for it.
  const closed = (node: NodeRecord) => ({ ...node, unschedulable: !takesOrdinaryPods(node) });
  const rooms = fitRows(nodes.value.map(closed), (node) => byNode.get(node) ?? []).map(({ arch, rooms: found }) => {
    const most = [...(found ?? [])].sort((a, b) => b.memoryBytes - a.memoryBytes)[0] ?? null;
    return { arch, most };
  });
  const texts = rooms.map(({ arch, most }) => {
    if (most === null) return `${arch}: no board takes pods now`;
    return `${arch}: ${formatMemory(most.memoryBytes)} on ${most.node}${usedText(most.node, facts)}`;
  });
  const words = `Not requested, on the roomiest board of each architecture: ${texts.join('; ')}.`;
  const kubectl = 'kubectl describe nodes';
  const measured = usedMemoryBytes.known ? '' : ' What programs really use is not measured yet.';
  const enough = rooms.filter(({ most }) => most !== null && most.memoryBytes >= neededBytes);
  if (enough.length === rooms.length) return check('memory', { state: 'ok', words: words + measured, kubectl });
  if (rooms.every(({ most }) => most === null)) {
    return check('memory', {
      state: 'warning',
      words: words + measured,
      todo: 'Let a board take pods first.',
      kubectl,
    });
  }
  const needs = `The largest pod of the stack asks for ${formatMemory(neededBytes)}.`;
  const todo = `${needs} End what is not needed, or lower its requests; each step says where its pods still fit.`;
  return check('memory', { state: 'warning', words: words + measured, todo, kubectl });
}

/** What is really free can be less than what is not requested: programs without requests use memory too. */
function usedText(name: string, { nodes, usedMemoryBytes }: WorkshopFacts): string {
  const used = usedMemoryBytes.known ? usedMemoryBytes.value.get(name) : undefined;
  const allocatable = nodes.known ? nodes.value.find((node) => node.name === name)?.allocatable['memory'] : undefined;
  if (used === undefined || allocatable === undefined) return '';
  return ` (${formatMemory(Math.max(0, allocatable - used))} not in use)`;
}
