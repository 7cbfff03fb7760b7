// POST /api/workshop with a WorkshopRequest: chooses, applies, previews or takes back steps of the workshop.

import { answer, readJsonBody } from '#lib/server/http/answer.ts';
import { jsonResponse } from '#lib/server/http/status-response.ts';
import { hub } from '#lib/server/live/running-hub.ts';
import { runWorkshopRequest } from '#lib/server/workshop/workshop-requests.ts';

export {
  notAllowed as DELETE,
  notAllowed as GET,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function POST(request: Request): Promise<Response> {
  return answer(request, async () =>
    jsonResponse(await runWorkshopRequest(hub().workshop, await readJsonBody(request))),
  );
}
