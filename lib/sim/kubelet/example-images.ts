// Images of nobody's, one for each way in which an image does not suit every board; and a private one.
import type { ImageFacts } from './image-facts.ts';

const SHAPE = { tags: null, startupMs: 1_000, log: 'generic', usage: 'small', sizeBytes: 20_000_000 } as const;
const HOST = 'registry.example.com';

export const EXAMPLE_IMAGES: readonly ImageFacts[] = [
  /** A list with one image, as `docker buildx build --platform linux/amd64` pushes it. */
  { ...SHAPE, name: `${HOST}/shop/cart`, platforms: ['amd64'], attested: true, entrypoint: '/app/cart' },
  /** No list at all, as `docker build` and `docker push` make it on a PC. */
  { ...SHAPE, name: `${HOST}/shop/prices`, platforms: ['amd64'], singlePlatform: true, entrypoint: '/app/prices' },
  /** A list in the registry, and its image for amd64 on every board: somebody copied it there with `ctr images import`. */
  {
    ...SHAPE,
    name: `${HOST}/shop/stock`,
    platforms: ['amd64'],
    attested: true,
    imported: true,
    entrypoint: '/app/stock',
  },
  {
    ...SHAPE,
    name: `${HOST}/team/private-app`,
    platforms: ['amd64', 'arm/v7', 'arm64', 'riscv64'],
    attested: true,
    credentials: { username: 'learner', password: 'open-sesame' },
  },
];
