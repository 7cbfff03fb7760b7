import 'server-only';
// What is known of the platforms of images: answers at once from what was read, and reads what is asked for in the
// background. Rows are made only while somebody looks, so nothing is read for nobody.
import type { ClusterConfig, Transport } from '#lib/kube/index.ts';
import type { ImagePlatforms, PlatformsOf } from '#lib/model/images/platform-knowledge.ts';
import type { PodRecord } from '#lib/model/records/records.ts';
import type { RegistryPolicy } from '#lib/registry/policy.ts';
import type { PlatformsRead } from '#lib/registry/read-platforms.ts';
import { FAILURE_LASTS_MS, RegistryReader, TAG_LASTS_MS } from '#lib/registry/reader.ts';
import { RegistryError } from '#lib/registry/registry-error.ts';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { usesOf } from './image-uses.ts';
import { PullSecrets } from './pull-secrets.ts';
import { readImage } from './read-image.ts';
import { type RegistrySettings, registryPolicy } from './registry-policy.ts';

export interface ImagesParts {
  transport: Transport;
  pods: () => Iterable<PodRecord>;
  settings: RegistrySettings;
  /** Something is known that was not: rows made before may be others now. */
  changed: () => void;
}

interface Known {
  value: ImagePlatforms;
  /** Asked for again after that; null while it is being read. */
  untilMs: number | null;
}

/** How long rows that are made together may go on asking, before what they asked for is read. */
const GATHER_MS = 20;
const IMAGES_MAX = 5_000;
/** What is read again is not asked for more often than that, however many images there are. */
const AGAIN_LEAST_MS = 2_000;
/** Said of an image until there is an answer. */
export const ASKING = 'its registry is being asked';
const NOT_OURS = 'only images of the cluster and of registries named in --registries are looked up here';
/** A failure of ours, not of a registry's. */
const OWN_FAILURE = 'the dashboard failed to read it: see its log';

export class ImagePlatformService {
  readonly #parts: ImagesParts;
  readonly #secrets: PullSecrets;
  #policy: RegistryPolicy;
  #isSimulated: boolean;
  #reader: RegistryReader;
  #known = new Map<string, Known>();
  readonly #wanted = new Set<string>();
  #gathering: NodeJS.Timeout | null = null;
  #again: { timer: NodeJS.Timeout; atMs: number } | null = null;
  #closed = false;

  constructor(config: ClusterConfig, parts: ImagesParts) {
    this.#parts = parts;
    this.#secrets = new PullSecrets(parts.transport);
    this.#policy = registryPolicy(parts.settings, config);
    this.#isSimulated = config.simulated !== null;
    this.#reader = new RegistryReader({ policy: this.#policy });
  }

