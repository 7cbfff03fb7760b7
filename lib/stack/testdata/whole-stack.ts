// The whole stack as its files say it and as it is applied; for tests, and for what is written from it.
import { join } from 'node:path';
import { COMPONENTS } from '../catalogue.ts';
import type { Component, ManifestObject, StackChoices } from '../component.ts';
import { filledIn } from '../fill-in.ts';
import { readManifests } from '../manifests.ts';

const DIRECTORY = join(import.meta.dirname, '..');

/** A kubeadm cluster with three tainted architectures. */
export const CHOICES: StackChoices = {
  tolerate: ['amd64', 'arm', 'arm64'].map((value) => ({ key: 'kubernetes.io/arch', value, effect: 'NoSchedule' })),
  kubeletInsecureTls: false,
  registryPrefix: null,
  defaultStorageClass: false,
};

export function rawObjects(component: Component): ManifestObject[] {
  return readManifests(DIRECTORY, component).flatMap(({ objects }) => objects);
}

export function appliedObjects(component: Component, choices: Partial<StackChoices> = {}): ManifestObject[] {
  const given = { ...CHOICES, ...choices };
  return filledIn(component, rawObjects(component), given, { ngrokAuthtoken: 'a token of a test' });
}

/** `[component id, component]`, for tables of cases. */
export const EACH: readonly [string, Component][] = COMPONENTS.map((component) => [component.id, component]);
