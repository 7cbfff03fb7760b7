// Actions in words: what a dialog asks, what a toast says.
import { fullTaint } from '#components/boards/board-words.ts';
import type { NodeAction } from '#lib/model/node-action.ts';

/** `Cordon pi5?`. */
export function questionText(action: NodeAction): string {
  switch (action.action) {
    case 'cordon':
      return `Cordon ${action.node}?`;
    case 'uncordon':
      return `Uncordon ${action.node}?`;
    case 'taint':
      return `Taint ${action.node}?`;
    case 'untaint':
      return `Remove a taint from ${action.node}?`;
  }
}

/** On the button that does it. */
export function doText(action: NodeAction): string {
  switch (action.action) {
    case 'cordon':
      return 'Cordon';
    case 'uncordon':
      return 'Uncordon';
    case 'taint':
      return 'Add taint';
    case 'untaint':
      return 'Remove taint';
  }
}

/** What was done, in the past: it stays true when somebody changes it again. `Tainted pi5 with a=b:NoSchedule`. */
export function doneText(action: NodeAction): string {
  switch (action.action) {
    case 'cordon':
      return `Cordoned ${action.node}`;
    case 'uncordon':
      return `Uncordoned ${action.node}`;
    case 'taint':
      return `Tainted ${action.node} with ${fullTaint(action.taint)}`;
    case 'untaint':
      return `Removed taint ${fullTaint(action.taint)} from ${action.node}`;
  }
}
