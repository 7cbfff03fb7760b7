// What is known of a cluster, and why something is not: what may not be read is never taken for none.

/** `refused`: it is there for whoever has the right. */
export type Known<T> = { known: true; value: T } | { known: false; why: string; refused?: true };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

/** `why` in words that go on after `not known:`. */
export function notKnown(why: string): Known<never> {
  return { known: false, why };
}

/** The same for want of a right. */
export function refused(why: string): Known<never> {
  return { known: false, why, refused: true };
}

/** For arithmetic that says elsewhere what of it is not known. */
export function knownOr<T>(fact: Known<T>, otherwise: T): T {
  return fact.known ? fact.value : otherwise;
}
