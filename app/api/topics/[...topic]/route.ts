// GET /api/topics/overview, /api/topics/node/<name>: a topic's rows now, as a SnapshotFrame.
import { answer } from '#lib/server/http/answer.ts';
import { notFound } from '#lib/server/http/not-allowed.ts';
import { jsonResponse } from '#lib/server/http/status-response.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';

export {
  notAllowed as DELETE,
  notAllowed as PATCH,
  notAllowed as POST,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request, { params }: { params: Promise<{ topic: string[] }> }): Promise<Response> {
  return answer(request, async () => {
    const { topic } = await params;
    const frame = await snapshotOf(topic.join('/'));
    return frame === null ? notFound() : jsonResponse(frame);
  });
}
