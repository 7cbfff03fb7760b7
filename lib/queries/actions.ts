// Asking the server to act on the cluster: a dry run first, then the same for real.
import type { ActionRequest, ActionResult, ClusterAction } from '#lib/model/actions/cluster-action.ts';
import { fetchOk } from './status-error.ts';

/** Throws a StatusError with the API server's message when it refuses. */
export async function runAction(action: ClusterAction, dryRun: boolean, previewed?: string): Promise<ActionResult> {
  const body: ActionRequest = { action, dryRun, ...(previewed === undefined ? {} : { previewed }) };
  const response = await fetchOk('/api/actions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as ActionResult;
}
