// Objects whose behaviour cases compare, and what they wait for and look at.
import { get, post, TOLERATIONS } from './build.ts';
import type { Body, RequestStep } from './case.ts';
import { at, conditionOf } from './look.ts';

export const PODS = '/api/v1/namespaces/{ns}/pods';
export const DEPLOYMENTS = '/apis/apps/v1/namespaces/{ns}/deployments';
export const REPLICA_SETS = '/apis/apps/v1/namespaces/{ns}/replicasets';
export const UNCOMPARED = { uncompared: true } as const;

/** Small, and there for all of the boards. */
export const IMAGE = 'traefik/whoami:v1.10';
export const CONTAINER = { name: 'web', image: IMAGE };
/** A board that nobody has: pods that want it stay pending, which stops a rollout half way. */
export const NOWHERE = { nodeSelector: { shelf: 'none' } };

export const pod = (name: string, spec: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...metadata },
  spec: { ...podSpec, ...spec },
});

const podSpec = { tolerations: TOLERATIONS, terminationGracePeriodSeconds: 0, containers: [CONTAINER] };

export const template = (app: string, spec: object = {}, metadata: object = {}) => ({
  metadata: { labels: { app }, ...metadata },
  spec: { ...podSpec, ...spec },
});

export const workload = (kind: string, name: string, spec: object = {}, podSpecChange: object = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name },
  spec: { selector: { matchLabels: { app: name } }, template: template(name, podSpecChange), ...spec },
});

export const made = (name: string, spec: object = {}, metadata: object = {}): RequestStep =>
  post(PODS, pod(name, spec, metadata), UNCOMPARED);
export const isReady = (body: Body): boolean => conditionOf(body, 'Ready')?.['status'] === 'True';
export const running = (name: string): RequestStep => get(`${PODS}/${name}`, { until: isReady, uncompared: true });
export const statusOf = ({ status }: Body): unknown => status;
export const isGone = ({ kind, reason }: Body): boolean => kind === 'Status' && reason === 'NotFound';
/** Waited for, and the refusal compared. */
export const gone = (path: string): RequestStep => get(path, { until: isGone });

/** Until these numbers stand in the status; what is not there counts as 0. */
export const counting =
  (counts: Readonly<Record<string, number>>) =>
  (body: Body): boolean =>
    Object.entries(counts).every(([name, count]) => (at(body, 'status', name) ?? 0) === count) &&
    at(body, 'status', 'observedGeneration') === at(body, 'metadata', 'generation');

/** How the pods of a list are, not which. */
export function podsLook({ items = [] }: Body): unknown {
  return items
    .map((item) => ({
      phase: at(item, 'status', 'phase'),
      ready: conditionOf(item, 'Ready')?.['status'],
      image: at(item, 'spec', 'containers', '0', 'image'),
      owner: at(item, 'metadata', 'ownerReferences', '0', 'kind'),
    }))
    .map((look) => JSON.stringify(look))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** Replica sets by revision, with what the controller wrote of them. */
export function setsLook({ items = [] }: Body): unknown {
  const looks = items.map((item) => ({
    revision: at(item, 'metadata', 'annotations', 'deployment.kubernetes.io/revision'),
    annotations: at(item, 'metadata', 'annotations'),
    replicas: at(item, 'spec', 'replicas'),
    minReadySeconds: at(item, 'spec', 'minReadySeconds'),
    // How many writes brought it there is a matter of pace.
    status: { ...(at(item, 'status') as object), observedGeneration: undefined },
  }));
  return looks.sort((a, b) => Number(a.revision) - Number(b.revision));
}
