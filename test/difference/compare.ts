// Where two verdicts on the same pod differ.
import type { Refusal, Verdict } from './question.ts';

/** One line per difference; none when both say the same, word for word. */
export function differences(ours: Verdict, real: Verdict): string[] {
  const found: string[] = [];
  const compare = (what: string, our: string, their: string) => {
    if (our !== their) found.push(`${what}\n  ours: ${our}\n  real: ${their}`);
  };
  compare('before any node', refusalText(ours.preFilter), refusalText(real.preFilter));
  for (const name of namesOf(ours.nodes, real.nodes)) {
    compare(`node ${name}`, refusalsText(ours.nodes?.[name]), refusalsText(real.nodes?.[name]));
  }
  for (const name of namesOf(ours.scores, real.scores)) {
    const [our, their] = [ours.scores?.[name] ?? {}, real.scores?.[name] ?? {}];
    for (const plugin of namesOf(our, their)) {
      // A plugin that has nothing to say about a pod gives no score: that is 0 for every node.
      compare(`score of ${plugin} for ${name}`, `${our[plugin] ?? 0}`, `${their[plugin] ?? 0}`);
    }
  }
  compare('message', ours.message, real.message);
  return found;
}

function namesOf(a: object | undefined, b: object | undefined): string[] {
  return [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].sort();
}

function refusalsText(refusals: readonly Refusal[] | undefined): string {
  return refusals === undefined ? 'not looked at' : refusals.map(refusalText).join('; ') || 'feasible';
}

function refusalText(refusal: Refusal | undefined): string {
  return refusal === undefined ? 'nothing' : `${refusal.plugin} (${refusal.code}): ${refusal.reasons.join(', ')}`;
}
