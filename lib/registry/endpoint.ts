// Where a repository is asked for: at its registry, or at a mirror that stands for every registry.
import type { ImageReference } from '#lib/rules/images/reference.ts';
import { isRegistryHost, type RegistryPolicy } from './policy.ts';
import { RegistryError } from './registry-error.ts';

const DOCKER_HUB = 'docker.io';
/** Docker Hub is called one thing and lives at another (github.com/distribution/reference, containerd docker.DefaultHost). */
const HUB_NAMES: ReadonlySet<string> = new Set([DOCKER_HUB, 'index.docker.io', 'registry-1.docker.io']);
const HUB_ADDRESS = 'registry-1.docker.io';
/** `localhost:5000/shop` means the board that pulls it, never the machine that asks here. */
const OWN = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;

export interface Endpoint {
  /** As people call it: `docker.io`. */
  registry: string;
  /** `library/nginx`. */
  path: string;
  /** Whether who answers may have the passwords meant for the registry. */
  takesCredentials: boolean;
  /** Of `manifests/latest`, `blobs/sha256:...`. */
  url(what: string): URL;
}

/** Throws RegistryError `refused` where this registry is not to be asked. */
export function endpointOf({ repository }: ImageReference, policy: RegistryPolicy): Endpoint {
  const slash = repository.indexOf('/');
  const host = repository.slice(0, slash).toLowerCase();
  const path = repository.slice(slash + 1);
  const registry = HUB_NAMES.has(host) ? DOCKER_HUB : host;
  const isHost = isRegistryHost(host) && URL.canParse(`https://${host}`);
  if (!isHost) throw new RegistryError('refused', `${host.slice(0, 100)} is no name of a registry`);
  const address = registry === DOCKER_HUB ? HUB_ADDRESS : host;
  const named = policy.named.has(registry) || policy.named.has(address);
  if (!policy.every && !named) {
    throw new RegistryError('refused', `${registry} is not asked: registries are switched off, or it is not listed`);
  }
  const base = policy.mirror?.url ?? `${policy.plain.has(host) ? 'http' : 'https'}://${address}`;
  if (policy.mirror === null && OWN.test(host) && !named) {
    throw new RegistryError(
      'refused',
      `${host} is not asked: it means the node itself, which cannot be asked from here`,
    );
  }
  return {
    registry,
    path,
    takesCredentials: policy.mirror?.takesCredentials ?? true,
    url: (what) => {
      const url = new URL(`${base}/v2/${path}/${what}`);
      if (policy.mirror !== null) url.searchParams.set('ns', registry);
      return url;
    },
  };
}
