import 'server-only';
// Waits for registries that were just asked: knowledge of images is answered from what is known, and read meanwhile.
import type { PlatformsOf } from '#lib/model/images/platform-knowledge.ts';
import { ASKING } from './platforms.ts';

const LOOK_EVERY_MS = 50;

/** Resolves once there is an answer for each, at the latest after `mostMs`: a registry that takes longer is asked on. */
export async function whenAnswered(platformsOf: PlatformsOf, images: Iterable<string>, mostMs: number): Promise<void> {
  const isAsked = (image: string) => platformsOf(image).how === ASKING;
  const untilMs = Date.now() + mostMs;
  // Who may be asked about an image is looked for among all pods: once there is an answer, no more.
  let asked = [...images].filter(isAsked);
  while (asked.length > 0 && Date.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    asked = asked.filter(isAsked);
  }
}
