// Resource versions may be compared as numbers since Kubernetes 1.35 (apimachinery pkg/util/resourceversion).

const DECIMAL = /^(0|[1-9]\d*)$/;

/** Whether `a` is of an earlier state than `b`; null where one of them is no version that can be compared. */
export function isEarlier(a: string | undefined, b: string | null): boolean | null {
  if (a === undefined || b === null || !DECIMAL.test(a) || !DECIMAL.test(b)) return null;
  return a.length === b.length ? a < b : a.length < b.length;
}
