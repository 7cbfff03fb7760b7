// GET /api/custom-metrics/<path below /apis/custom.metrics.k8s.io>: the custom metrics API, read-only.
// GET /api/custom-metrics/external.metrics.k8s.io/...: another group of metrics, also by its old name.

import { answer } from '#lib/server/http/answer.ts';
import { customMetricsTarget } from '#lib/server/http/custom-metrics-path.ts';
import { passOn } from '#lib/server/http/proxy.ts';
import { hub } from '#lib/server/live/running-hub.ts';

export {
  notAllowed as DELETE,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as POST,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answer(request, async () => {
    const { pathname, searchParams } = new URL(request.url);
    const target = customMetricsTarget(pathname.replace(/^\/api\/custom-metrics/, ''), searchParams);
    return passOn(hub().transport, target, request.signal);
  });
}
