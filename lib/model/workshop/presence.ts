// Whether a component is there already, and who keeps it: what somebody else looks after is never installed again.
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { COMPONENT_LABEL, type Component, MANAGED_BY, MANAGED_BY_LABEL, type Trace } from '#lib/stack/component.ts';
import type { NodeRecord } from '../records/records.ts';
import type { WorkshopFacts } from './facts.ts';
import { knownOr } from './known.ts';
import type { StandingKind, StandingObject } from './standing.ts';

export type Presence =
  | { state: 'absent' }
  /** Made here, by an earlier run. */
  | { state: 'ours'; where: string }
  /** `by` as people say it: `k3s`, `Helm (release traefik)`; null where nothing tells. */
  | { state: 'theirs'; where: string; by: string | null }
  | { state: 'unknown'; why: string };

/** k3s writes it on all that it deploys from its manifests directory (k3s-io/k3s pkg/deploy, rancher/wrangler apply). */
const K3S_OWNER = 'objectset.rio.cattle.io/owner-gvk';
const HELM_RELEASE = 'meta.helm.sh/release-name';
const HELM_NAMESPACE = 'meta.helm.sh/release-namespace';
/** Where k3s' Helm controller installs what k3s ships as charts. */
const K3S_NAMESPACE = 'kube-system';

export function presenceOf(component: Component, facts: WorkshopFacts): Presence {
  const { objects, unread } = facts.standing;
  const found = objects.filter((object) => component.traces.some((trace) => isTrace(trace, object)));
  const ours = found.find((object) => isOurs(object, component));
  if (ours !== undefined) return { state: 'ours', where: whereText(ours) };
  // A workload says more about who keeps it than an API that is registered.
  const theirs = found.find(({ images }) => images.length > 0) ?? found[0];
  if (theirs !== undefined) return { state: 'theirs', where: whereText(theirs), by: keeperOf(theirs, facts) };
  const hidden = [...new Set(component.traces.flatMap(kindsOf))].filter((kind) => unread.includes(kind));
  if (hidden.length === 0) return { state: 'absent' };
  return { state: 'unknown', why: `${hidden.join(', ')} may not be read, which would show it` };
}

/**
 * One image may be used by two components: the label says for which of them it was made. What an operator makes has our
 * labels too, copied from the object that it makes it of, and names the operator as who manages it.
 */
function isOurs({ labels }: StandingObject, { id }: Component): boolean {
  return (labels[COMPONENT_LABEL] ?? (labels[MANAGED_BY_LABEL] === MANAGED_BY ? id : null)) === id;
}

export function isK3s(nodes: readonly NodeRecord[]): boolean {
  return nodes.some(({ hardware }) => hardware.kubeletVersion.includes('+k3s'));
}

function keeperOf({ annotations, labels, namespace }: StandingObject, facts: WorkshopFacts): string | null {
  if ((annotations[K3S_OWNER] ?? '').startsWith('k3s.cattle.io/')) return 'k3s';
  const release = annotations[HELM_RELEASE];
  if (release !== undefined || labels[MANAGED_BY_LABEL] === 'Helm') {
    const isOfK3s = (namespace ?? annotations[HELM_NAMESPACE]) === K3S_NAMESPACE && isK3s(knownOr(facts.nodes, []));
    if (isOfK3s) return 'k3s';
    return release === undefined ? 'Helm' : `Helm (release ${release})`;
  }
  return labels[MANAGED_BY_LABEL] ?? null;
}

function isTrace(trace: Trace, object: StandingObject): boolean {
  switch (trace.kind) {
    case 'api-service':
      return object.kind === 'APIService' && object.name === trace.name;
    case 'crd':
      return object.kind === 'CustomResourceDefinition' && object.name === trace.name;
    case 'workload': {
      const { kind, namespace, name } = trace.workload;
      return object.kind === kind && object.namespace === namespace && object.name === name;
    }
    case 'ingress-class':
      return object.kind === 'IngressClass' && object.servedBy === trace.controller;
    case 'storage-class':
      return object.kind === 'StorageClass' && object.servedBy === trace.provisioner;
    case 'image':
      return object.images.some((image) => repositoryIs(image, trace.repository));
  }
}

/** `rancher/mirrored-metrics-server` is no `metrics-server`: whole parts of the path count. */
function repositoryIs(image: string, repository: string): boolean {
  const name = parseImageReference(image)?.repository ?? '';
  return name === repository || name.endsWith(`/${repository}`);
}

function kindsOf(trace: Trace): readonly StandingKind[] {
  switch (trace.kind) {
    case 'api-service':
      return ['APIService'];
    case 'crd':
      return ['CustomResourceDefinition'];
    case 'workload':
      return [trace.workload.kind];
    case 'ingress-class':
      return ['IngressClass'];
    case 'storage-class':
      return ['StorageClass'];
    case 'image':
      return ['Deployment', 'StatefulSet', 'DaemonSet'];
  }
}

function whereText({ kind, namespace, name }: StandingObject): string {
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
}
