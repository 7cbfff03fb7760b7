// Holds what the stack says of its images against what their registries say; for `npm run images:check`.

import type { RegistryReader } from '#lib/registry/reader.ts';
import { RegistryError } from '#lib/registry/registry-error.ts';
import { formatPlatform, normalised, parsePlatform } from '#lib/rules/images/platform.ts';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import type { StackImage } from '#lib/stack/component.ts';

export interface ImageVerdict {
  reference: string;
  /** `differs`: not all platforms are there that are promised. */
  state: 'as-said' | 'differs' | 'not-read';
  /** What to do with it, for a person. */
  words: string;
}

/** One after the other: registries count what they are asked. */
export async function checkImages(
  images: readonly Pick<StackImage, 'reference' | 'platforms'>[],
  reader: Pick<RegistryReader, 'read'>,
): Promise<ImageVerdict[]> {
  const verdicts: ImageVerdict[] = [];
  for (const image of images) verdicts.push(await verdictOn(image, reader));
  return verdicts;
}

async function verdictOn(
  { reference, platforms }: Pick<StackImage, 'reference' | 'platforms'>,
  reader: Pick<RegistryReader, 'read'>,
): Promise<ImageVerdict> {
  const parsed = parseImageReference(reference);
  if (parsed === null) return { reference, state: 'not-read', words: 'this is no name of an image' };
  try {
    const read = await reader.read(parsed);
    const there = read.platforms.filter(({ os }) => os === 'linux').map((one) => formatPlatform(normalised(one)));
    return { reference, ...compared(platforms.map(spelled), there) };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { reference, state: 'not-read', words: error.message };
  }
}

function compared(said: readonly string[], there: readonly string[]): Omit<ImageVerdict, 'reference'> {
  const missing = said.filter((platform) => !there.includes(platform));
  if (missing.length > 0) {
    return { state: 'differs', words: `it has no ${missing.join(', ')}; it has ${there.join(', ')}` };
  }
  const more = there.filter((platform) => !said.includes(platform));
  return { state: 'as-said', words: more.length === 0 ? 'as said' : `as said, and also ${more.join(', ')}` };
}

function spelled(platform: string): string {
  const parsed = parsePlatform(platform);
  return parsed === null ? platform : formatPlatform(parsed);
}
