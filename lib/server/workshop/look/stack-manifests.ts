import 'server-only';
// The stack's manifests as they were shipped, and filled in for what was chosen.
import { join } from 'node:path';
import type { PlannedPart } from '#lib/model/workshop/component-plan.ts';
import { COMPONENTS } from '#lib/stack/catalogue.ts';
import type { Component, ComponentId, ManifestObject, StackChoices, StackSecrets } from '#lib/stack/component.ts';
import { filledIn } from '#lib/stack/fill-in.ts';
import { type ManifestPart, readManifests, STACK_DIRECTORY } from '#lib/stack/manifests.ts';
import { namespacesFor } from '#lib/stack/namespaces.ts';
import { permissionsFor } from '#lib/stack/permissions.ts';

export interface StackPiece {
  /** The component's gates that have to be open before. */
  afterGates: readonly string[];
  objects: readonly ManifestObject[];
}

/** A component as it would be applied: `objects` are those of all its pieces. */
export interface FilledPart extends PlannedPart {
  pieces: readonly StackPiece[];
}

export class StackManifests {
  readonly #directory: string;
  #read: ReadonlyMap<Component, readonly ManifestPart[]> | null = null;

  /** `root` holds lib/stack: the folder of the sources, or that of a build. */
  constructor(root: string) {
    this.#directory = join(root, STACK_DIRECTORY);
  }

  /** In the order in which they are put up. Throws where a manifest cannot be read. */
  parts(choices: StackChoices, secrets: StackSecrets): FilledPart[] {
    return Array.from(this.#manifests(), ([component, manifests]) => {
      const filled = manifests.map(({ afterGates, objects }) => ({
        afterGates,
        objects: filledIn(component, objects, choices, secrets),
      }));
      const namespaces = namespacesFor(filled.flatMap(({ objects }) => objects));
      const pieces = [{ afterGates: [], objects: namespaces }, ...filled];
      const objects = pieces.flatMap((piece) => piece.objects);
      return { component, pieces, objects, grants: permissionsFor(objects) };
    });
  }

  /** One of them. */
  part(id: ComponentId, choices: StackChoices, secrets: StackSecrets): FilledPart | undefined {
    return this.parts(choices, secrets).find(({ component }) => component.id === id);
  }

  #manifests(): ReadonlyMap<Component, readonly ManifestPart[]> {
    this.#read ??= new Map(COMPONENTS.map((component) => [component, readManifests(this.#directory, component)]));
    return this.#read;
  }
}