  readonly of: PlatformsOf = (image) => {
    const known = this.#known.get(image);
    if (known !== undefined && (known.untilMs === null || known.untilMs > Date.now())) return known.value;
    if (!this.#policy.every && this.#policy.named.size === 0) return unknown('registries are not asked here');
    if (this.#closed) return known?.value ?? unknown('the dashboard is stopping');
    // What was known stands while it is read again.
    const value = known?.value ?? unknown(ASKING);
    this.#keep(image, { value, untilMs: null });
    this.#wanted.add(image);
    this.#gathering ??= setTimeout(() => this.#readWanted(), GATHER_MS);
    return value;
  };

  /**
   * Of images that whoever asks has named, not the cluster. Where anybody can reach this server, nobody makes it ask
   * hosts of their choice: what the cluster uses is told, and what a registry has that the operator named.
   */
  readonly ofPasted: PlatformsOf = (image) => {
    if (!this.#parts.settings.readOnly || this.#policy.mirror !== null) return this.of(image);
    const host = (parseImageReference(image)?.repository ?? '').split('/', 1).join('');
    return this.#policy.named.has(host) || this.#isUsed(image) ? this.of(image) : unknown(NOT_OURS);
  };

  #isUsed(image: string): boolean {
    for (const { images } of this.#parts.pods()) if (images.includes(image)) return true;
    return false;
  }

  /** The cluster's configuration was written anew: another cluster may have another registry. */
  async use(config: ClusterConfig): Promise<void> {
    const before = this.#reader;
    this.#policy = registryPolicy(this.#parts.settings, config);
    this.#isSimulated = config.simulated !== null;
    this.#reader = new RegistryReader({ policy: this.#policy });
    this.#known = new Map();
    this.#secrets.forget();
    await before.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    if (this.#again !== null) clearTimeout(this.#again.timer);
    this.#secrets.forget();
    await this.#reader.close();
  }

  #readWanted(): void {
    this.#gathering = null;
    const images = new Set(this.#wanted);
    this.#wanted.clear();
    const uses = usesOf(images, this.#parts.pods());
    for (const [image, used] of uses) void this.#read(image, used);
  }

  /** Never rejects. */
  async #read(image: string, uses: Parameters<typeof readImage>[2]): Promise<void> {
    const reader = this.#reader;
    const next: Known = { value: unknown(OWN_FAILURE), untilMs: Date.now() + FAILURE_LASTS_MS };
    try {
      const read = await readImage({ reader, secrets: this.#secrets }, image, uses);
      next.value = this.#told(read);
      next.untilMs = Date.now() + TAG_LASTS_MS;
    } catch (error) {
      if (error instanceof RegistryError) {
        next.value = this.#untold(image, error);
        next.untilMs = Math.max(error.retryAtMs ?? Date.now() + FAILURE_LASTS_MS, Date.now() + AGAIN_LEAST_MS);
      } else console.error('bramble: the platforms of an image cannot be read:', error);
    }
    if (this.#closed || reader !== this.#reader) return;
    const before = this.#known.get(image)?.value;
    this.#keep(image, next);
    this.#wakeAt(next.untilMs ?? 0);
    if (!isSame(before, next.value)) this.#parts.changed();
  }

  #told({ platforms, shape, registry }: PlatformsRead): ImagePlatforms {
    const mirror = this.#isSimulated ? ' of the simulated cluster' : ' through the mirror';
    return { platforms, shape, source: 'registry', how: `read from ${registry}${this.#policy.mirror ? mirror : ''}` };
  }

  /** A registry that fails for a while does not make what it said before untrue. */
  #untold(image: string, { problem, message }: RegistryError): ImagePlatforms {
    const before = this.#known.get(image)?.value;
    const passes = problem === 'busy' || problem === 'failing' || problem === 'unreachable';
    return passes && before?.source === 'registry' ? before : unknown(message);
  }

  /** The one used last is at the end; the one at the beginning goes. */
  #keep(image: string, known: Known): void {
    this.#known.delete(image);
    this.#known.set(image, known);
    if (this.#known.size <= IMAGES_MAX) return;
    const oldest = this.#known.keys().next();
    if (oldest.done !== true) this.#known.delete(oldest.value);
  }

  /** Rows that are looked at are made anew then, and ask again; where nobody looks, nobody asks. */
  #wakeAt(atMs: number): void {
    if (this.#again !== null && this.#again.atMs <= atMs) return;
    if (this.#again !== null) clearTimeout(this.#again.timer);
    const timer = setTimeout(
      () => {
        this.#again = null;
        this.#wakeForNext();
        this.#parts.changed();
      },
      Math.max(AGAIN_LEAST_MS, atMs - Date.now()),
    );
    timer.unref();
    this.#again = { timer, atMs };
  }

  #wakeForNext(): void {
    const nowMs = Date.now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { untilMs } of this.#known.values()) {
      if (untilMs !== null && untilMs > nowMs && untilMs < nextMs) nextMs = untilMs;
    }
    if (nextMs < Number.POSITIVE_INFINITY) this.#wakeAt(nextMs);
  }
}

function unknown(how: string): ImagePlatforms {
  return { platforms: null, shape: null, source: 'unknown', how };
}

function isSame(before: ImagePlatforms | undefined, after: ImagePlatforms): boolean {
  return before === after || JSON.stringify(before) === JSON.stringify(after);
}
