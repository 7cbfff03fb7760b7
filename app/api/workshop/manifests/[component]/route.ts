// GET /api/workshop/manifests/traefik: a component's objects as they would be applied, as YAML; nothing secret is in them.

import { answer } from '#lib/server/http/answer.ts';
import { hub } from '#lib/server/live/running-hub.ts';
import { manifestOf } from '#lib/server/workshop/workshop-requests.ts';

export {
  notAllowed as DELETE,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as POST,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function GET(request: Request, { params }: { params: Promise<{ component: string }> }): Promise<Response> {
  return answer(request, async () => {
    const { component } = await params;
    const text = await manifestOf(hub().workshop, component);
    const headers = { 'content-type': 'text/yaml; charset=utf-8', 'cache-control': 'no-store' };
    return new Response(text, { headers });
  });
}
