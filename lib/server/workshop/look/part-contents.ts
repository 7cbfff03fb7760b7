import 'server-only';
// What of a component's objects is applied and shown on a cluster as it is: its Secret and its namespace may be there.
import type { WorkshopFacts } from '#lib/model/workshop/facts.ts';
import { objectKey, refOf } from '#lib/model/workshop/object-key.ts';
import { isTheirNamespace } from '#lib/model/workshop/their-namespaces.ts';
import type { ManifestObject } from '#lib/stack/component.ts';
import { markedWithSecret } from '#lib/stack/fill-in.ts';
import type { FilledPart } from './stack-manifests.ts';

type Found = WorkshopFacts['objects'];

/** Without the Secrets that the cluster has, as what is in them was given before, and stays; null for without any. */
export function partWithoutSecrets(part: FilledPart, found: Found | null): FilledPart {
  const isLeftOut = (object: ManifestObject) => found === null || foundOf(object, found) !== null;
  return changed(part, (object) => (object.kind === 'Secret' && isLeftOut(object) ? null : object));
}

/** For whoever applies it by hand: without what is secret, and without a namespace that somebody else made. */
export function publicPart(part: FilledPart, namespaces: WorkshopFacts['namespaces']): FilledPart {
  return changed(part, (object) => {
    return object.kind === 'Secret' || isTheirNamespace(object, namespaces) ? null : object;
  });
}

/** With the version of the Secret that the cluster has on the pods that read it. */
export function markedPart(part: FilledPart, found: Found): FilledPart {
  const secret = part.objects.find(({ kind }) => kind === 'Secret');
  const { metadata = null } = (secret === undefined ? null : foundOf(secret, found)) ?? {};
  if (metadata === null || !('resourceVersion' in metadata)) return part;
  const version = String(metadata.resourceVersion);
  return changed(part, (object) => markedWithSecret(object, version));
}

function foundOf(object: ManifestObject, found: Found): ManifestObject | null {
  const now = found.get(objectKey(refOf(object)));
  return now?.known === true ? now.value : null;
}

function changed(part: FilledPart, change: (object: ManifestObject) => ManifestObject | null): FilledPart {
  const pieces = part.pieces.map((piece) => ({ ...piece, objects: piece.objects.flatMap((one) => change(one) ?? []) }));
  return { ...part, pieces, objects: pieces.flatMap(({ objects }) => objects) };
}
