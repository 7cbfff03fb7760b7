// What a manifest, or a list of them, says of platforms (OCI image-spec image-index.md, manifest.md, config.md; Docker's v2.2).
import { z } from 'zod';
import type { Platform } from '#lib/rules/images/platform.ts';
import { RegistryError } from './registry-error.ts';

const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const IMAGE_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
export const MANIFEST_TYPES = [...INDEX_TYPES, ...IMAGE_TYPES].join(', ');

/** Marks attestations beside the images they are about (BuildKit). */
const ATTESTATION = 'vnd.docker.reference.type';
/** As containerd's platforms package takes them (platforms.go specifierRe); none that exists is longer. */
const WORD = /^[A-Za-z0-9_.-]{1,64}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const ENTRIES_MAX = 10_000;

export interface IndexEntry {
  digest: string;
  /** Null where the list does not say. */
  platform: Platform | null;
  isIndex: boolean;
}

export type Manifest = { kind: 'index'; entries: readonly IndexEntry[] } | { kind: 'image'; configDigest: string };

const PLATFORM = z.object({
  os: z.string().default(''),
  architecture: z.string().default(''),
  variant: z.string().nullish(),
});
const ENTRY = z.object({
  mediaType: z.string().default(''),
  digest: z.string().regex(DIGEST),
  artifactType: z.string().optional(),
  platform: PLATFORM.nullish(),
  annotations: z.record(z.string(), z.unknown()).nullish(),
});
const INDEX = z.object({ manifests: z.array(ENTRY).max(ENTRIES_MAX) });
const IMAGE = z.object({ config: z.object({ digest: z.string().regex(DIGEST) }) });

/** Throws RegistryError: `unsupported` for what names no platform, `broken` for what is no manifest. */
export function parseManifest(body: Buffer, contentType: string, host: string): Manifest {
  const json = parseJson(body, host, 'manifest');
  const type = typeof json['mediaType'] === 'string' ? json['mediaType'] : (contentType.split(';')[0] ?? '').trim();
  if (json['schemaVersion'] === 1 || /docker\.distribution\.manifest\.v1\+/.test(type)) {
    throw new RegistryError(
      'unsupported',
      `${host} has it in the first image format (schema 1), which is not supported`,
    );
  }
  const isBoth = 'manifests' in json && ('config' in json || 'layers' in json);
  if (isBoth) throw broken(host, 'manifest');
  if (INDEX_TYPES.includes(type) || (!IMAGE_TYPES.includes(type) && 'manifests' in json)) {
    const parsed = INDEX.safeParse(json);
    if (!parsed.success) throw broken(host, 'manifest list');
    return { kind: 'index', entries: parsed.data.manifests.flatMap((entry) => indexEntry(entry) ?? []) };
  }
  const parsed = IMAGE.safeParse(json);
  if (!parsed.success) throw broken(host, 'manifest');
  return { kind: 'image', configDigest: parsed.data.config.digest };
}

/** Of an image's configuration. Throws RegistryError where it names none. */
export function parseConfig(body: Buffer, host: string): Platform {
  const parsed = PLATFORM.safeParse(parseJson(body, host, 'configuration'));
  const platform = parsed.success ? platformOf(parsed.data) : null;
  if (platform !== null) return platform;
  throw new RegistryError('unsupported', `${host} has it, but not as an image: its configuration names no platform`);
}

/** In the order they were named, each once: Windows has an entry for each of its versions. */
export function distinct(platforms: readonly Platform[]): Platform[] {
  const byText = new Map(platforms.map((one) => [`${one.os}/${one.architecture}/${one.variant}`, one]));
  return [...byText.values()];
}

/** Null for what is no image of a platform. */
function indexEntry({
  mediaType,
  digest,
  artifactType,
  platform,
  annotations,
}: z.infer<typeof ENTRY>): IndexEntry | null {
  if (annotations != null && Object.hasOwn(annotations, ATTESTATION)) return null;
  if (artifactType !== undefined && artifactType !== '') return null;
  const isIndex = INDEX_TYPES.includes(mediaType);
  if (platform == null || (platform.os === '' && platform.architecture === '')) {
    const isManifest = isIndex || mediaType === '' || IMAGE_TYPES.includes(mediaType);
    return isManifest ? { digest, platform: null, isIndex } : null;
  }
  const known = platformOf(platform);
  return known === null ? null : { digest, platform: known, isIndex };
}

function platformOf({ os, architecture, variant }: z.infer<typeof PLATFORM>): Platform | null {
  if (os === 'unknown' || architecture === 'unknown') return null;
  if (!WORD.test(os) || !WORD.test(architecture)) return null;
  return { os, architecture, variant: variant != null && WORD.test(variant) ? variant : '' };
}

function parseJson(body: Buffer, host: string, what: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw broken(host, what);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw broken(host, what);
  return json as Record<string, unknown>;
}

function broken(host: string, what: string): RegistryError {
  return new RegistryError('broken', `${host} answers something that is no ${what}`);
}
