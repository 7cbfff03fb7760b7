// Commands as a person would type them.
import { formatTaint } from '#lib/rules/nodes/taints.ts';
import type { NodeAction } from './node-action.ts';

/** The command that does the same as the action; safe to paste into a POSIX shell. */
export function kubectlOf(action: NodeAction): string {
  switch (action.action) {
    case 'cordon':
    case 'uncordon':
      return command('kubectl', action.action, action.node);
    case 'taint': {
      const flags = action.overwrite === true ? ['--overwrite'] : [];
      return command('kubectl', 'taint', 'nodes', action.node, formatTaint(action.taint), ...flags);
    }
    case 'untaint':
      return command('kubectl', 'taint', 'nodes', action.node, `${formatTaint(action.taint)}-`);
  }
}

function command(...words: string[]): string {
  return words.map(shellQuoted).join(' ');
}

/** Quoted only where the shell would read more into it. */
export function shellQuoted(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
