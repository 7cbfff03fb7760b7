// GET /api/k8s/<path of the Kubernetes API>: for what no view covers. `?as=yaml` gives YAML.

import { answer } from '#lib/server/http/answer.ts';
import { passOn } from '#lib/server/http/proxy.ts';
import { proxyTarget } from '#lib/server/http/proxy-path.ts';
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
    const target = proxyTarget(pathname.replace(/^\/api\/k8s/, ''), searchParams);
    return passOn(hub().transport, target, request.signal);
  });
}
