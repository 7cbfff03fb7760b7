// What a board says in words: the lines on the card, and one sentence for a screen reader.
import { formatPercent } from '#lib/format/percent.ts';
import type { BoardView, MeasureView, PinState, TaintView } from '#lib/model/overview/overview-view.ts';

/** `Raspberry Pi 3, 64-bit?`, `UP Board, control plane`: the question mark stays until somebody confirms the board. */
export function boardLabel(board: BoardView): string {
  const { label, detail, sure } = board.board;
  const mark = sure === 'confirmed' || sure === 'unknown' ? '' : '?';
  if (board.roles.length > 0) return `${label}${mark}, ${board.roles.map(roleWords).join(', ')}`;
  return `${detail === null ? label : `${label}, ${detail}`}${mark}`;
}

function roleWords(role: string): string {
  return role === 'control-plane' ? 'control plane' : role;
}

/** `arch=arm64` for `beta.kubernetes.io/arch=arm64`: what stands before the slash is in the full text. */
export function shortTaint(taint: TaintView): string {
  const key = taint.key.slice(taint.key.lastIndexOf('/') + 1);
  return taint.value === null || taint.value === '' ? key : `${key}=${taint.value}`;
}

/** As kubectl writes it: `key=value:Effect`. */
export function fullTaint(taint: Pick<TaintView, 'key' | 'value' | 'effect'>): string {
  const value = taint.value === null || taint.value === '' ? '' : `=${taint.value}`;
  return `${taint.key}${value}:${taint.effect}`;
}

/** Taints that people put there; those Kubernetes puts there show as the board's state. */
export function ownTaints(board: BoardView): readonly TaintView[] {
  return board.taints.filter((taint) => !taint.system);
}

export function isDown(board: BoardView): boolean {
  return board.ready.status === 'False' || board.ready.status === 'Unknown';
}

export function podsText(podCount: number | null): string {
  if (podCount === null) return 'pods not readable';
  return podCount === 1 ? '1 pod' : `${podCount} pods`;
}

/** `under-voltage, throttled`: what there is room for on a board; the rest is in the full text. */
export function shortHealth({ words }: NonNullable<BoardView['health']>): string {
  const signs = words.split('; ').map((sign) => sign.split(': ')[0]);
  return signs.join(', ');
}

/** States that need a word, in the order of their weight; running pods are the rest. */
const TOLD_STATES: readonly PinState[] = ['failing', 'pending', 'starting', 'terminating', 'unknown', 'completed'];

/** All but the name: `arm, Raspberry Pi 3, 32-bit?: ready, 7 pods (1 pending), cpu 10%, memory 58%, taint a=b:NoSchedule`. */
export function boardSentence(board: BoardView): string {
  const parts = [
    readyWord(board),
    ...(board.cordoned ? ['cordoned'] : []),
    ...(board.health === null ? [] : [board.health.words]),
    podsText(board.podCount) + troubleText(board),
    `cpu ${measureText(board.cpu)}`,
    `memory ${measureText(board.memory)}`,
    ...ownTaints(board).map((taint) => `taint ${fullTaint(taint)}`),
  ];
  return `${board.arch}, ${boardLabel(board)}: ${parts.join(', ')}`;
}

function readyWord(board: BoardView): string {
  if (board.ready.status === 'True') return 'ready';
  return board.ready.status === 'missing' ? 'readiness not reported' : 'NotReady';
}

function troubleText(board: BoardView): string {
  const told = TOLD_STATES.map((state) => {
    const count = board.pins.filter((pin) => pin.state === state).length;
    return count === 0 ? null : `${count} ${state}`;
  }).filter((text) => text !== null);
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}

function measureText(measure: MeasureView): string {
  return measure.state === 'measured' ? formatPercent(measure.percent) : 'not measured';
}
