// Actions in words: what a dialog asks, what a toast says.
import type { NodeAction, TaintInput } from '#lib/model/node-action.ts';

export function taintText({ key, value, effect }: TaintInput): string {
  return value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
}

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

/** `pi5 has taint a=b:NoSchedule`. */
export function doneText(action: NodeAction): string {
  switch (action.action) {
    case 'cordon':
      return `${action.node} is cordoned`;
    case 'uncordon':
      return `${action.node} is schedulable again`;
    case 'taint':
      return `${action.node} has taint ${taintText(action.taint)}`;
    case 'untaint':
      return `${action.node} has no taint ${taintText(action.taint)} any more`;
  }
}
