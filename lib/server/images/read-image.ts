import 'server-only';
// Reads one image for the pods that use it: by the digest they run, else by tag; with their pull secrets where it is
// not shown without.
import { type Credentials, credentialsFor } from '#lib/registry/credentials.ts';
import type { PlatformsRead } from '#lib/registry/read-platforms.ts';
import type { RegistryReader } from '#lib/registry/reader.ts';
import { RegistryError } from '#lib/registry/registry-error.ts';
import { type ImageReference, parseImageReference } from '#lib/rules/images/reference.ts';
import type { ImageUses } from './image-uses.ts';
import type { PullSecrets } from './pull-secrets.ts';

export interface ImageReading {
  reader: RegistryReader;
  secrets: PullSecrets;
}

/** Throws RegistryError. */
export async function readImage(reading: ImageReading, image: string, uses: ImageUses): Promise<PlatformsRead> {
  const reference = parseImageReference(image);
  if (reference === null) throw new RegistryError('refused', 'its name is no valid image reference');
  const [digest, ...others] = uses.digests;
  // Where pods run different ones under the same tag, what it stands for now is what counts.
  if (reference.digest === null && digest !== undefined && others.length === 0) {
    const read = await readByDigest(reading, { ...reference, tag: null, digest }, uses);
    if (read !== null) return read;
  }
  return await readSignedIn(reading, reference, uses);
}

/** Null where the digest tells nothing about the tag: it is gone, or the part of a list that one board took. */
async function readByDigest(
  reading: ImageReading,
  reference: ImageReference,
  uses: ImageUses,
): Promise<PlatformsRead | null> {
  try {
    const read = await readSignedIn(reading, reference, uses);
    return read.shape === 'index' ? read : null;
  } catch (error) {
    if (error instanceof RegistryError && (error.problem === 'missing' || error.problem === 'broken')) return null;
    throw error;
  }
}

/** As anybody; where that is denied, with what the namespaces' pull secrets hold for this registry. */
async function readSignedIn(
  { reader, secrets }: ImageReading,
  reference: ImageReference,
  uses: ImageUses,
): Promise<PlatformsRead> {
  let failure: RegistryError;
  try {
    return await reader.read(reference);
  } catch (error) {
    if (!mayBePrivate(error)) throw error;
    failure = error;
  }
  const found = await credentialsOf(secrets, reference, uses);
  for (const credentials of found.credentials) {
    try {
      return await reader.read(reference, credentials);
    } catch (error) {
      if (!mayBePrivate(error)) throw error;
      failure = error;
    }
  }
  if (found.credentials.length > 0 || failure.problem !== 'denied') throw failure;
  throw new RegistryError('denied', `${failure.message}; ${withoutCredentials(uses, found.forbidden)}`);
}

/** Why there are none, and what to do. */
function withoutCredentials({ secrets }: ImageUses, forbidden: boolean): string {
  if (forbidden) {
    return "its pull secret may not be read from here: the dashboard's user needs get on secrets in the pod's namespace";
  }
  const isNamed = [...secrets.values()].some((names) => names.size > 0);
  return isNamed
    ? 'the pull secrets that its pods name are not there, or are for other registries'
    : 'its pods name no pull secret (imagePullSecrets), which a private image needs';
}

/** Some registries say of what they do not show that it is not there. */
function mayBePrivate(error: unknown): error is RegistryError {
  return error instanceof RegistryError && (error.problem === 'denied' || error.problem === 'missing');
}

const CREDENTIALS_MAX = 5;

async function credentialsOf(
  secrets: PullSecrets,
  reference: ImageReference,
  uses: ImageUses,
): Promise<{ credentials: Credentials[]; forbidden: boolean }> {
  const credentials: Credentials[] = [];
  let forbidden = false;
  for (const [namespace, names] of uses.secrets) {
    for (const name of names) {
      const secret = await secrets.read(namespace, name);
      if (secret === 'forbidden') forbidden = true;
      else if (secret !== null) credentials.push(...credentialsFor(reference, secret));
    }
  }
  return { credentials: credentials.slice(0, CREDENTIALS_MAX), forbidden };
}
