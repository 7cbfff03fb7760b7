// One exercise: ordinary objects that show one thing worth finding, each with a label that says which exercise it is
// and an annotation that says in one sentence what is to be found.
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { KubeObject, ResourceId } from '../store/object.ts';
import { ARCHITECTURE_TAINTS } from './ground.ts';

export interface Exercise {
  name: string;
  /** One sentence. */
  finds: string;
  objects: readonly Planned[];
}

/** What this cluster has no place for. */
export interface LeftOut {
  name: string;
  /** One sentence. */
  why: string;
}

export interface Planned {
  resource: ResourceId;
  object: KubeObject;
}

export const NAMESPACE = 'exercises';
export const LABEL = 'bramble.dev/exercise';
const FINDS = 'bramble.dev/to-find';

/** Runs on every architecture there is a board for. */
export const EVERYWHERE = 'nginx:1.27';

export interface Named {
  name: string;
  finds: string;
}

export function metaOf({ name, finds }: Named): ObjectMeta {
  return { name, namespace: NAMESPACE, labels: { [LABEL]: name }, annotations: { [FINDS]: finds } };
}

/** What a pod of the set has unless its exercise says otherwise: one container, and a place on boards of any architecture. */
export function podSpec(own: Partial<PodSpec>): PodSpec {
  return {
    automountServiceAccountToken: false,
    tolerations: ARCHITECTURE_TAINTS.map((key) => ({ key, operator: 'Exists' })),
    containers: [webServer()],
    ...own,
  };
}

export function webServer(own: Partial<Container> = {}): Container {
  return { name: 'web', image: EVERYWHERE, ...own };
}

export function deployment(named: Named, pod: Partial<PodSpec>, replicas = 1): Planned {
  const { name, finds } = named;
  const labels = { [LABEL]: name };
  const object: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metaOf(named),
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations: { [FINDS]: finds } }, spec: podSpec(pod) },
    },
  };
  return { resource: 'deployments.apps', object };
}

/** An exercise of one Deployment. */
export function deployed(named: Named, pod: Partial<PodSpec>, replicas = 1): Exercise {
  return { ...named, objects: [deployment(named, pod, replicas)] };
}

/** At most one pod of the exercise on each architecture: where there are as many as architectures, one on each. */
export function onePerArchitecture(name: string, own: { minDomains?: number } = {}): Partial<PodSpec> {
  return {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/arch',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { [LABEL]: name } },
        ...own,
      },
    ],
  };
}

export const NO_HOST = 'no board is ready and free of taints, but for those that name an architecture';
