// What the registries answer when a board asks for an image.
import type { Board } from './board.ts';
import type { ImageFacts } from './image-facts.ts';
import { fullName, type ImageReference, parseImageReference } from './image-reference.ts';
import { KNOWN_IMAGES } from './known-images.ts';

export type Pull =
  | { kind: 'ok'; reference: ImageReference; facts: ImageFacts; tookMs: number; runsHere: boolean }
  /** `message` is the runtime's error. */
  | { kind: 'failed'; reason: 'ErrImagePull' | 'InvalidImageName'; message: string };

/** Asking the registry for a manifest, before any layer is fetched. */
const MANIFEST_MS = 700;

export class ImageRegistry {
  readonly #images = new Map<string, ImageFacts[]>();

  /** The scenario's own images come before the well-known ones. */
  constructor(images: readonly ImageFacts[]) {
    for (const facts of [...images, ...KNOWN_IMAGES]) {
      const repository = parseImageReference(facts.name)?.repository;
      if (repository === undefined) throw new Error(`not an image name: ${facts.name}`);
      this.#images.set(repository, [...(this.#images.get(repository) ?? []), facts]);
    }
  }

  factsOf(image: string): ImageFacts | undefined {
    const reference = parseImageReference(image);
    return reference === null ? undefined : this.#find(reference);
  }

  pull(image: string, board: Board): Pull {
    const reference = parseImageReference(image);
    if (reference === null) {
      const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
      return { kind: 'failed', reason: 'InvalidImageName', message };
    }
    const facts = this.#find(reference);
    const name = fullName(reference);
    // containerd's words: core/remotes/docker/resolver.go and client/pull.go.
    const failed = (why: string): Pull => ({
      kind: 'failed',
      reason: 'ErrImagePull',
      message: `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": ${why}`,
    });
    if (facts === undefined) return failed(`failed to resolve reference "${name}": ${name}: not found`);
    const runsHere = matches(facts.architectures, board.architecture);
    if (!runsHere && facts.singlePlatform !== true) return failed('no match for platform in manifest: not found');
    const tookMs = MANIFEST_MS + Math.round((facts.sizeBytes / board.pullBytesPerSecond) * 1_000);
    return { kind: 'ok', reference, facts, tookMs, runsHere };
  }

  #find(reference: ImageReference): ImageFacts | undefined {
    const { repository, tag } = reference;
    return this.#images.get(repository)?.find(({ tags }) => tags === null || tag === null || tags.includes(tag));
  }
}

/** containerd platforms: a board runs its own architecture; 64-bit Arm boards here run 32-bit images too. */
function matches(architectures: readonly string[], board: string): boolean {
  return architectures.includes(board) || (board === 'arm64' && architectures.includes('arm'));
}
