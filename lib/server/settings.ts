import 'server-only';
// What the settings lead to: the cluster they name, and which build is running.
import { existsSync, readFileSync } from 'node:fs';
import { type ClusterConfig, ConfigError, loadInCluster, loadKubeconfig } from '#lib/kube/index.ts';
import type { Settings } from './environment.ts';

const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** The cluster that the settings name; throws ConfigError. */
export async function clusterOf(settings: Pick<Settings, 'kubeconfig' | 'context'>): Promise<ClusterConfig> {
  if (settings.kubeconfig !== undefined) return loadKubeconfig(settings.kubeconfig, settings.context);
  if (existsSync(SERVICE_ACCOUNT_TOKEN)) return loadInCluster();
  throw new ConfigError('no cluster is configured: set BRAMBLE_KUBECONFIG to a kubeconfig file');
}

/** Identity of the running build; a page that was served by another one should be reloaded. */
export function readBuildId(): string {
  const given = process.env['BRAMBLE_BUILD'];
  if (given) return given;
  try {
    return readFileSync('.next/BUILD_ID', 'utf8').trim();
  } catch {
    // A development server has no build.
    return 'development';
  }
}
