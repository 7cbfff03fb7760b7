// POST /api/simulation with a SimulationAction: changes the simulation behind a simulated cluster. Answers a SimulationResult.

import { answer, readJsonBody } from '#lib/server/answer.ts';
import { hub } from '#lib/server/running-hub.ts';
import { runSimulationAction } from '#lib/server/simulation-actions.ts';
import { jsonResponse } from '#lib/server/status-response.ts';

export {
  notAllowed as DELETE,
  notAllowed as GET,
  notAllowed as HEAD,
  notAllowed as PATCH,
  notAllowed as PUT,
} from '#lib/server/not-allowed.ts';

export const dynamic = 'force-dynamic';

export function POST(request: Request): Promise<Response> {
  return answer(request, async () => jsonResponse(await runSimulationAction(hub(), await readJsonBody(request))));
}
