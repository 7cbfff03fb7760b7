// A what-if in a few plain sentences, the gravest first.
import { formatAge } from '#lib/format/age.ts';
import { formatCount } from '#lib/format/count.ts';
import type { FateKind, PodFate } from '../placement/what-if-view.ts';
import { listed } from './listed.ts';
import type { Outcome } from './plays.ts';

export function summaryOf({ fates, open, notes, isWhole }: Outcome): string[] {
  const caused = fates.filter(({ anyway }) => !anyway);
  const of = (fate: FateKind) => caused.filter((one) => one.fate === fate);
  const moving = of('moves').filter(({ from }) => from !== null);
  // The next one of a pod that was nowhere lands in its stead: to a person that is the same.
  const landing = [...of('placed'), ...of('moves').filter(({ from }) => from === null)];
  const sentences = [
    sentence(of('stuck'), (pods) => `${pods} would find no board and stay Pending${delay(of('stuck'))}`),
    sentence(of('held'), (pods) => `the next version of ${pods} would stay Pending: the old one goes on running`),
    sentence(of('lost'), (pods) => `${pods} would be lost: nobody makes another`),
    sentence(of('stays-down'), (pods) => `${pods} would be down with the board, and not be replaced`),
    sentence(moving, (pods) => `${pods} would move${destinations(moving)}${delay(moving)}`),
    sentence(landing, (pods) => `${pods} would go${destinations(landing)}, and no longer be Pending`),
    sentence(of('added'), (pods) => `${pods} would be added${destinations(of('added'))}`),
    sentence(of('removed'), (pods) => `${pods} would be removed`),
  ].filter((text) => text !== null);
  if (sentences.length === 0 && notes.length === 0) {
    sentences.push(
      'Nothing happens to the pods there are, and none that waits finds a board by it: only later ones are concerned.',
    );
  }
  if (open.length > 0)
    sentences.push(`Depending on who asks first, pods of ${listed(open)} could be concerned as well.`);
  const anyway = fates.length - caused.length;
  if (anyway > 0) sentences.push(`${formatCount(anyway, 'more pod')}: what happens to them happens without this too.`);
  const cut = 'It takes too many steps to be played to its end: what is below may not be all.';
  return [...notes, ...(isWhole ? [] : [cut]), ...sentences];
}

function sentence(fates: readonly PodFate[], text: (pods: string) => string): string | null {
  if (fates.length === 0) return null;
  const line = text(`${formatCount(fates.length, 'pod')} (${listed(fates.map(({ name }) => name))})`);
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}

/** ` to pi6 (2) and upboard1`. */
function destinations(fates: readonly PodFate[]): string {
  const counts = new Map<string, number>();
  for (const { to } of fates) if (to !== null) counts.set(to, (counts.get(to) ?? 0) + 1);
  const texts = [...counts].map(([node, count]) => (count === 1 ? node : `${node} (${count})`));
  return texts.length === 0 ? '' : ` to ${listed(texts)}`;
}

function delay(fates: readonly PodFate[]): string {
  const latest = Math.max(...fates.map(({ afterSeconds }) => afterSeconds));
  return latest < 1 ? '' : `, within about ${formatAge(latest * 1_000)}`;
}
