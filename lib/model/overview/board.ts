// One board of the overview, from its node, the pods on it and its measures.

import { isReady } from '#lib/rules/nodes/node-status.ts';
import { rolesOf } from '#lib/rules/nodes/platform.ts';
import { isSystemTaint } from '#lib/rules/nodes/taints.ts';
import { compareText } from '../compare-text.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import { guessBoard } from './board-guess.ts';
import { type MeasuresInput, measuresOf } from './measures.ts';
import {
  type BoardView,
  PINS_MAX,
  type PinState,
  type PinView,
  type ReadyView,
  type TaintView,
} from './overview-view.ts';

/** Of the board itself `health`; absent or null where nothing is wrong, or nobody tells. */
export interface BoardMeasures extends MeasuresInput {
  health?: BoardView['health'];
}

/** `pods` are those bound to the node; null where they may not be read. */
export function boardView(node: NodeRecord, pods: readonly PodRecord[] | null, measures: BoardMeasures): BoardView {
  const ready = readyView(node);
  const answers = nodeAnswers(node);
  return {
    name: node.name,
    arch: node.hardware.architecture,
    board: guessBoard(node),
    roles: rolesOf(node.labels),
    ready,
    cordoned: node.unschedulable,
    pins: pinViews(pods ?? [], answers),
    podCount: pods === null ? null : pods.length,
    cpuMillicores: node.allocatable['cpu'] ?? null,
    memoryBytes: node.allocatable['memory'] ?? null,
    ...measuresOf(node, ready, measures),
    health: measures.health ?? null,
    taints: taintViews(node),
    createdAt: node.createdAt,
  };
}

export function readyView(node: NodeRecord): ReadyView {
  const ready = node.conditions.find(({ type }) => type === 'Ready');
  if (ready === undefined) return { status: 'missing', since: node.createdAt, reason: null, message: null };
  return { status: ready.status, since: ready.since, reason: ready.reason || null, message: ready.message || null };
}

/** False when Ready is Unknown: then nobody knows whether its pods still run. A node that says False still answers. */
export function nodeAnswers(node: NodeRecord): boolean {
  return isReady(node.conditions) || node.conditions.some(({ type, status }) => type === 'Ready' && status === 'False');
}

/** What is still known of a pod whose node does not answer: only what the API itself did to it. */
export function podStateOn(pod: PodRecord, answers: boolean): PinState {
  const told = pod.state === 'terminating' || pod.state === 'pending' || pod.state === 'completed';
  return answers || told || pod.phase === 'Failed' ? pod.state : 'unknown';
}

export function taintViews(node: NodeRecord): TaintView[] {
  return node.taints.map(({ key, value, effect, timeAdded }) => ({
    key,
    value: value || null,
    effect,
    system: isSystemTaint(key),
    timeAdded: timeAdded ?? null,
  }));
}

/** Oldest first, so that a new pod takes the next free pin. Of too many pods the ones in trouble are shown. */
export function pinViews(pods: readonly PodRecord[], answers: boolean): PinView[] {
  const shown = pods.length <= PINS_MAX ? [...pods] : mostTelling(pods, answers);
  return shown.sort(byAge).map((pod) => ({
    namespace: pod.namespace,
    name: pod.name,
    state: podStateOn(pod, answers),
    status: pod.status,
    ready: pod.ready,
  }));
}

const TELLING: readonly PinState[] = [
  'failing',
  'terminating',
  'starting',
  'pending',
  'unknown',
  'running',
  'completed',
];

function mostTelling(pods: readonly PodRecord[], answers: boolean): PodRecord[] {
  const rank = (pod: PodRecord) => TELLING.indexOf(podStateOn(pod, answers));
  return [...pods].sort((a, b) => rank(a) - rank(b) || byAge(a, b)).slice(0, PINS_MAX);
}

function byAge(a: PodRecord, b: PodRecord): number {
  return compareText(a.createdAt, b.createdAt) || compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}
