// What the registries answer when a board asks for an image, and under which digests they hold it.
import { createHash } from 'node:crypto';
import { choosePlatform } from '#lib/rules/images/platform.ts';
import { fullName, type ImageReference, parseImageReference } from '#lib/rules/images/reference.ts';
import type { RegistryState } from '../faults.ts';
import { type Board, executes, platformOf } from './board.ts';
import { contentOf, type ImageContent } from './image-content.ts';
import { compactPlatform, type ImageFacts } from './image-facts.ts';
import { KNOWN_IMAGES } from './known-images.ts';
import { Mirror } from './mirror.ts';
import { imageIdOf, type Runtime } from './runtime-ids.ts';

export type Pull =
  | { kind: 'ok'; reference: ImageReference; imageID: string; facts: ImageFacts; tookMs: number; runsHere: boolean }
  /** `message` is the runtime's error. */
  | { kind: 'failed'; reason: 'ErrImagePull' | 'InvalidImageName'; message: string };

/** Asking the registry for a manifest, before any layer is fetched. */
const MANIFEST_MS = 700;
/** More images than any cluster here runs. */
const NAMES_MAX = 10_000;

export interface Login {
  username: string;
  password: string;
}

export interface PullAccess {
  state: RegistryState;
  /** What the pod's pull secrets hold for this registry. */
  logins: readonly Login[];
}

export const TOO_MANY_REQUESTS =
  'You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit';

/** Whether a manifest list has an image for a board, and whether a single image's program runs there. */
interface Fit {
  listed: boolean;
  runs: boolean;
}

export class ImageRegistry {
  readonly #images = new Map<string, ImageFacts[]>();
  readonly #mirror = new Mirror();
  /** By `docker.io/library/nginx:1.29`. Heartbeats ask for the same few again and again. */
  readonly #digests = new Map<string, string>();
  /** By repository: tags that somebody has named. Without them nothing of an image with any tag could be found again. */
  readonly #tags = new Map<string, Set<string>>();
  readonly #names = new Map<string, readonly string[]>();
  readonly #fits = new WeakMap<ImageFacts, Map<string, Fit>>();

  /** The scenario's own images come before the well-known ones. */
  constructor(images: readonly ImageFacts[]) {
    for (const facts of [...images, ...KNOWN_IMAGES]) {
      const repository = parseImageReference(facts.name)?.repository;
      if (repository === undefined) throw new Error(`not an image name: ${facts.name}`);
      this.#images.set(repository, [...(this.#images.get(repository) ?? []), facts]);
      // What not everybody may have, nobody mirrors.
      if (facts.credentials === undefined) this.#mirror.add(repository);
    }
  }

  factsOf(image: string): ImageFacts | undefined {
    const reference = parseImageReference(image);
    return reference === null ? undefined : this.find(reference);
  }

  pull(image: string, board: Board): Pull {
    const reference = parseImageReference(image);
    if (reference === null) {
      const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
      return { kind: 'failed', reason: 'InvalidImageName', message };
    }
    const facts = this.find(reference);
    const name = fullName(reference);
    // containerd's words: core/remotes/docker/resolver.go, core/images/handlers.go LimitManifests, client/pull.go.
    const failed = (why: string): Pull => ({
      kind: 'failed',
      reason: 'ErrImagePull',
      message: `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": ${why}`,
    });
    if (facts === undefined) return failed(`failed to resolve reference "${name}": ${name}: not found`);
    const fit = this.#fitOf(facts, board);
    // Of a manifest that is no list, containerd does not look at the platform (core/images/image.go Manifest).
    const isAsIs = facts.singlePlatform === true || facts.imported === true;
    if (!isAsIs && !fit.listed) return failed('no match for platform in manifest: not found');
    const pullMs = MANIFEST_MS + Math.round((facts.sizeBytes / board.pullBytesPerSecond) * 1_000);
    return {
      kind: 'ok',
      reference,
      imageID: this.imageIdOf(reference, board.runtime),
      facts,
      tookMs: facts.imported === true ? 0 : pullMs,
      runsHere: isAsIs ? fit.runs : true,
    };
  }

