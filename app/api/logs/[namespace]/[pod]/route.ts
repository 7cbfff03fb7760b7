// GET /api/logs/<namespace>/<pod>?container=&previous=&follow=&tailLines=&sinceSeconds=&sinceTime=&timestamps=: lines as
// text/plain. What goes wrong before the first byte is a Status; afterwards the stream ends.
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import { answer } from '#lib/server/http/answer.ts';
import { hub } from '#lib/server/live/running-hub.ts';
import { logTarget } from '#lib/server/pods/log-query.ts';
import { passLog } from '#lib/server/pods/logs.ts';

export {
  notAllowed as DELETE,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as POST,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

interface LogRouteProps {
  params: Promise<{ namespace: string; pod: string }>;
}

export function GET(request: Request, { params }: LogRouteProps): Promise<Response> {
  return answer(request, async () => {
    const { namespace, pod } = await params;
    const { transport, cache } = hub();
    const nodeOf = (ref: PodRef) => cache.pods.get(`${ref.namespace}/${ref.name}`)?.nodeName ?? null;
    const target = logTarget(namespace, pod, new URL(request.url).searchParams);
    return passLog({ transport, nodeOf }, target, request.signal);
  });
}
