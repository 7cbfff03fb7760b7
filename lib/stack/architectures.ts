// Which architectures of boards the images of a component exist for: where its pods may run.
import { parsePlatform } from '#lib/rules/images/platform.ts';
import type { Component } from './component.ts';

/** What Kubernetes' own projects build their images for. */
export const FIVE_ARCHITECTURES: readonly string[] = [
  'linux/amd64',
  'linux/arm/v7',
  'linux/arm64',
  'linux/ppc64le',
  'linux/s390x',
];

/** `amd64`, `arm`: those that every image of it has; in order. */
export function architecturesOf({ images }: Pick<Component, 'images'>): readonly string[] {
  const each = images.map(
    ({ platforms }) => new Set(platforms.map((platform) => parsePlatform(platform)?.architecture ?? platform)),
  );
  const [first = new Set<string>(), ...others] = each;
  return [...first].filter((architecture) => others.every((one) => one.has(architecture))).sort();
}
