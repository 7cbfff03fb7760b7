// Finds what a registry holds by tag or digest. Content is made when it is asked for: of tags anybody has named before.
import type { ImageReference } from '#lib/rules/images/reference.ts';
import type { Blob, ImageContent } from '../kubelet/image-content.ts';
import type { ImageRegistry } from '../kubelet/image-registry.ts';

export function manifestOf(images: ImageRegistry, reference: ImageReference): Blob | undefined {
  const { repository, digest } = reference;
  if (digest === null) {
    images.digestOf(reference);
    return images.contentOf(reference)?.target;
  }
  return among(images, repository, ({ manifests }) => manifests.find((one) => one.digest === digest));
}

/** Configurations only: layers are not held. */
export function configOf(images: ImageRegistry, repository: string, digest: string): Blob | undefined {
  return among(images, repository, ({ configs }) => configs.find((one) => one.digest === digest));
}

/** The image for amd64 out of a list, which older clients get in its place. */
export function amd64Of(images: ImageRegistry, { repository }: ImageReference, list: Blob): Blob | undefined {
  return among(images, repository, ({ target, manifests }) => {
    if (target.digest !== list.digest) return undefined;
    const { manifests: listed } = JSON.parse(Buffer.from(list.bytes).toString()) as {
      manifests: { digest: string; platform: { os: string; architecture: string } }[];
    };
    const its = listed.find(({ platform }) => platform.os === 'linux' && platform.architecture === 'amd64');
    return manifests.find(({ digest }) => digest === its?.digest);
  });
}

function among(
  images: ImageRegistry,
  repository: string,
  pick: (content: ImageContent) => Blob | undefined,
): Blob | undefined {
  for (const tag of images.tagsOf(repository)) {
    const content = images.contentOf({ repository, tag, digest: null });
    const found = content === undefined ? undefined : pick(content);
    if (found !== undefined) return found;
  }
  return undefined;
}
