// The passwords that a pod's pull secrets hold for a registry.
// Mirrors kubernetes pkg/credentialprovider/{config,keyring}.go as far as one needs for exact hosts: no patterns, no paths.
import type { Pod } from 'kubernetes-types/core/v1';
import type { Login } from './image-registry.ts';
import type { Configuration } from './references.ts';

const HUB_KEYS = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

/** Of all its secrets that are there and readable, in their order. */
export function loginsOf(pod: Pod, repository: string, configuration: Configuration): Login[] {
  const host = repository.slice(0, repository.indexOf('/'));
  return (pod.spec?.imagePullSecrets ?? []).flatMap(({ name = '' }) => {
    const secret = configuration.secret(pod.metadata?.namespace ?? '', name);
    const { '.dockerconfigjson': config, '.dockercfg': old } = secret?.data ?? {};
    const auths = config === undefined ? recordOf(decoded(old)) : recordOf(recordOf(decoded(config))['auths']);
    return Object.entries(auths).flatMap(([key, entry]) =>
      hostOf(key) === hostOf(host) ? loginOf(recordOf(entry)) : [],
    );
  });
}

function loginOf({ username, password, auth }: Record<string, unknown>): Login[] {
  if (typeof username === 'string' && typeof password === 'string') return [{ username, password }];
  const text = typeof auth === 'string' ? Buffer.from(auth, 'base64').toString() : '';
  const colon = text.indexOf(':');
  return colon < 0 ? [] : [{ username: text.slice(0, colon), password: text.slice(colon + 1) }];
}

/** `https://index.docker.io/v1/` is how Docker's own hub stands in such files. */
function hostOf(key: string): string {
  const host = key.replace(/^https?:\/\//, '').split('/')[0] ?? '';
  return HUB_KEYS.has(host) ? 'docker.io' : host;
}

function decoded(base64: string | undefined): unknown {
  if (base64 === undefined) return {};
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString());
  } catch {
    // A kubelet says so in its own log alone, and pulls without.
    return {};
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
