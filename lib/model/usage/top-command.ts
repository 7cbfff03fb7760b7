// The kubectl line that prints what a table of the usage page shows.
import { command, shellQuoted } from '../actions/kubectl.ts';
import type { Sorting, UsageQuery } from './usage-query.ts';

/** kubectl sorts by these alone, the largest first. */
const SORTED_BY: ReadonlySet<string> = new Set(['cpu', 'memory']);

export function topNodeCommand({ filter, nodeSorting }: UsageQuery): string {
  const arch = filter.arch === '' ? [] : ['-l', `kubernetes.io/arch=${filter.arch}`];
  return command('kubectl', 'top', 'node', ...arch, ...sortFlag(nodeSorting)) + matching(filter.text);
}

/** It cannot choose by architecture: pods of all of them are printed. */
export function topPodCommand({ filter, podSorting, containers }: UsageQuery): string {
  const where = filter.namespace === '' ? ['-A'] : ['-n', filter.namespace];
  const unfolded = containers ? ['--containers'] : [];
  return command('kubectl', 'top', 'pod', ...where, ...unfolded, ...sortFlag(podSorting)) + matching(filter.text);
}

function sortFlag({ column, descending }: Sorting<string>): string[] {
  return SORTED_BY.has(column) && descending ? [`--sort-by=${column}`] : [];
}

/** The line of names stays; each word narrows what the one before it left. */
function matching(text: string): string {
  const words = text.split(/\s+/).filter(Boolean);
  return words.map((word) => ` | grep -i -e 'CPU(cores)' -e ${shellQuoted(escaped(word))}`).join('');
}

/** As grep's basic expressions read it. */
function escaped(word: string): string {
  return word.replaceAll(/[\\.*[\]^$]/g, '\\$&');
}
