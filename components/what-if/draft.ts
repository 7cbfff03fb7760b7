// What is being supposed in the form, before it is complete.
import type { Supposition } from '#lib/model/placement/what-if-view.ts';

/** What the fields come to once they are complete; null while they are not. */
export type Draft = Supposition | null;

const BOARD_WORDS = {
  unplug: 'a board is unplugged',
  'plug-in': 'a board comes back',
  taint: 'a board is tainted',
  untaint: 'a board loses a taint',
  cordon: 'a board is cordoned',
  uncordon: 'a board is uncordoned',
};
const WORKLOAD_WORDS = {
  scale: 'a workload has more or fewer replicas',
  tolerate: 'a workload tolerates a taint',
  archs: 'a workload may run on some architectures only',
  request: 'a workload requests more or less',
  image: 'a workload runs another image',
};

export type BoardKind = keyof typeof BOARD_WORDS;
export type WorkloadKind = keyof typeof WORKLOAD_WORDS;
export type DraftKind = BoardKind | WorkloadKind;

export const DRAFT_WORDS: Readonly<Record<DraftKind, string>> = { ...BOARD_WORDS, ...WORKLOAD_WORDS };

export function isBoardKind(kind: string): kind is BoardKind {
  return Object.hasOwn(BOARD_WORDS, kind);
}

export function isDraftKind(kind: string): kind is DraftKind {
  return Object.hasOwn(DRAFT_WORDS, kind);
}
