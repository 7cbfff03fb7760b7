// The answer in one plain sentence, as a teacher would say it.
import { formatCount } from '#lib/format/count.ts';
import type { PodRecord } from '../../records/records.ts';
import type { ReasonLetter } from '../placement-view.ts';
import { isStatic } from '../workloads.ts';
import { amountText } from './reason-text.ts';
import type { NodeVerdictView } from './why-view.ts';

const KEEPS_OUT: Readonly<Record<ReasonLetter, readonly [one: string, many: string]>> = {
  R: ['is not ready or cordoned', 'are not ready or cordoned'],
  T: ['keeps it out by taint', 'keep it out by taint'],
  A: ['is not what its selector or affinity asks for', 'are not what its selector or affinity asks for'],
  C: ['has too little CPU left', 'have too little CPU left'],
  M: ['has too little memory left', 'have too little memory left'],
  P: ['has no room for another pod, or lacks a resource', 'have no room for another pod, or lack a resource'],
  S: ['is ruled out by ports, volumes or other pods', 'are ruled out by ports, volumes or other pods'],
  I: ['would take it, but cannot run its image', 'would take it, but cannot run its image'],
};
const ORDER: readonly ReasonLetter[] = ['R', 'T', 'A', 'M', 'C', 'P', 'S', 'I'];

export interface SummaryInput {
  pod: PodRecord;
  verdicts: readonly NodeVerdictView[];
  refusal: string | null;
}

export function summaryOf({ pod, verdicts, refusal }: SummaryInput): string {
  if (pod.nodeName !== null) return placedText(pod, verdicts);
  if (pod.deletionAt !== null) return 'It is being deleted, and needs no board any more.';
  if (pod.schedulingGates.length > 0) return 'It waits behind a scheduling gate: no board is looked at yet.';
  if (verdicts.length === 0) return 'There is no board in the cluster.';
  if (verdicts.some(({ verdict }) => verdict === 'unknown')) return 'Whether a board can take it cannot be known here.';
  if (refusal !== null) return `No board is looked at: ${refusal}.`;
  const fits = verdicts.filter(({ verdict }) => verdict === 'fits');
  if (fits.length > 0) return fittingText(fits);
  if (isDaemon(pod)) return daemonText(verdicts);
  return shortOfText(verdicts) ?? `No board can take it: ${histogram(verdicts)}.`;
}

function placedText(pod: PodRecord, verdicts: readonly NodeVerdictView[]): string {
  const { nodeName, phase, state, status } = pod;
  if (phase === 'Succeeded' || phase === 'Failed') return `It ran on ${nodeName} and has ended.`;
  const where = state === 'failing' ? `It is on ${nodeName}, where it fails: ${status}.` : `It is on ${nodeName}.`;
  if (isStatic(pod)) return `${where} Its kubelet started it from a file of its own: no scheduler was asked.`;
  const home = verdicts.find(({ verdict }) => verdict === 'here');
  const again =
    home?.failure == null ? '' : ` As ${nodeName} is now, it would not be placed there again: ${home.reason}.`;
  if (isDaemon(pod)) return `${where} Its DaemonSet made it for that board.${again}`;
  const others = verdicts.filter(({ verdict }) => verdict === 'fits').length;
  if (others === 0) return verdicts.length < 2 ? `${where}${again}` : `${where} No other board could take it.${again}`;
  return `${where} ${formatCount(others, 'other board')} could take it.${again}`;
}

function isDaemon({ owner }: PodRecord): boolean {
  return owner?.kind === 'DaemonSet';
}

/** It is made for one board: that the others are not that one is no news. */
function daemonText(verdicts: readonly NodeVerdictView[]): string {
  const meant = verdicts.filter(({ letter }) => letter !== 'A');
  const [only] = meant;
  if (only === undefined || meant.length > 1) return `No board can take it: ${histogram(verdicts)}.`;
  return `Its DaemonSet made it for ${only.node}, which cannot take it: ${only.reason}.`;
}

function fittingText(fits: readonly NodeVerdictView[]): string {
  const able = fits.filter(({ imageFails }) => !imageFails);
  if (able.length === 0) return `${formatCount(fits.length, 'board')} would take it, but cannot run its image.`;
  const names = able.slice(0, 3).map(({ node }) => node);
  const more = able.length > names.length ? ` and ${able.length - names.length} more` : '';
  return `${names.join(', ')}${more} could take it now: the scheduler tries it again.`;
}

/** Where all that could be asked lack the same: how much, and where most is left. */
function shortOfText(verdicts: readonly NodeVerdictView[]): string | null {
  const asked = verdicts.filter(({ letter }) => letter !== 'R');
  const [first] = asked;
  const resource = first?.letter === 'M' ? 'memory' : first?.letter === 'C' ? 'cpu' : null;
  if (resource === null || asked.some(({ letter }) => letter !== first?.letter)) return null;
  let most: { node: string; free: number; wanted: number } | null = null;
  for (const { node, checks } of asked) {
    const found = checks
      .flatMap((check) => (check.kind === 'resources' ? check.resources : []))
      .find((check) => check.resource === resource);
    if (found === undefined) continue;
    const free = Math.max(0, found.allocatable - found.requested);
    if (most === null || free > most.free) most = { node, free, wanted: found.asked };
  }
  if (most === null) return null;
  const [wanted, free] = [amountText(resource, most.wanted), amountText(resource, most.free)];
  const name = resource === 'cpu' ? 'CPU' : 'memory';
  return `No board has ${wanted} of ${name} to give: the most that is free is ${free}, on ${most.node}.`;
}

/** `2 are not ready or cordoned, 3 keep it out by taint`. */
function histogram(verdicts: readonly NodeVerdictView[]): string {
  const parts = ORDER.flatMap((letter) => {
    const count = verdicts.filter((verdict) => verdict.letter === letter).length;
    const [one, many] = KEEPS_OUT[letter];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return parts.join(', ') || 'none says why';
}
