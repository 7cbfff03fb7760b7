// Reads the manifests that stand beside the components: files of YAML, no templates; fill-in.ts does the rest.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Component, ManifestObject } from './component.ts';

/** From the root of the sources, and from the folder of a build, to which they are copied. */
export const STACK_DIRECTORY = join('lib', 'stack');

export interface ManifestPart {
  /** Its gates that have to be open before these objects are applied. */
  afterGates: readonly string[];
  objects: readonly ManifestObject[];
}

/**
 * What a component consists of, in the order in which it is applied, as its files say it.
 * @param directory the one that holds the components' folders
 * @throws where a file is not there or is no list of API objects, with its name
 */
export function readManifests(directory: string, { id, manifests }: Component): ManifestPart[] {
  return manifests.map(({ file, afterGates }) => {
    const path = join(directory, id, file);
    return { afterGates, objects: objectsOf(readFileSync(path, 'utf8'), path) };
  });
}

function objectsOf(text: string, path: string): ManifestObject[] {
  return parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${path}: ${error.message}`);
    const value: unknown = document.toJS();
    if (!isManifestObject(value)) throw new Error(`${path} holds something without apiVersion, kind and a name`);
    return value;
  });
}

function isManifestObject(value: unknown): value is ManifestObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<ManifestObject>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string';
}
