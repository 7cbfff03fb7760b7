// A real cluster with what a session of kubectl counts on: its users, an agent on every board, and logs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Binaries } from '../control-plane/binaries.ts';
import { applyObjects, startRealCluster } from '../control-plane/real-cluster.ts';
import { daemonSet } from '../kubectl/session/manifests.ts';
import type { SessionCluster } from '../kubectl/session/session.ts';
import { kubectlFor, must } from '../support/kubectl.ts';

const RBAC = 'rbac.authorization.k8s.io';

export async function startRealSession(binaries: Binaries): Promise<SessionCluster> {
  const real = await startRealCluster(binaries, { podLogs: true });
  try {
    applyObjects(binaries, real.kubeconfig, [kubeProxy(), ...roles()]);
    const kubeconfigs: Readonly<Record<string, string>> = {
      viewer: await real.plane.kubeconfig('viewer', ['students']),
      student: await real.plane.kubeconfig('student'),
      nobody: await withToken(real.kubeconfig, join(real.plane.directory, 'nobody.kubeconfig')),
    };
    return {
      kubeconfig: real.kubeconfig,
      kubeconfigOf: (user) => {
        const path = kubeconfigs[user];
        if (path === undefined) throw new Error(`the real cluster has no user ${user}`);
        return path;
      },
      stop: () => real.stop(),
    };
  } catch (error) {
    await real.stop();
    throw error;
  }
}

function kubeProxy(): object {
  const set = parse(daemonSet('kube-proxy', 'registry.k8s.io/kube-proxy:v1.37.2').replaceAll('app:', 'k8s-app:')) as {
    metadata: object;
  };
  return { ...set, metadata: { ...set.metadata, namespace: 'kube-system' } };
}

/** The student may edit in one namespace, as on the simulated ones. */
function roles(): object[] {
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'student', namespace: 'default' },
      subjects: [{ apiGroup: RBAC, kind: 'User', name: 'student' }],
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'edit' },
    },
  ];
}

/** A service account's, without a certificate: another token given to kubectl counts in its place. */
async function withToken(kubeconfig: string, path: string): Promise<string> {
  const kubectl = kubectlFor(kubeconfig);
  await must(kubectl(['create', 'serviceaccount', 'nobody']));
  const token = (await must(kubectl(['create', 'token', 'nobody']))).trim();
  const file = parse(readFileSync(kubeconfig, 'utf8')) as { users: { name: string }[] };
  const users = file.users.map(({ name }) => ({ name, user: { token } }));
  writeFileSync(path, stringify({ ...file, users }), { mode: 0o600 });
  return path;
}
