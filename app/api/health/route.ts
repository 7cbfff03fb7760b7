// GET /api/health: this process answers; how live the cluster is, is said beside it.
import { answer } from '#lib/server/http/answer.ts';
import { jsonResponse } from '#lib/server/http/status-response.ts';
import { connectionView } from '#lib/server/live/topics.ts';

export {
  notAllowed as DELETE,
  notAllowed as PATCH,
  notAllowed as POST,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answer(request, async () => jsonResponse({ status: 'ok', connection: connectionView() }));
}
