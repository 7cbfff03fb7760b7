// POST /api/actions with an ActionRequest: a dry run, or the same for real. Answers an ActionResult.

import { runAction } from '#lib/server/actions/run-action.ts';
import { answer, readJsonBody } from '#lib/server/http/answer.ts';
import { jsonResponse } from '#lib/server/http/status-response.ts';
import { hub } from '#lib/server/live/running-hub.ts';

export {
  notAllowed as DELETE,
  notAllowed as GET,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function POST(request: Request): Promise<Response> {
  return answer(request, async () => jsonResponse(await runAction(hub(), await readJsonBody(request))));
}
