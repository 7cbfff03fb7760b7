// What a plugin of the scheduler says about a node, or about all of them, that cannot take a pod.

export type FilterCode =
  /** Evicting other pods could help. */
  | 'Unschedulable'
  /** Nothing on this node can be moved to make room. */
  | 'UnschedulableAndUnresolvable';

export interface FilterFailure {
  plugin: string;
  /** One or more of this plugin, in its own order. */
  reasons: readonly string[];
  code: FilterCode;
}

export function unresolvable(plugin: string, reason: string): FilterFailure {
  return { plugin, reasons: [reason], code: 'UnschedulableAndUnresolvable' };
}

/** Stands for a filter that refuses no node, whichever it is asked about: it need not be asked. */
export const REFUSES_NONE = (): null => null;
