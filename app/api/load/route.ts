// GET /api/load?kind=Deployment&namespace=default&name=web: which services lead to its pods (LoadChoices).
// POST /api/load with a LoadRequest: begins to send load, goes on with it, or ends it.

import { answer, readJsonBody } from '#lib/server/http/answer.ts';
import { jsonResponse } from '#lib/server/http/status-response.ts';
import { hub } from '#lib/server/live/running-hub.ts';
import { loadChoices, runLoadRequest } from '#lib/server/load/load-request.ts';

export {
  notAllowed as DELETE,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answer(request, async () => jsonResponse(await loadChoices(hub(), new URL(request.url).searchParams)));
}

export function POST(request: Request): Promise<Response> {
  return answer(request, async () => {
    return jsonResponse(await runLoadRequest(hub(), await readJsonBody(request), request.signal));
  });
}
