// What a registry holds of an image: its manifest list, manifests and configurations as bytes, with their digests.
// Formats: github.com/opencontainers/image-spec {image-index,manifest,config}.md, distribution's manifest-v2-2.md, and
// BuildKit's docs/attestations/attestation-storage.md. Layers have digests and sizes, and no bytes.
import { createHash } from 'node:crypto';
import { compactPlatform, type ImageFacts } from './image-facts.ts';

export interface Blob {
  mediaType: string;
  /** `sha256:...`, of the bytes. */
  digest: string;
  bytes: Uint8Array;
}

export interface ImageContent {
  /** What the tag points at: a manifest list, or the manifest of a single-platform image. */
  target: Blob;
  /** The target and all that it lists. */
  manifests: readonly Blob[];
  configs: readonly Blob[];
}

interface MediaTypes {
  list: string;
  manifest: string;
  config: string;
  layer: string;
}

const OCI: MediaTypes = {
  list: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
};
const DOCKER: MediaTypes = {
  list: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
};
const IN_TOTO = 'application/vnd.in-toto+json';
const STATEMENT_BYTES = 1_482;

/** How an image's bytes spread over its layers: what it is built on, and what is its own. */
const LAYER_SHARES = [0.3, 0.7];
export const ENTRYPOINT = '/docker-entrypoint.sh';

/** The same for the same facts and tag, and different for another tag. */
export function contentOf(facts: ImageFacts, tag: string): ImageContent {
  const types = facts.attested === true ? OCI : DOCKER;
  const images = facts.platforms.map((platform) => imageOf(facts, { tag, platform, types }));
  const configs = images.map(({ config }) => config);
  const [first] = images;
  if (facts.singlePlatform === true && first !== undefined) {
    return { target: first.manifest, manifests: [first.manifest], configs };
  }
  const attestations = facts.attested === true ? images.map(({ manifest }) => attestationOf(manifest)) : [];
  const target = jsonBlob(types.list, {
    schemaVersion: 2,
    mediaType: types.list,
    manifests: [
      ...images.map(({ manifest, platform }) => ({ ...descriptor(manifest), platform })),
      ...attestations.map(({ manifest, annotations }) => ({ ...descriptor(manifest), annotations, platform: UNKNOWN })),
    ],
  });
  return {
    target,
    manifests: [target, ...images.map(({ manifest }) => manifest), ...attestations.map(({ manifest }) => manifest)],
    configs: [...configs, ...attestations.map(({ config }) => config)],
  };
}

const UNKNOWN = { architecture: 'unknown', os: 'unknown' };

function imageOf(facts: ImageFacts, { tag, platform, types }: { tag: string; platform: string; types: MediaTypes }) {
  const { os, architecture, variant } = compactPlatform(platform);
  const its = { architecture, os, ...(variant === '' ? {} : { variant }) };
  const layers = LAYER_SHARES.map((share, index) => ({
    mediaType: types.layer,
    digest: digestOf(`${facts.name}:${tag} ${platform} ${index}`),
    size: Math.max(1, Math.round(facts.sizeBytes * share)),
  }));
  const config = jsonBlob(types.config, {
    ...its,
    config: { Entrypoint: [facts.entrypoint ?? ENTRYPOINT] },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digestOf(`unpacked ${digest}`)) },
  });
  const manifest = jsonBlob(types.manifest, {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: descriptor(config),
    layers,
  });
  return { platform: its, config, manifest };
}

/** BuildKit's note on how an image was built: a manifest for a platform that no board has. */
function attestationOf(image: Blob) {
  const statement = digestOf(`provenance of ${image.digest}`);
  const config = jsonBlob(OCI.config, { ...UNKNOWN, config: {}, rootfs: { type: 'layers', diff_ids: [statement] } });
  const annotations = { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' };
  const manifest = jsonBlob(OCI.manifest, {
    schemaVersion: 2,
    mediaType: OCI.manifest,
    config: descriptor(config),
    layers: [{ mediaType: IN_TOTO, digest: statement, size: STATEMENT_BYTES, annotations }],
  });
  const about = {
    'vnd.docker.reference.digest': image.digest,
    'vnd.docker.reference.type': 'attestation-manifest',
  };
  return { config, manifest, annotations: about };
}

function descriptor({ mediaType, digest, bytes }: Blob) {
  return { mediaType, digest, size: bytes.length };
}

function jsonBlob(mediaType: string, value: unknown): Blob {
  const text = JSON.stringify(value);
  return { mediaType, digest: digestOf(text), bytes: Buffer.from(text) };
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
