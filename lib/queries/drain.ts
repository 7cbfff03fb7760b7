// Asking the server to drain a node, and how it goes: lib/model/drain/drain-view.ts is the contract.
import { compareText } from '#lib/model/compare-text.ts';
import type { DrainConsent, DrainPodView, DrainPreview, DrainRequest, DrainView } from '#lib/model/drain/drain-view.ts';
import type { Rows, TopicName } from '#lib/model/stream.ts';
import { fetchOk } from './status-error.ts';

/** Throws a StatusError with the API server's message when it refuses. */
export async function previewDrain(node: string, consent: DrainConsent): Promise<DrainPreview> {
  return (await (await send(node, { drain: 'preview', consent })).json()) as DrainPreview;
}

/** Throws a StatusError; a Conflict where it would now do something else than previewed. */
export async function startDrain(node: string, consent: DrainConsent, previewed: string): Promise<void> {
  await send(node, { drain: 'start', consent, previewed });
}

/** Throws a StatusError; 404 where none is under way. */
export async function cancelDrain(node: string): Promise<void> {
  await send(node, { drain: 'cancel' });
}

export interface DrainRows {
  drain: DrainView;
  /** By namespace and name. */
  pods: readonly DrainPodView[];
}

export function drainTopic(node: string): TopicName {
  return `drain/${node}`;
}

/** Null while none was begun. */
export function drainRowsOf(rows: Rows): DrainRows | null {
  const drain = rows['drain'] as DrainView | undefined;
  if (drain === undefined) return null;
  const pods = Object.entries(rows).flatMap(([key, row]) => (key.startsWith('pod/') ? [row as DrainPodView] : []));
  pods.sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
  return { drain, pods };
}

function send(node: string, request: DrainRequest): Promise<Response> {
  return fetchOk(`/api/nodes/${encodeURIComponent(node)}/drain`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
}
