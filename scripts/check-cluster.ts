// Before anything is served: is there a cluster behind this kubeconfig, and does it let us in?
import { ConfigError, isStatusError, loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { UsageError } from './options.ts';

const TIMEOUT_MS = 8_000;

/** Resolves to the context's name. Throws a UsageError that says what to do where the context or the API server is not usable. */
export async function checkCluster(kubeconfig: string, context: string | null): Promise<string> {
  try {
    const config = await loadKubeconfig(kubeconfig, context ?? undefined);
    const transport = new Transport(config);
    try {
      await transport.json({ path: '/version', timeoutMs: TIMEOUT_MS });
    } catch (error) {
      const reason = explain(error, config.server, config.name);
      if (reason !== null) throw reason;
    } finally {
      await transport.close();
    }
    return config.name;
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(`${error.message}.`) : error;
  }
}

/** What to throw instead, or null where the cluster is usable after all. */
function explain(error: unknown, server: string, context: string): unknown {
  if (!isStatusError(error)) return error;
  if (error.code === 401) {
    return new UsageError(
      `the API server of context ${context} does not accept its credentials: renew them, then check with kubectl get nodes.`,
    );
  }
  // A user without rights on /version is still a user: the pages say what is forbidden.
  if (error.code === 403) return null;
  return new UsageError(
    `context ${context} (${server}): ${error.message}. Start it or choose another with --context, then check with kubectl get nodes.`,
  );
}
