// Names of images: their parts as registries see them.
// Mirrors github.com/distribution/reference normalize.go.

export interface ImageReference {
  /** `docker.io/library/nginx`, `registry.k8s.io/pause`. */
  repository: string;
  tag: string | null;
  /** `sha256:...` or null. */
  digest: string | null;
}

const DOCKER_HUB = 'docker.io';
/** distribution/reference: lower case path parts joined by single separators. */
const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Null where it is no valid reference (ParseNormalizedNamed). */
export function parseImageReference(text: string): ImageReference | null {
  const [named = '', digest = null, ...more] = text.split('@');
  if (more.length > 0 || (digest !== null && !DIGEST.test(digest))) return null;
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const name = hasTag ? named.slice(0, colon) : named;
  const tag = hasTag ? named.slice(colon + 1) : null;
  if (tag !== null && !TAG.test(tag)) return null;
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost';
  const host = isHost ? first : DOCKER_HUB;
  const path = isHost ? name.slice(slash + 1) : name;
  if (!PATH.test(path)) return null;
  const full = host === DOCKER_HUB && !path.includes('/') ? `library/${path}` : path;
  return { repository: `${host}/${full}`, tag: tag ?? (digest === null ? 'latest' : null), digest };
}

/** `docker.io/library/nginx:1.27`: what a runtime reports for a container's image. */
export function fullName({ repository, tag, digest }: ImageReference): string {
  return `${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
}
