// POST /api/pin with YAML or JSON: the same, its pods kept where their images run. Changes nothing in the cluster.
import { answer, readTextBody } from '#lib/server/http/answer.ts';
import { answerPin } from '#lib/server/images/pin.ts';
import { hub } from '#lib/server/live/running-hub.ts';

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
    answerPin(hub(), await readTextBody(request), request.headers.get('accept') ?? ''),
  );
}
