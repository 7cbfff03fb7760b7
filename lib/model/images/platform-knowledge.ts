// What is known of the platforms an image supports, and how it is known.
import type { Platform } from '#lib/rules/images/platform.ts';

export interface ImagePlatforms {
  /** Null where nobody knows. */
  platforms: readonly Platform[] | null;
  /** `index`: a manifest list; `single`: one platform's image; null where the registry was not read. */
  shape: 'index' | 'single' | null;
  source: 'registry' | 'evidence' | 'unknown';
  /** In one sentence: `read from docker.io`, `ran Ready on pi6`, `the registry cannot be reached: ...`. */
  how: string;
}

/** Asked for every image at once by views: answers from what is known, never waits. */
export type PlatformsOf = (image: string) => ImagePlatforms;
