// What a drain would do, summed up in words.
import { formatCount } from '#lib/format/count.ts';
import type { DrainPodPlan } from './drain-view.ts';

interface Known {
  node: string;
  isCordoned: boolean;
  answers: boolean;
  /** Null where they may not be read. */
  budgets: readonly unknown[] | null;
}

/** One line an effect, the first of them first. */
export function drainEffects(pods: readonly DrainPodPlan[], { node, isCordoned, answers, budgets }: Known): string[] {
  const going = pods.filter(({ fate }) => fate === 'evicted');
  const lost = going.filter(({ isLost }) => isLost).length;
  const nowhere = going.filter(({ feasibleCount }) => feasibleCount === 0).length;
  const blocked = going.filter(({ budget }) => budget !== null).length;
  const data = going.filter(({ losesData }) => losesData).length;
  const left = pods.length - going.length;
  return [
    isCordoned ? `${node} stays cordoned` : `cordons ${node}: no new pods land on it`,
    going.length === 0 ? 'evicts no pod' : `evicts ${formatCount(going.length, 'pod')}; this cannot be undone`,
    ...(answers || going.length === 0 ? [] : [`${node} does not answer: evicted pods stay Terminating until it does`]),
    ...(lost === 0 ? [] : [`${formatCount(lost, 'pod')} no controller makes again: gone for good`]),
    ...(data === 0 ? [] : [`data in emptyDir volumes of ${formatCount(data, 'pod')} is lost`]),
    ...(blocked === 0 ? [] : [`a disruption budget is in the way of ${formatCount(blocked, 'pod')}: it waits for it`]),
    ...(nowhere === 0
      ? []
      : [`for ${formatCount(nowhere, 'pod')} no other board has a place now: Pending until one has`]),
    ...(left === 0 ? [] : [`leaves ${formatCount(left, 'pod')} on it: static ones, and those of DaemonSets`]),
    ...(budgets === null ? ['disruption budgets may not be read: whether one is in the way is not known'] : []),
  ];
}
