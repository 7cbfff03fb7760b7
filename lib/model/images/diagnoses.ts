// All pods that fail for their architecture, each with what is wrong and what can be done.
import { platformOfBoard } from '#lib/rules/images/board-platform.ts';
import { formatPlatform } from '#lib/rules/images/platform.ts';
import { workloadOf } from '../placement/workloads.ts';
import type { NodeRecord, PodRecord, WorkloadRecord } from '../records/records.ts';
import { diagnose } from './doctor.ts';
import type { DiagnosisView, Finding } from './doctor-view.ts';
import { doctorWays } from './doctor-ways.ts';
import type { PlatformsOf } from './platform-knowledge.ts';

export interface Diagnosed {
  pod: PodRecord;
  node: NodeRecord;
  finding: Finding;
}

export interface DoctorInput {
  nodes: ReadonlyMap<string, NodeRecord>;
  platformsOf: PlatformsOf;
  logOf: (pod: PodRecord, container: string) => string | null;
}

/** Null for a pod that is well, that is nowhere, or that fails for something else. */
export function diagnosed(pod: PodRecord, { nodes, platformsOf, logOf }: DoctorInput): Diagnosed | null {
  const node = pod.nodeName === null ? undefined : nodes.get(pod.nodeName);
  if (node === undefined || pod.phase === 'Succeeded' || pod.containers.every(({ ready }) => ready)) return null;
  const finding = diagnose({ pod, node, platformsOf, logOf: (container) => logOf(pod, container) });
  return finding === null ? null : { pod, node, finding };
}

export interface ViewInput {
  workload: WorkloadRecord | null;
  nodes: readonly NodeRecord[];
  platformsOf: PlatformsOf;
}

export function diagnosisView({ pod, node, finding }: Diagnosed, input: ViewInput): DiagnosisView {
  const { workload, nodes, platformsOf } = input;
  const ref = workloadOf(pod);
  const board = platformOfBoard(node.hardware);
  // A bare pod is its own template; a static one has none that the API could change.
  const isBare = ref.kind === 'Pod' && pod.owner === null;
  const template = workload?.template ?? (isBare ? pod : null);
  return {
    namespace: pod.namespace,
    name: pod.name,
    workload: ref,
    node: node.name,
    arch: node.hardware.architecture,
    platform: formatPlatform(board),
    ...finding,
    ways: doctorWays({ finding, workload: ref, template, node, board, nodes, platformsOf }),
  };
}
