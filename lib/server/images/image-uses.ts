import 'server-only';
// Who uses an image: what its tag stood for when boards pulled it, and with which pull secrets.
import type { PodRecord } from '#lib/model/records/records.ts';

export interface ImageUses {
  /** `sha256:...`, as runtimes report what runs. */
  digests: ReadonlySet<string>;
  /** Names of pull secrets, by namespace. */
  secrets: ReadonlyMap<string, ReadonlySet<string>>;
}

const NAMESPACES_MAX = 5;
const SECRETS_MAX = 5;
const DIGESTS_MAX = 5;
/** `docker-pullable://nginx@sha256:...`, `docker.io/library/nginx@sha256:...`; an id without a name is no manifest's. */
const PULLED = /@(sha256:[0-9a-f]{64})$/;

/** In one pass over all pods, for these images alone. */
export function usesOf(images: ReadonlySet<string>, pods: Iterable<PodRecord>): Map<string, ImageUses> {
  const found = new Map<string, { digests: Set<string>; secrets: Map<string, Set<string>> }>();
  for (const image of images) found.set(image, { digests: new Set(), secrets: new Map() });
  for (const { namespace, containers, pullSecrets } of pods) {
    for (const { image, imageID } of containers) {
      const uses = found.get(image);
      if (uses === undefined) continue;
      const digest = PULLED.exec(imageID ?? '')?.[1];
      if (digest !== undefined && uses.digests.size < DIGESTS_MAX) uses.digests.add(digest);
      if (pullSecrets.length === 0) continue;
      if (!uses.secrets.has(namespace) && uses.secrets.size >= NAMESPACES_MAX) continue;
      const names = uses.secrets.get(namespace) ?? new Set<string>();
      for (const name of pullSecrets) if (name !== '' && names.size < SECRETS_MAX) names.add(name);
      uses.secrets.set(namespace, names);
    }
  }
  return found;
}
