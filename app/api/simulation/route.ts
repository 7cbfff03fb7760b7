// POST /api/simulation with a SimulationAction: changes the simulation behind a simulated cluster. Answers a SimulationResult.

import { answer, readJsonBody } from '#lib/server/http/answer.ts';
import { jsonResponse } from '#lib/server/http/status-response.ts';
import { hub } from '#lib/server/live/running-hub.ts';
import { runSimulationAction } from '#lib/server/simulation/simulation-actions.ts';

export {
  notAllowed as DELETE,
  notAllowed as GET,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as PUT,
} from '#lib/server/http/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function POST(request: Request): Promise<Response> {
  return answer(request, async () => jsonResponse(await runSimulationAction(hub(), await readJsonBody(request))));
}
