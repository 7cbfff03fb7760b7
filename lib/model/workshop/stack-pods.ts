// The pods that the objects of a component make, as the scheduler will see them.
import type { DaemonSet, Deployment, StatefulSet } from 'kubernetes-types/apps/v1';
import type { Job } from 'kubernetes-types/batch/v1';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { cpuQuantity, memoryQuantity } from '#lib/rules/quantity.ts';
import type { Component, ManifestObject } from '#lib/stack/component.ts';
import { requestsOf } from '#lib/stack/workloads.ts';
import { judgedPod } from '../placement/judged-pod.ts';
import { projectDaemonSet, projectDeployment, projectJob, projectStatefulSet } from '../records/project-workload.ts';
import type { PodRecord, WorkloadRecord } from '../records/records.ts';

export interface StackPods {
  /** `Deployment monitoring/grafana`; an operator's object by its own kind. */
  of: string;
  record: WorkloadRecord;
  pod: PodRecord;
  /** Null for one on each board. */
  replicas: number | null;
}

/** A component and its objects, filled in for the choices that were made. */
export interface StackPart {
  component: Component;
  objects: readonly ManifestObject[];
}

export function stackPods({ component, objects }: StackPart): StackPods[] {
  return objects.flatMap((object) => {
    const record = recordOf(object, component);
    const pod = record === null ? null : judgedPod({ ref: record, record, pods: [], isStatic: false });
    if (record === null || pod === null) return [];
    const { namespace, name } = record;
    // Claims that come with it are bound where it lands.
    const made = { ...pod, claimVolumes: [], name: `${name}-new` };
    return [{ of: `${object.kind} ${namespace}/${name}`, record, pod: made, replicas: replicasOf(record) }];
  });
}

function replicasOf({ kind, desired }: WorkloadRecord): number | null {
  return kind === 'DaemonSet' ? null : (desired ?? 1);
}

/** Manifests of ours hold what their kinds have. @throws {QuantityError} */
function recordOf(object: ManifestObject, component: Component): WorkloadRecord | null {
  switch (object.kind) {
    case 'Deployment':
      return projectDeployment(object as Deployment);
    case 'StatefulSet':
      return projectStatefulSet(object as StatefulSet);
    case 'DaemonSet':
      return projectDaemonSet(object as DaemonSet);
    case 'Job':
      return projectJob(object as Job);
    case 'Prometheus':
      return projectStatefulSet(prometheusSet(object, component));
    default:
      return null;
  }
}

/** What the operator makes of it: of its containers only the sum of requests counts here. */
function prometheusSet(object: ManifestObject, { images }: Component): StatefulSet {
  const { metadata } = object;
  const spec = (object['spec'] ?? {}) as Partial<PodSpec> & { replicas?: number };
  const { replicas = 1, tolerations, nodeSelector, affinity } = spec;
  const { cpuMillicores, memoryBytes } = requestsOf([object]);
  const requests = { cpu: cpuQuantity(cpuMillicores), memory: memoryQuantity(memoryBytes) };
  const [image] = images;
  const containers = [{ name: 'prometheus', image: image?.reference ?? '', resources: { requests } }];
  const placing = {
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(affinity === undefined ? {} : { affinity }),
  };
  const labels = { prometheus: metadata.name };
  return {
    metadata: { namespace: metadata.namespace ?? '', name: metadata.name },
    spec: {
      replicas,
      serviceName: 'prometheus-operated',
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, ...placing } },
    },
  };
}
