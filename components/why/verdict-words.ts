// A node's verdict in a word or two.
import type { NodeVerdictView } from '#lib/model/placement/why/why-view.ts';

const WORDS = {
  T: 'taint',
  R: 'not ready',
  A: 'selector',
  M: 'memory',
  C: 'cpu',
  P: 'no room',
  S: 'spread, ports or volumes',
  I: 'image',
} as const;

export function verdictWord({ verdict, letter, checks }: NodeVerdictView): string {
  if (verdict === 'here') return 'it runs here';
  if (verdict === 'unknown') return 'cannot be known';
  if (letter === 'R' && checks.some((check) => check.kind === 'cordon' && check.cordoned)) return 'cordoned';
  if (letter !== null) return WORDS[letter];
  return verdict === 'fits' ? 'it would fit' : 'refused';
}
