// Pods and their metrics for tables of facts: two containers each, as upstream's own cases have them.
import type { Pod } from 'kubernetes-types/core/v1';
import type { PodReadings } from '../metric-source.ts';

export const NOW_MS = Date.parse('2026-01-01T12:00:00Z');
const LONG_AGO = '1970-01-01T00:00:00Z';

export interface PodRow {
  /** Started only now: its CPU says nothing yet. */
  hot?: boolean;
  unready?: boolean;
  phase?: string;
  leaving?: boolean;
  /** Of each container; absent: none is stated. */
  cpu?: string;
}

export function podsOf(rows: readonly PodRow[]): Pod[] {
  return rows.map(({ hot, unready, phase = 'Running', leaving, cpu }, index) => {
    const resources = cpu === undefined ? {} : { resources: { requests: { cpu } } };
    return {
      metadata: { name: `pod-${index}`, ...(leaving ? { deletionTimestamp: '2026-01-01T12:00:30Z' } : {}) },
      spec: { containers: ['one', 'two'].map((name) => ({ name, ...resources })) },
      status: {
        phase,
        startTime: hot ? new Date(NOW_MS).toISOString() : LONG_AGO,
        conditions: [{ type: 'Ready', status: unready ? 'False' : 'True' }],
      },
    };
  });
}

/** One value for each pod, in order; pods beyond the values have none. */
export function readingsOf(milli: readonly number[]): PodReadings {
  const reading = (valueMilli: number) => ({ valueMilli, timestampMs: 0, windowMs: 60_000 });
  return new Map(milli.map((value, index) => [`pod-${index}`, reading(value)]));
}

export function times(count: number, row: PodRow = {}): PodRow[] {
  return Array.from({ length: count }, () => ({ cpu: '1', ...row }));
}
