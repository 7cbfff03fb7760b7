// Short words for the steps of cases, and the objects many of them use.
import type { KubectlStep, RequestStep } from './case.ts';

const NAMESPACE: RequestStep = {
  verb: 'POST',
  path: '/api/v1/namespaces',
  body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '{ns}' } },
  uncompared: true,
};
const READY_FOR_PODS: RequestStep = {
  verb: 'GET',
  path: '/api/v1/namespaces/{ns}/serviceaccounts/default',
  until: ({ kind }) => kind === 'ServiceAccount',
  uncompared: true,
};
const WITH_ROOT_CERTIFICATE: RequestStep = {
  verb: 'GET',
  path: '/api/v1/namespaces/{ns}/configmaps/kube-root-ca.crt',
  until: ({ kind }) => kind === 'ConfigMap',
  uncompared: true,
};

/** The case's own namespace, with all that controllers put into a new one. */
export const inNamespace: readonly RequestStep[] = [NAMESPACE, READY_FOR_PODS, WITH_ROOT_CERTIFICATE];

export const get = (path: string, more: Partial<RequestStep> = {}): RequestStep => ({ verb: 'GET', path, ...more });
export const post = (path: string, body: unknown, more: Partial<RequestStep> = {}): RequestStep => ({
  verb: 'POST',
  path,
  body,
  ...more,
});
export const put = (path: string, body: unknown, more: Partial<RequestStep> = {}): RequestStep => ({
  verb: 'PUT',
  path,
  body,
  ...more,
});
export const remove = (path: string, body?: unknown, more: Partial<RequestStep> = {}): RequestStep => ({
  verb: 'DELETE',
  path,
  body,
  ...more,
});

export const MERGE = 'application/merge-patch+json';
export const STRATEGIC = 'application/strategic-merge-patch+json';
export const JSON_PATCH = 'application/json-patch+json';
export const APPLY = 'application/apply-patch+yaml';
export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

export const patch = (path: string, type: string, body: unknown, more: Partial<RequestStep> = {}): RequestStep => ({
  verb: 'PATCH',
  path,
  type,
  body,
  ...more,
});

export const kubectl = (...args: string[]): KubectlStep => ({ verb: 'KUBECTL', args });

/** Tolerates what the boards are tainted with by their architecture. */
export const TOLERATIONS = [{ key: 'beta.kubernetes.io/arch', operator: 'Exists' }];

export const podSpec = { tolerations: TOLERATIONS, containers: [{ name: 'web', image: 'nginx:1.27' }] };

export const configMap = (name: string, data: Record<string, string> = { colour: 'red' }) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});

export const deployment = (name: string, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, labels: { app: name } },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: podSpec },
    ...spec,
  },
});
