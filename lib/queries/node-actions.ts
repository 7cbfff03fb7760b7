// Asking the server to act on a node: a dry run first, then the same for real.
import type { NodeAction, NodeActionRequest, NodeActionResult } from '#lib/model/node-action.ts';
import { fetchOk } from './status-error.ts';

/** Throws a StatusError with the API server's message when it refuses. */
export async function runNodeAction(
  action: NodeAction,
  dryRun: boolean,
  previewed?: string,
): Promise<NodeActionResult> {
  const body: NodeActionRequest = { action, dryRun, ...(previewed === undefined ? {} : { previewed }) };
  const response = await fetchOk(`/api/nodes/${encodeURIComponent(action.node)}/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as NodeActionResult;
}
