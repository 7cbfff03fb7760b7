import 'server-only';
// What the operator configured, from the environment alone: which cluster, and by which names we may be called.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type ClusterConfig, ConfigError, loadInCluster, loadKubeconfig } from '#lib/kube/index.ts';

const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const PORT_DEFAULT = 3000;

export interface Settings {
  /** Undefined inside a pod. */
  kubeconfig: string | undefined;
  context: string | undefined;
  /** Names beyond loopback under which browsers may call us: `rack.local`, `rack.local:8080`, `0.0.0.0` for any address. */
  hosts: readonly string[];
  port: number;
}

const port = z.coerce.number().int().min(1).max(65_535);
const blankAsUnset = (value: unknown) => (value === '' ? undefined : value);
const ENVIRONMENT = z.object({
  BRAMBLE_KUBECONFIG: z.preprocess(blankAsUnset, z.string().optional()),
  BRAMBLE_CONTEXT: z.preprocess(blankAsUnset, z.string().optional()),
  BRAMBLE_HOST: z.preprocess(blankAsUnset, z.string().max(1_000).optional()),
  BRAMBLE_PORT: z.preprocess(blankAsUnset, port.optional()),
  PORT: z.preprocess(blankAsUnset, port.optional()),
});

/** Throws ConfigError naming the variable that is wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const parsed = ENVIRONMENT.safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${issue?.path.join('.') ?? 'the environment'} is not valid: ${issue?.message ?? ''}`);
  }
  const given = parsed.data;
  return {
    kubeconfig: given.BRAMBLE_KUBECONFIG,
    context: given.BRAMBLE_CONTEXT,
    hosts: (given.BRAMBLE_HOST ?? '').split(',').flatMap((host) => host.trim().toLowerCase() || []),
    port: given.PORT ?? given.BRAMBLE_PORT ?? PORT_DEFAULT,
  };
}

/** The cluster that the settings name; throws ConfigError. */
export function clusterOf(settings: Settings): ClusterConfig {
  if (settings.kubeconfig !== undefined) return loadKubeconfig(settings.kubeconfig, settings.context);
  if (existsSync(SERVICE_ACCOUNT_TOKEN)) return loadInCluster();
  throw new ConfigError('no cluster is configured: set BRAMBLE_KUBECONFIG to a kubeconfig file');
}

/** Identity of the running build; a page that was served by another one should be reloaded. */
export function readBuildId(): string {
  try {
    return readFileSync('.next/BUILD_ID', 'utf8').trim();
  } catch {
    // A development server has no build.
    return 'development';
  }
}
