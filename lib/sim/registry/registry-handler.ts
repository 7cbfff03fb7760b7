// Every registry there is, as one mirror: the read half of the distribution API over what the simulated images are.
// Follows github.com/opencontainers/distribution-spec spec.md (Pull) and, as a mirror, containerd's docs/hosts.md: `?ns=`.
import { setTimeout as delay } from 'node:timers/promises';
import { type ImageReference, parseImageReference } from '#lib/rules/images/reference.ts';
import type { ApiRequest, BodyAnswer } from '../api/answer.ts';
import type { RegistryState } from '../faults.ts';
import type { Blob } from '../kubelet/image-content.ts';
import { type ImageRegistry, TOO_MANY_REQUESTS } from '../kubelet/image-registry.ts';
import { amd64Of, configOf, manifestOf } from './held-images.ts';
import { RateLimit } from './rate-limit.ts';
import { isTokenPath, RegistryAccess } from './registry-access.ts';
import { RegistryError } from './registry-errors.ts';

export interface RegistryParts {
  /** The running scenario's. */
  images(): ImageRegistry;
  state(): RegistryState;
  /** Its own address, without a slash at the end. */
  url(): string;
}

const DOCKER_HUB = 'docker.io';
const HUB_HOSTS = new Set([DOCKER_HUB, 'index.docker.io', 'registry-1.docker.io']);
const SLOW_MS = 4_000;
const RETRY_SECONDS = 60;
const VERSION = { 'docker-distribution-api-version': 'registry/2.0' };
const LISTS = /(?:image\.index\.v1|manifest\.list\.v2)\+json$/;

export function registryHandler(parts: RegistryParts): (request: ApiRequest) => Promise<BodyAnswer> {
  const access = new RegistryAccess();
  const limit = new RateLimit();
  return async (request) => {
    if (parts.state() === 'slow') await delay(SLOW_MS, undefined, { ref: false });
    try {
      const answer = answerTo(request, parts, { access, limit });
      return { ...answer, headers: { ...VERSION, ...answer.headers } };
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      const answer = error.toAnswer();
      return { ...answer, headers: { ...VERSION, ...answer.headers } };
    }
  };
}

function answerTo(
  request: ApiRequest,
  parts: RegistryParts,
  { access, limit }: { access: RegistryAccess; limit: RateLimit },
): BodyAnswer {
  const { method, path, query } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isRead) throw new RegistryError('UNSUPPORTED', 'The operation is unsupported.');
  const images = parts.images();
  if (isTokenPath(path)) return access.issue(request, images);
  const asked = query.get('ns') ?? DOCKER_HUB;
  const host = HUB_HOSTS.has(asked) ? DOCKER_HUB : asked;
  if (path === '/v2/' || path === '/v2') {
    access.check(request, parts.url(), host, null);
    return { status: 200, contentType: 'application/json', body: ['{}'] };
  }
  const [, name = '', kind, at = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
  if (kind === undefined)
    return { status: 404, contentType: 'text/plain; charset=utf-8', body: ['404 page not found\n'] };
  const reference = referenceOf(host, name, at);
  access.check(request, parts.url(), host, name);
  if (kind === 'blobs') return blobAnswer(configAnswered(images, reference, at));
  // As Docker Hub counts: whoever only asks what a tag points at is not counted.
  const headers = method === 'GET' ? counted(limit, parts.state(), host) : {};
  const blob = manifestAnswered(images, reference, request.headers['accept']);
  return { ...blobAnswer(blob), headers: { ...blobAnswer(blob).headers, ...headers } };
}

function referenceOf(host: string, name: string, at: string): ImageReference {
  const isHost = /^(?:[a-z0-9.-]+\.[a-z0-9-]+|localhost)(?::\d{1,5})?$/.test(host);
  const reference = isHost ? parseImageReference(`${host}/${name}${at.includes(':') ? '@' : ':'}${at}`) : null;
  if (reference === null) throw new RegistryError('NAME_INVALID', 'invalid repository name', { detail: { name } });
  return reference;
}

function counted(limit: RateLimit, state: RegistryState, host: string): Readonly<Record<string, string>> {
  const isHub = host === DOCKER_HUB;
  const refused = (seconds: number) =>
    new RegistryError('TOOMANYREQUESTS', TOO_MANY_REQUESTS, {
      headers: { ...(isHub ? limit.headers() : {}), 'retry-after': String(seconds) },
    });
  if (state === 'rate-limited') throw refused(RETRY_SECONDS);
  if (!isHub) return {};
  const { allowed, retrySeconds, headers } = limit.take(Date.now());
  if (!allowed) throw refused(retrySeconds);
  return headers;
}

function configAnswered(images: ImageRegistry, { repository }: ImageReference, digest: string): Blob {
  const found = configOf(images, repository, digest);
  if (found !== undefined) return found;
  throw new RegistryError('BLOB_UNKNOWN', 'blob unknown to registry', { detail: digest });
}

function manifestAnswered(images: ImageRegistry, reference: ImageReference, accept: string | undefined): Blob {
  const { repository, tag, digest } = reference;
  if (!images.has(repository)) {
    const name = repository.slice(repository.indexOf('/') + 1);
    throw new RegistryError('NAME_UNKNOWN', 'repository name not known to registry', { detail: { name } });
  }
  const unknown = (message: string) =>
    new RegistryError('MANIFEST_UNKNOWN', message, { detail: digest === null ? { Tag: tag } : { Digest: digest } });
  const blob = manifestOf(images, reference);
  if (blob === undefined) throw unknown('manifest unknown');
  if (accepts(accept, blob.mediaType)) return blob;
  // distribution's handlers/manifests.go: who knows no list of Docker's gets its image for amd64, of all others nothing.
  const isDockerList = blob.mediaType.includes('docker') && LISTS.test(blob.mediaType);
  const older = isDockerList ? amd64Of(images, reference, blob) : undefined;
  if (older !== undefined && accepts(accept, older.mediaType)) return older;
  throw unknown(`${blob.mediaType} found, but accept header does not support it`);
}

function accepts(accept: string | undefined, mediaType: string): boolean {
  if (accept === undefined || accept === '') return true;
  return accept
    .split(',')
    .some((one) => ['*/*', 'application/*', mediaType].includes((one.split(';')[0] ?? '').trim()));
}

function blobAnswer({ mediaType, digest, bytes }: Blob): BodyAnswer {
  return {
    status: 200,
    contentType: mediaType,
    body: [bytes],
    headers: { 'docker-content-digest': digest, etag: `"${digest}"` },
  };
}