  /** Why a registry does not hand over what it has: it is down, counts too many, or wants another password. */
  refusal(reference: ImageReference, { state, logins }: PullAccess): Pull | null {
    const { repository, tag } = reference;
    const name = fullName(reference);
    const at = manifestUrl(repository, this.digestOf(reference));
    const failed = (why: string): Pull => ({
      kind: 'failed',
      reason: 'ErrImagePull',
      message: `rpc error: code = Unknown desc = failed to pull and unpack image "${name}": ${why}`,
    });
    const resolving = `failed to resolve reference "${name}"`;
    if (state === 'down') {
      const url = manifestUrl(repository, tag ?? this.digestOf(reference));
      return failed(`${resolving}: failed to do request: Head "${url}": dial tcp: connect: connection refused`);
    }
    if (state === 'rate-limited') {
      const why = `unexpected status code ${at}: 429 Too Many Requests - Server message: toomanyrequests: ${TOO_MANY_REQUESTS}`;
      return failed(`failed to copy: httpReadSeeker: failed open: ${why}`);
    }
    if ([null, ...logins].some((login) => this.mayPull(repository, login))) return null;
    const denied = 'pull access denied, repository does not exist or may require authorization';
    return failed(`${resolving}: ${denied}: server message: insufficient_scope: authorization failed`);
  }

  /** Undefined for a repository or a tag that no registry has. */
  find({ repository, tag }: ImageReference): ImageFacts | undefined {
    return this.#held(repository)?.find(({ tags }) => tags === null || tag === null || tags.includes(tag));
  }

  has(repository: string): boolean {
    return this.#held(repository) !== undefined;
  }

  #held(repository: string): readonly ImageFacts[] | undefined {
    const own = this.#images.get(repository);
    return own ?? this.#images.get(this.#mirror.originalOf(repository) ?? '');
  }

  /** Whether somebody may have it: anybody, unless it is private. */
  mayPull(repository: string, login: Login | null): boolean {
    const wanted = this.#images.get(repository)?.find(({ credentials }) => credentials !== undefined)?.credentials;
    return wanted === undefined || (wanted.username === login?.username && wanted.password === login.password);
  }

  /** Whether any private repository of this registry takes them. */
  isLogin(host: string, login: Login): boolean {
    const own = [...this.#images].filter(([repository]) => repository.startsWith(`${host}/`));
    return own.some(([repository, facts]) => facts.some((one) => one.credentials) && this.mayPull(repository, login));
  }

  /** Those that exist, and where any does those that somebody has asked for. */
  tagsOf(repository: string): ReadonlySet<string> {
    const own = (this.#held(repository) ?? []).flatMap(({ tags }) => tags ?? []);
    return new Set([...own, ...(this.#tags.get(repository) ?? [])]);
  }

  /** Undefined where no registry has it, or where it is named by a digest alone. */
  contentOf(reference: ImageReference): ImageContent | undefined {
    const facts = this.find(reference);
    return facts === undefined || reference.tag === null ? undefined : contentOf(facts, reference.tag);
  }

  /** The given one; else that of the content; for what nobody has, one that follows from the name. */
  digestOf(reference: ImageReference): string {
    if (reference.digest !== null) return reference.digest;
    const name = fullName(reference);
    const known = this.#digests.get(name);
    if (known !== undefined) return known;
    const madeUp = () => `sha256:${createHash('sha256').update(name).digest('hex')}`;
    const digest = this.contentOf(reference)?.target.digest ?? madeUp();
    if (this.#digests.size >= NAMES_MAX) {
      this.#digests.clear();
      this.#tags.clear();
    }
    this.#digests.set(name, digest);
    const { repository, tag } = reference;
    if (tag !== null) this.#tags.set(repository, (this.#tags.get(repository) ?? new Set()).add(tag));
    return digest;
  }

  /** status.containerStatuses[].imageID as each runtime words it. */
  imageIdOf(reference: ImageReference, runtime: Runtime): string {
    return imageIdOf(reference.repository, this.digestOf(reference), runtime);
  }

  /** Names in node.status.images: by digest, and by tag where there is one. */
  namesOf(reference: ImageReference): readonly string[] {
    const name = fullName(reference);
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const byDigest = `${reference.repository}@${this.digestOf(reference)}`;
    const names = reference.tag === null ? [byDigest] : [byDigest, `${reference.repository}:${reference.tag}`];
    if (this.#names.size >= NAMES_MAX) this.#names.clear();
    this.#names.set(name, names);
    return names;
  }

  #fitOf(facts: ImageFacts, board: Board): Fit {
    const byPlatform = this.#fits.get(facts) ?? new Map<string, Fit>();
    this.#fits.set(facts, byPlatform);
    const key = board.platform ?? board.architecture;
    const known = byPlatform.get(key);
    if (known !== undefined) return known;
    const platforms = facts.platforms.map(compactPlatform);
    const [first] = platforms;
    const fit = {
      listed: choosePlatform(platforms, platformOf(board)) !== null,
      runs: first !== undefined && executes(board, first),
    };
    byPlatform.set(key, fit);
    return fit;
  }
}

function manifestUrl(repository: string, at: string): string {
  const host = repository.slice(0, repository.indexOf('/'));
  const name = repository.slice(host.length + 1);
  return `https://${host === 'docker.io' ? 'registry-1.docker.io' : host}/v2/${name}/manifests/${at}`;
}
