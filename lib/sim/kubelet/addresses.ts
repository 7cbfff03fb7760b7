// Pod addresses of a board, out of its node's podCIDR.
import type { Node, Pod } from 'kubernetes-types/core/v1';

/** The last address of a /24 is its broadcast address; the first is the bridge's own where nobody uses it yet. */
const LAST = 254;
const FALLBACK_PREFIX = '10.244.0';

/** The one after the highest in use, so that an address is not reused at once; the lowest free one when those are used up. */
export function freeAddress(node: Node, pods: readonly Pod[]): string {
  const prefix = node.spec?.podCIDR?.split('.').slice(0, 3).join('.') ?? FALLBACK_PREFIX;
  const used = new Set<number>();
  for (const { status } of pods) {
    if (status?.podIP?.startsWith(`${prefix}.`) === true) used.add(Number(status.podIP.split('.')[3]));
  }
  const next = Math.max(1, ...used) + 1;
  if (next <= LAST) return `${prefix}.${next}`;
  for (let last = 2; last <= LAST; last++) if (!used.has(last)) return `${prefix}.${last}`;
  return `${prefix}.${LAST}`;
}
