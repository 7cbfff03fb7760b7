// Names of images: their parts as registries see them, and the made-up but stable ids behind them.
import { createHash } from 'node:crypto';

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

/** Null where it is no valid reference (github.com/distribution/reference normalize.go ParseNormalizedNamed). */
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

/** The digest an image of this name has: the given one, or one that follows from the name. */
export function digestOf(reference: ImageReference): string {
  return reference.digest ?? `sha256:${sha256(`${reference.repository}:${reference.tag}`)}`;
}

export type Runtime = 'docker' | 'containerd';

/** status.containerStatuses[].imageID as each runtime words it. */
export function imageIdOf(reference: ImageReference, runtime: Runtime): string {
  const id = `${reference.repository}@${digestOf(reference)}`;
  return runtime === 'docker' ? `docker-pullable://${shortened(id)}` : id;
}

/** Names in node.status.images: by digest, and by tag where there is one. */
export function namesOf(reference: ImageReference): readonly string[] {
  const name = fullName(reference);
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  const byDigest = `${reference.repository}@${digestOf(reference)}`;
  const names = reference.tag === null ? [byDigest] : [byDigest, `${reference.repository}:${reference.tag}`];
  if (NAMES.size >= NAMES_MAX) NAMES.clear();
  NAMES.set(name, names);
  return names;
}

/** Heartbeats ask for the same few names again and again. */
const NAMES = new Map<string, readonly string[]>();
const NAMES_MAX = 1_000;

/** A container's id: another one for each start. */
export function containerIdOf(podUid: string, container: string, restarts: number, runtime: Runtime): string {
  return `${runtime}://${sha256(`${podUid}/${container}/${restarts}`)}`;
}

/** Docker leaves its own hub's host and `library/` out. */
function shortened(name: string): string {
  return name.replace(/^docker\.io\/(library\/)?/, '');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
