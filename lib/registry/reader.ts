// Reads platforms of images and remembers them: by digest for good, by tag for a while, failures briefly; each image is
// asked for once at a time, however many want it.
import { fullName, type ImageReference } from '#lib/rules/images/reference.ts';
import { type Credentials, fingerprintOf } from './credentials.ts';
import { GuardedHttp, type HttpOptions } from './guarded-http.ts';
import { Pace } from './pace.ts';
import { type PlatformsRead, readPlatforms } from './read-platforms.ts';
import { RegistryError } from './registry-error.ts';
import { type RegistryParts, Repository } from './repository.ts';
import { SignIn } from './sign-in.ts';

export interface ReaderOptions extends HttpOptions {
  /** Epoch, ms. */
  now?: () => number;
}

/** A tag may be moved. */
export const TAG_LASTS_MS = 10 * 60_000;
export const FAILURE_LASTS_MS = 60_000;
const DIGESTS_MAX = 5_000;
const TAGS_MAX = 5_000;
const FAILURES_MAX = 2_000;

export class RegistryReader {
  readonly #parts: RegistryParts;
  readonly #now: () => number;
  readonly #byDigest = new Recent<PlatformsRead>(DIGESTS_MAX);
  readonly #byTag = new Recent<{ digest: string; untilMs: number }>(TAGS_MAX);
  readonly #failures = new Recent<{ error: RegistryError; untilMs: number }>(FAILURES_MAX);
  readonly #flights = new Map<string, Promise<PlatformsRead>>();

  constructor(options: ReaderOptions) {
    this.#now = options.now ?? Date.now;
    const http = new GuardedHttp(options);
    this.#parts = { http, signIn: new SignIn(http, this.#now), pace: new Pace(this.#now) };
  }

  /** Throws RegistryError. What is read with credentials is remembered as what is read without: digests name contents. */
  async read(reference: ImageReference, credentials: Credentials | null = null): Promise<PlatformsRead> {
    const known = this.#known(reference);
    if (known !== null) return known;
    const key = `${fullName(reference)} ${fingerprintOf(credentials)}`;
    const failure = this.#failures.get(key);
    if (failure !== undefined && failure.untilMs > this.#now()) throw failure.error;
    const under = this.#flights.get(key);
    if (under !== undefined) return await under;
    const flight = this.#fly(key, reference, credentials).finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return await flight;
  }

  /** Ends what is under way. */
  close(): Promise<void> {
    return this.#parts.http.close();
  }

  #known({ repository, tag, digest }: ImageReference): PlatformsRead | null {
    if (digest !== null) return this.#byDigest.get(`${repository}@${digest}`) ?? null;
    const tagged = this.#byTag.get(`${repository}:${tag}`);
    if (tagged === undefined || tagged.untilMs <= this.#now()) return null;
    return this.#byDigest.get(`${repository}@${tagged.digest}`) ?? null;
  }

  async #fly(key: string, reference: ImageReference, credentials: Credentials | null): Promise<PlatformsRead> {
    try {
      const read = await this.#read(new Repository(this.#parts, reference, credentials), reference);
      this.#byDigest.set(`${reference.repository}@${read.digest}`, read);
      if (reference.digest === null) {
        const untilMs = this.#now() + TAG_LASTS_MS;
        this.#byTag.set(`${reference.repository}:${reference.tag}`, { digest: read.digest, untilMs });
      }
      return read;
    } catch (error) {
      if (error instanceof RegistryError) {
        this.#failures.set(key, { error, untilMs: error.retryAtMs ?? this.#now() + FAILURE_LASTS_MS });
      }
      throw error;
    }
  }

  async #read(repository: Repository, { repository: name, tag, digest }: ImageReference): Promise<PlatformsRead> {
    const before = tag === null ? undefined : this.#byTag.get(`${name}:${tag}`);
    if (digest === null && tag !== null && before !== undefined) {
      // Where the tag still stands for what was read, or for something else that was, nothing need be pulled.
      const now = await repository.digestOf(tag);
      const read = now === null ? undefined : this.#byDigest.get(`${name}@${now}`);
      if (read !== undefined) return read;
    }
    return await readPlatforms(repository, digest ?? tag ?? 'latest');
  }
}

/** A map of the entries used last. */
class Recent<V> {
  readonly #most: number;
  readonly #entries = new Map<string, V>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#most) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }
}
