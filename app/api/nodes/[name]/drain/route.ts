// POST /api/nodes/<name>/drain with a DrainRequest: what it would do, its beginning or its end.

import { runDrainRequest } from '#lib/server/drain/drain-request.ts';
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

export function POST(request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  return answer(request, async () => {
    const body = await readJsonBody(request);
    return jsonResponse(await runDrainRequest(hub(), (await params).name, body));
  });
}
