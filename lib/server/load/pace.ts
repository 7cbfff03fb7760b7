// How many requests go out when: evenly over slots of a twentieth of a second. A slot that was missed is not made up for, so
// that no second of a run, from its beginning, has more than was asked for; the cap holds in any second (rate-cap.ts).

export const SLOT_MS = 50;
const SLOTS_PER_SECOND = 1_000 / SLOT_MS;

/** Requests of the slot that is so many after the beginning. */
export function slotQuota(requestsPerSecond: number, slot: number): number {
  const until = (index: number) => Math.floor((index * requestsPerSecond) / SLOTS_PER_SECOND);
  return until(slot + 1) - until(slot);
}
