// What is supposed stands in the page's address, so that it can be shared, survives a reload, and is read by the server
// too: `s` for each, as JSON, and what a form says before JavaScript arrives.
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import { type WorkloadRef, workloadKey } from '#lib/model/placement/workload-ref.ts';
import { isTaintEffect } from '#lib/rules/nodes/taint-spec.ts';

export interface Suppositions {
  suppositions: readonly Supposition[];
  /** Parts of the address that could not be read. */
  unread: number;
}

const PARAMETER = 's';
/** What the form's fields are called, and where the form starts. */
const FORM_PARAMETERS = ['suppose', 'board', 'workload', 'key', 'value', 'effect'];

export function suppositionsOf(query: URLSearchParams): Suppositions {
  const given = query.getAll(PARAMETER).map(suppositionOf);
  const read = [...given, fromForm(query)].filter((one) => one !== null);
  const distinct = new Map(read.map((one) => [JSON.stringify(one), one]));
  return { suppositions: [...distinct.values()], unread: given.filter((one) => one === null).length };
}

/** The same address with other suppositions, and nothing of the form. */
export function withSuppositions(query: URLSearchParams, suppositions: readonly Supposition[]): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of [PARAMETER, ...FORM_PARAMETERS]) next.delete(name);
  for (const supposition of suppositions) next.append(PARAMETER, JSON.stringify(supposition));
  return next;
}

/** With this supposed, and the form at this board. */
export function boardWhatIfHref(supposition: Supposition, board: string): string {
  return `/what-if?${new URLSearchParams({ [PARAMETER]: JSON.stringify(supposition), board })}`;
}

/** With nothing supposed yet, and the form at this workload. */
export function workloadWhatIfHref(workload: WorkloadRef): string {
  // A slash may stand in a query, and is easier to read.
  return `/what-if?workload=${encodeURIComponent(workloadKey(workload)).replaceAll('%2F', '/')}`;
}

/** The server judges what is in it; here only whether it is something it could judge. */
function suppositionOf(text: string): Supposition | null {
  try {
    const value: unknown = JSON.parse(text);
    return isSupposition(value) ? value : null;
  } catch {
    return null;
  }
}

function isSupposition(value: unknown): value is Supposition {
  if (typeof value !== 'object' || value === null || !('suppose' in value)) return false;
  if (value.suppose === 'action') return 'action' in value && typeof value.action === 'object' && value.action !== null;
  return (value.suppose === 'unplug' || value.suppose === 'plug-in') && 'node' in value;
}

/** Of boards only: what is supposed of workloads rests on their templates, which the browser asks for. */
function fromForm(query: URLSearchParams): Supposition | null {
  const node = query.get('board') ?? '';
  const suppose = query.get('suppose') ?? '';
  if (node === '') return null;
  switch (suppose) {
    case 'unplug':
    case 'plug-in':
      return { suppose, node };
    case 'cordon':
    case 'uncordon':
      return { suppose: 'action', action: { action: suppose, node } };
    case 'taint': {
      const key = query.get('key') ?? '';
      const effect = query.get('effect') ?? '';
      if (key === '' || !isTaintEffect(effect)) return null;
      const taint = { key, value: query.get('value') ?? '', effect };
      return { suppose: 'action', action: { action: 'taint', node, taint } };
    }
    default:
      return null;
  }
}
