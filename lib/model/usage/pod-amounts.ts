// What a pod uses: measured, or missing with the nearest reason.
import type { PodUsage } from '#lib/rules/top/resource-metrics.ts';
import { readyView } from '../overview/board.ts';
import type { SourceView } from '../overview/overview-view.ts';
import type { PodUsageView } from '../pod/pod-view.ts';
import type { NodeRecord, PodRecord } from '../records/records.ts';
import type { PodAmounts } from './usage-view.ts';

/** What is known of pods' use. */
export interface PodUsageInput {
  source: SourceView;
  /** By `namespace/name`, only those whose measurements advance; null where they were not asked for or may not be read. */
  byPod: ReadonlyMap<string, PodUsage> | null;
  /** Why pods could not be read though nodes were. */
  trouble: string | null;
}

/** `node` is the pod's own; null while it has none, or where that is not there. */
export function podAmounts(pod: PodRecord, node: NodeRecord | null, input: PodUsageInput): PodAmounts {
  const measured = input.byPod?.get(keyOf(pod));
  if (measured === undefined) return missingPod(pod, node, input);
  return { state: 'measured', ...measured.total, at: measured.at };
}

/** The same container by container, for the pod's page. */
export function podUsageView(pod: PodRecord, node: NodeRecord | null, input: PodUsageInput): PodUsageView {
  const amounts = podAmounts(pod, node, input);
  if (amounts.state === 'missing') return { state: 'missing', reason: amounts.reason };
  return {
    state: 'measured',
    at: amounts.at,
    containers: Object.fromEntries(input.byPod?.get(keyOf(pod))?.containers ?? []),
  };
}

function missingPod(
  { phase }: PodRecord,
  node: NodeRecord | null,
  { source, byPod, trouble }: PodUsageInput,
): PodAmounts {
  if (phase !== 'Running') return missing('it does not run');
  switch (source.state) {
    case 'absent':
      return missing(source.message);
    case 'forbidden':
      return missing(`not allowed to ${source.verb} ${source.resource}`);
    case 'loading':
      return missing('being asked for');
    case 'stale':
    case 'live':
      break;
  }
  if (trouble !== null) return missing(trouble);
  const ready = node === null ? null : readyView(node);
  if (node !== null && ready?.status !== 'True') return missing(`${node.name} is not Ready`, ready?.since ?? null);
  if (source.state === 'stale') return missing(source.message, source.since);
  return missing(byPod === null ? 'being asked for' : 'the metrics API does not report it yet');
}

function keyOf({ namespace, name }: PodRecord): string {
  return `${namespace}/${name}`;
}

function missing(reason: string, since: string | null = null): PodAmounts {
  return { state: 'missing', reason, since };
}
