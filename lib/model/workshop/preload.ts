// Which images a classroom has to have beforehand where there is no way to the registries, and how it gets them.
import { fullName, parseImageReference } from '#lib/rules/images/reference.ts';
import type { Component } from '#lib/stack/component.ts';
import { imageUnder } from '#lib/stack/fill-in.ts';
import { command } from '../actions/kubectl.ts';

export interface PreloadImage {
  /** Where it is pulled from: `docker.io/library/python:3.14.0-alpine3.22`. */
  reference: string;
  /** What it is to be called in the registry of the classroom, which boards then pull from; null where none is named. */
  under: string | null;
}

/** Each once, in order. */
export function preloadImages(components: readonly Component[], registryPrefix: string | null): PreloadImage[] {
  const references = new Set(components.flatMap(({ images }) => images.map(({ reference }) => fullNameOf(reference))));
  return [...references].sort().map((reference) => ({
    reference,
    under: registryPrefix === null ? null : imageUnder(registryPrefix, reference),
  }));
}

/** What is typed for it, or what is pulled: `docker pull` and `push` would copy the images of one architecture alone. */
export function preloadText({ reference, under }: PreloadImage): string {
  return under === null ? reference : command('skopeo', 'copy', '--all', `docker://${reference}`, `docker://${under}`);
}

/** With the registry that a name without one stands for: not every tool adds it. */
function fullNameOf(reference: string): string {
  const parsed = parseImageReference(reference);
  return parsed === null ? reference : fullName(parsed);
}
