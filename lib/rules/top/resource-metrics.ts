// NodeMetrics and PodMetrics, read: what metrics.k8s.io and Heapster's older metrics/v1alpha1 answer.
// Shapes: k8s.io/metrics pkg/apis/metrics/v1beta1/types.go, heapster metrics/apis/metrics/v1alpha1/types.go.
import { QuantityError } from '../quantity.ts';
import { type ExactAmounts, exactAmounts, roundedAmounts, totalAmounts, type UsageAmounts } from './amounts.ts';

export interface NodeUsage extends UsageAmounts {
  /** When it was measured, ISO 8601; and over how long. */
  at: string;
  windowSeconds: number | null;
}

export interface PodUsage {
  at: string;
  windowSeconds: number | null;
  /** What `kubectl top pod` prints: added before it is rounded. */
  total: UsageAmounts;
  /** By name, those that were measured; in the source's order. */
  containers: ReadonlyMap<string, UsageAmounts>;
}

export interface Named<T> {
  /** A node's name, or a pod's `namespace/name`. */
  key: string;
  usage: T;
}

interface Item {
  metadata?: { name?: unknown; namespace?: unknown };
  timestamp?: unknown;
  window?: unknown;
  usage?: unknown;
  containers?: unknown;
}

/** Null for what is no NodeMetrics, or one without figures. */
export function readNodeMetrics(item: unknown): Named<NodeUsage> | null {
  const { metadata, usage } = itemOf(item);
  const measured = measuredOf(item);
  const amounts = amountsOf(usage);
  if (typeof metadata?.name !== 'string' || measured === null || amounts === null) return null;
  return { key: metadata.name, usage: { ...measured, ...roundedAmounts(amounts) } };
}

/** Null for what is no PodMetrics, or one in which no container has figures. */
export function readPodMetrics(item: unknown): Named<PodUsage> | null {
  const { metadata, containers } = itemOf(item);
  const measured = measuredOf(item);
  if (typeof metadata?.name !== 'string' || typeof metadata.namespace !== 'string') return null;
  if (measured === null || !Array.isArray(containers)) return null;
  const exact = new Map<string, ExactAmounts>();
  for (const container of containers as readonly ({ name?: unknown; usage?: unknown } | null)[]) {
    const amounts = amountsOf(container?.usage);
    if (typeof container?.name === 'string' && amounts !== null) exact.set(container.name, amounts);
  }
  if (exact.size === 0) return null;
  return { key: `${metadata.namespace}/${metadata.name}`, usage: podUsageOf(exact, measured) };
}

/** Of a pod whose containers' amounts are known. */
export function podUsageOf(
  exact: ReadonlyMap<string, ExactAmounts>,
  measured: { at: string; windowSeconds: number | null },
): PodUsage {
  return {
    ...measured,
    total: totalAmounts([...exact.values()]),
    containers: new Map([...exact].map(([name, amounts]) => [name, roundedAmounts(amounts)])),
  };
}

function itemOf(item: unknown): Item {
  return typeof item === 'object' && item !== null ? item : {};
}

function measuredOf(item: unknown): { at: string; windowSeconds: number | null } | null {
  const { timestamp, window } = itemOf(item);
  if (typeof timestamp !== 'string' || Number.isNaN(Date.parse(timestamp))) return null;
  return { at: timestamp, windowSeconds: typeof window === 'string' ? durationSeconds(window) : null };
}

function amountsOf(usage: unknown): ExactAmounts | null {
  const { cpu, memory } = (typeof usage === 'object' && usage !== null ? usage : {}) as Record<string, unknown>;
  if (!isAmount(cpu) || !isAmount(memory)) return null;
  try {
    return exactAmounts({ cpu, memory });
  } catch (error) {
    if (error instanceof QuantityError) return null;
    throw error;
  }
}

function isAmount(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Go's time.Duration text: `15.1s`, `1m0s`. */
function durationSeconds(text: string): number | null {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:([\d.]+)s)?$/.exec(text);
  if (match === null || text === '') return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
