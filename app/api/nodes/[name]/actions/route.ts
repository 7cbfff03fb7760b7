// POST /api/nodes/<name>/actions with a NodeActionRequest: a dry run, or the same for real. Answers a NodeActionResult.

import { answer, readJsonBody } from '#lib/server/answer.ts';
import { runNodeAction } from '#lib/server/node-actions.ts';
import { hub } from '#lib/server/running-hub.ts';
import { jsonResponse } from '#lib/server/status-response.ts';

export {
  notAllowed as DELETE,
  notAllowed as GET,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as PUT,
} from '#lib/server/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function POST(request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  return answer(request, async () => {
    const body = await readJsonBody(request);
    const { name } = await params;
    return jsonResponse(await runNodeAction(hub(), name, body));
  });
}
