// GET /api/usage/graph?by=arch&range=1h: what was used over time, as a UsageGraphView.
import { answer } from '#lib/server/http/answer.ts';
import { jsonResponse } from '#lib/server/http/status-response.ts';
import { hub } from '#lib/server/live/running-hub.ts';
import { answerGraph } from '#lib/server/usage/graph.ts';

export {
  notAllowed as DELETE,
  notAllowed as PATCH,
  notAllowed as POST,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answer(request, async () => jsonResponse(await answerGraph(hub(), new URL(request.url).searchParams)));
}
