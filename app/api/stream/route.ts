// GET /api/stream?topics=overview,node/pi5&since=<cursor>,<cursor>: server-sent events snapshot, delta and heartbeat.
// `since` (or Last-Event-ID, which wins) holds a cursor for each topic in the same order, empty for none.
import { answer } from '#lib/server/http/answer.ts';
import { PLAIN_HEADERS } from '#lib/server/http/security-headers.ts';
import { streamOf } from '#lib/server/live/topics.ts';

export {
  notAllowed as DELETE,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as POST,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

const HEADERS = {
  ...PLAIN_HEADERS,
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Compressing or buffering on the way would hold events back.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
  // The connection ends with the stream: a kept-alive one would hold back the end of the process.
  Connection: 'close',
};

export function GET(request: Request): Promise<Response> {
  return answer(request, async () => {
    const query = new URL(request.url).searchParams;
    const since = request.headers.get('last-event-id') ?? query.get('since') ?? '';
    const stream = await streamOf((query.get('topics') ?? '').split(',').filter(Boolean), since.split(','));
    return new Response(stream, { headers: HEADERS });
  });
}
