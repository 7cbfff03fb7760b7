// The address at which the ingress is public, as ngrok's agent says.
import type { GateState } from '#lib/model/workshop/gates.ts';
import type { Session } from './session.ts';

const READ_MS = 20_000;

export function addressIn(gates: Iterable<readonly GateState[]>): string | null {
  return [...gates].flat().find(({ address }) => address !== null)?.address ?? null;
}

/** Null where there is none. */
export async function publicAddressOf({ workshop }: Session): Promise<string | null> {
  const gates = await workshop.gatesOf(await workshop.fresh(), ['public'], AbortSignal.timeout(READ_MS));
  return addressIn(gates.values());
}
