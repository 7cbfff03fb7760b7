// A user of a test's own making, on any cluster: a service account with exactly these rules.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { type Kubectl, must } from '#test/support/kubectl.ts';

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const NAMESPACE = 'somebody';
const NAME = 'somebody';

/** Writes a kubeconfig with the account's token to `file`; `owner` is the path of a kubeconfig of the same cluster. */
export async function serviceAccountKubeconfig(
  kubectl: Kubectl,
  owner: string,
  file: string,
  rules: readonly Rule[],
): Promise<void> {
  const rbac = 'rbac.authorization.k8s.io';
  const items = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace: NAMESPACE } },
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: NAME }, rules },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }],
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: NAME },
    },
  ];
  await must(kubectl(['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items })));
  const token = (await must(kubectl(['create', 'token', NAME, '-n', NAMESPACE]))).trim();
  const { clusters } = parse(readFileSync(owner, 'utf8')) as { clusters: { name: string }[] };
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': NAME,
    clusters: clusters.slice(0, 1),
    users: [{ name: NAME, user: { token } }],
    contexts: [{ name: NAME, context: { cluster: clusters[0]?.name, user: NAME } }],
  };
  writeFileSync(file, stringify(kubeconfig), { mode: 0o600 });
}
