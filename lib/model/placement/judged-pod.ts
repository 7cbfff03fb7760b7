// The pod that stands for a workload where it is asked which nodes could take one more: as the scheduler would see it.
import { defaultTolerations } from '#lib/rules/nodes/taints.ts';
import { daemonTolerations } from '#lib/rules/pods/daemon-tolerations.ts';
import type { PodRecord, WorkloadRecord } from '../records/records.ts';
import type { WorkloadPods } from './workloads.ts';

/** Made once for each record, so that what is known of it can be kept by it. */
const OF_TEMPLATE = new WeakMap<WorkloadRecord, PodRecord>();
const OF_POD = new WeakMap<PodRecord, PodRecord>();

/**
 * One that waits for a node is what people ask about; else what the template makes, with what admission and the daemon
 * controller add. A pod of its own is asked about as if it were nowhere yet. Null where nothing is known of it.
 */
export function judgedPod({ record, pods }: WorkloadPods): PodRecord | null {
  // A daemon's pod is made for one node: all others would refuse it for that.
  if (record?.kind === 'DaemonSet') return ofTemplate(record);
  const waiting = pods.filter(waitsForNode);
  // Whatever order they came in: the same pods, the same answer.
  if (waiting.length > 0) return waiting.reduce((first, pod) => (pod.name < first.name ? pod : first));
  if (record !== null) return ofTemplate(record);
  const [first] = pods;
  return first === undefined ? null : unplaced(first);
}

export function waitsForNode({ nodeName, deletionAt, phase }: PodRecord): boolean {
  return nodeName === null && deletionAt === null && phase === 'Pending';
}

/** As it was before it had a node. */
export function unplaced(pod: PodRecord): PodRecord {
  if (pod.nodeName === null) return pod;
  const known = OF_POD.get(pod);
  if (known !== undefined) return known;
  const made: PodRecord = { ...pod, nodeName: null };
  OF_POD.set(pod, made);
  return made;
}

function ofTemplate(record: WorkloadRecord): PodRecord {
  const known = OF_TEMPLATE.get(record);
  if (known !== undefined) return known;
  const { template } = record;
  const tolerations =
    record.kind === 'DaemonSet'
      ? daemonTolerations(template.tolerations, template.hostNetwork)
      : [...template.tolerations, ...defaultTolerations(template.tolerations)];
  const made: PodRecord = { ...template, tolerations };
  OF_TEMPLATE.set(record, made);
  return made;
}
