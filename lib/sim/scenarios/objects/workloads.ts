// Workloads with their pods, at rest, from a name, a template and a line for each pod.
import type { PersistentVolumeClaim, Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { contentHash } from '../../controllers/canonical.ts';
import type { KubeObject } from '../../store/object.ts';
import { daemonSetObjects, daemonTolerations, statefulSetObjects } from './daemon-sets.ts';
import { type DeploymentInput, deploymentObjects } from './deployments.ts';
import { type Age, hexOf } from './ground.ts';
import { oldest, type Placing, podLines } from './placing.ts';

interface Workload {
  namespace: string;
  name: string;
  template: PodTemplateSpec;
  /** As `podLines` reads them. */
  pods: string;
  /** Of its oldest pod unless given. */
  age?: Age;
  /** Where it is not the pods' labels. */
  labels?: Record<string, string>;
  selector?: Record<string, string>;
}

export interface DeploymentRow extends Workload, Pick<DeploymentInput, 'unavailableSince' | 'maxUnavailable'> {
  /** The pod-template-hash; one that follows from the template unless given. */
  hash?: string;
}

export function deployment(placing: Placing, row: DeploymentRow): KubeObject[] {
  const { template, hash = contentHash(template), pods, ...rest } = row;
  const lines = podLines(pods);
  return deploymentObjects(placing.ground, {
    age: oldest(lines),
    ...rest,
    template,
    hash,
    pods: placing.replicas(lines, template, hash),
  });
}

export function daemonSet(placing: Placing, row: Workload): KubeObject[] {
  const { template, pods, ...rest } = row;
  const lines = podLines(pods);
  const hash = contentHash(template);
  const tolerations = daemonTolerations(template.spec?.hostNetwork === true);
  return daemonSetObjects(placing.ground, {
    age: oldest(lines),
    ...rest,
    template,
    hash,
    pods: placing.daemons(lines, template, { hash, tolerations }),
  });
}

export interface StatefulSetRow extends Workload {
  serviceName: string;
  claims?: readonly PersistentVolumeClaim[];
}

export function statefulSet(placing: Placing, row: StatefulSetRow): KubeObject[] {
  const { template, pods, ...rest } = row;
  const lines = podLines(pods);
  const revision = `${row.name}-${contentHash(template)}`;
  return statefulSetObjects(placing.ground, {
    age: oldest(lines),
    ...rest,
    template,
    revision,
    pods: placing.ordinals(lines, withClaims(row), revision),
  });
}

/** The volumes that the controller adds for the claims of pod 0; there is no other in any scenario. */
function withClaims({ name, template, claims = [] }: StatefulSetRow): PodTemplateSpec {
  if (claims.length === 0) return template;
  const volumes = claims.map(({ metadata }) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: { claimName: `${metadata?.name}-${name}-0` },
  }));
  const spec = template.spec ?? { containers: [] };
  return { ...template, spec: { ...spec, volumes: [...volumes, ...(spec.volumes ?? [])] } };
}

/** A static pod: its kubelet mirrors it into the API and owns it through the Node. */
export function staticPod(
  placing: Placing,
  component: string,
  template: PodTemplateSpec,
  { line: text, nodeUid }: { line: string; nodeUid: string },
): Pod {
  const [line] = podLines(text);
  if (line === undefined) throw new Error(`no line for ${component}`);
  const config = hexOf(`${component} manifest`, 32);
  return placing.pod('kube-system', line.suffix, line, template, {
    annotations: {
      'kubernetes.io/config.hash': config,
      'kubernetes.io/config.mirror': config,
      'kubernetes.io/config.source': 'file',
    },
    owner: { apiVersion: 'v1', kind: 'Node', name: line.node, uid: nodeUid, controller: true },
  });
}
