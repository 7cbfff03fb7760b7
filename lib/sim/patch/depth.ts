// Bounds how deep a request may nest, so that no recursion over it can exhaust the stack.
import { StatusError } from '../status-error.ts';

/** Ten times what any real object needs; sigs.k8s.io/json stops at 10,000, in these words. */
const DEPTH_MAX = 1_000;

/** @throws StatusError BadRequest */
export function assertDepth(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_MAX) throw new StatusError('BadRequest', 'error decoding patch: exceeded max depth');
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
}
