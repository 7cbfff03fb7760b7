// For tests: the dashboard's own account in a cluster, with just what the files in deploy/ give it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { isStatusError, type Transport } from '#lib/kube/index.ts';
import type { Cluster } from '#lib/sim/index.ts';
import { root } from './simulated-cluster.ts';

interface Named {
  kind: string;
  metadata: { namespace?: string };
}

const TIMEOUT_MS = 10_000;
const ACCOUNT = '/api/v1/namespaces/bramble/serviceaccounts/bramble';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const CLUSTER_WIDE: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  ClusterRole: `${RBAC}/clusterroles`,
  ClusterRoleBinding: `${RBAC}/clusterrolebindings`,
};

function collectionOf({ kind, metadata: { namespace = '' } }: Named): string {
  const wide = CLUSTER_WIDE[kind];
  if (wide !== undefined) return wide;
  const base = kind === 'ServiceAccount' ? '/api/v1' : RBAC;
  return `${base}/namespaces/${namespace}/${kind.toLowerCase()}s`;
}

async function create(transport: Transport, path: string, object: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(object);
  return (await transport.json({ method: 'POST', path, headers, body, timeoutMs: TIMEOUT_MS })).body;
}

/** A kubeconfig of the account once these files are applied by `owner`. */
export async function deployedAccount(cluster: Cluster, owner: Transport, files: readonly string[]): Promise<string> {
  const documents = files.flatMap((file) => parseAllDocuments(readFileSync(join(root, 'deploy', file), 'utf8')));
  for (const document of documents) {
    const object = document.toJS() as Named;
    try {
      await create(owner, collectionOf(object), object);
    } catch (error) {
      // A namespace that more than one names.
      if (!isStatusError(error) || error.reason !== 'AlreadyExists') throw error;
    }
  }
  const wanted = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
  const { status } = (await create(owner, `${ACCOUNT}/token`, wanted)) as { status: { token: string } };
  const kubeconfig = parse(cluster.kubeconfig('nobody')) as { users: { user: object }[] };
  for (const each of kubeconfig.users) each.user = { token: status.token };
  return stringify(kubeconfig);
}
