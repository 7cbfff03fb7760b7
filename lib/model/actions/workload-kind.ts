// Kinds of workloads that can be acted on: where they are in the API, and how kubectl calls them.
import type { PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import type { WorkloadKind } from '../records/records.ts';
import { PlanError } from './action-plan.ts';

export type ActedKind = WorkloadKind | 'Pod';

interface KindFacts {
  apiVersion: string;
  root: string;
  resource: string;
  /** As kubectl takes it. */
  word: string;
  scales: boolean;
}

const APPS = { apiVersion: 'apps/v1', root: '/apis/apps/v1' };
const KINDS: Readonly<Record<ActedKind, KindFacts>> = {
  Deployment: { ...APPS, resource: 'deployments', word: 'deployment', scales: true },
  StatefulSet: { ...APPS, resource: 'statefulsets', word: 'statefulset', scales: true },
  ReplicaSet: { ...APPS, resource: 'replicasets', word: 'replicaset', scales: true },
  DaemonSet: { ...APPS, resource: 'daemonsets', word: 'daemonset', scales: false },
  Job: { apiVersion: 'batch/v1', root: '/apis/batch/v1', resource: 'jobs', word: 'job', scales: false },
  Pod: { apiVersion: 'v1', root: '/api/v1', resource: 'pods', word: 'pod', scales: false },
};

/** Of an object of any of these kinds, what plans look at. */
export interface WorkloadObject {
  metadata?: ObjectMeta;
  spec?: WorkloadSpec & Partial<PodSpec>;
  status?: { startTime?: string };
}

export interface WorkloadSpec {
  replicas?: number;
  template?: PodTemplateSpec;
  paused?: boolean;
  suspend?: boolean;
  manualSelector?: boolean;
  selector?: unknown;
  /** Of a Deployment. */
  strategy?: { type?: string; rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string } };
  /** Of a StatefulSet or DaemonSet. */
  updateStrategy?: { type?: string; rollingUpdate?: { partition?: number; maxUnavailable?: number | string } };
}

export function isActedKind(kind: string): kind is ActedKind {
  return Object.hasOwn(KINDS, kind);
}

/** @throws {PlanError} for a kind that is not acted on here. */
export function factsOf({ kind, name }: WorkloadRef): KindFacts {
  if (isActedKind(kind)) return KINDS[kind];
  const known = Object.keys(KINDS).join(', ');
  throw new PlanError('Invalid', `${kind} ${name} cannot be changed from here, only ${known}: use kubectl`);
}

/** @throws {PlanError} */
export function collectionPath(workload: WorkloadRef): string {
  const { root, resource } = factsOf(workload);
  return `${root}/namespaces/${workload.namespace}/${resource}`;
}

/** @throws {PlanError} */
export function objectPath(workload: WorkloadRef): string {
  return `${collectionPath(workload)}/${workload.name}`;
}

/** Of its pods: the template's, or the pod's own. */
export function podSpecOf(workload: WorkloadRef, { spec }: WorkloadObject): Partial<PodSpec> {
  return (workload.kind === 'Pod' ? spec : spec?.template?.spec) ?? {};
}

/** Where its pods' spec stands within it, as a JSON pointer. */
export function podSpecPointer({ kind }: WorkloadRef): string {
  return kind === 'Pod' ? '/spec' : '/spec/template/spec';
}
