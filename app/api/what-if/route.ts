// POST /api/what-if with a WhatIfRequest: what would happen, as a WhatIfView. Changes nothing.
import { answer, readJsonBody } from '#lib/server/http/answer.ts';
import { jsonResponse } from '#lib/server/http/status-response.ts';
import { hub } from '#lib/server/live/running-hub.ts';
import { answerWhatIf } from '#lib/server/placement/what-if.ts';

export {
  notAllowed as DELETE,
  notAllowed as GET,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function POST(request: Request): Promise<Response> {
  return answer(request, async () => jsonResponse(await answerWhatIf(hub(), await readJsonBody(request))));
}
