// Which platforms an image has, as its registry tells: from a list of manifests, or from the one image's configuration.
import type { Platform } from '#lib/rules/images/platform.ts';
import { distinct, type IndexEntry, type Manifest, parseConfig, parseManifest } from './manifest.ts';
import { RegistryError } from './registry-error.ts';
import type { Content, Repository } from './repository.ts';

export interface PlatformsRead {
  platforms: readonly Platform[];
  /** `index`: a list, from which each board takes its own; `single`: the same for every board. */
  shape: 'index' | 'single';
  /** Of what the tag or digest stands for. */
  digest: string;
  /** As people call it: `docker.io`. */
  registry: string;
}

/** Lists in lists, and entries that do not name their platform, are read one by one. */
const LOOKED_INTO_MAX = 8;
const DEPTH_MAX = 2;

/** `tagOrDigest` of the repository. Throws RegistryError. */
export async function readPlatforms(repository: Repository, tagOrDigest: string): Promise<PlatformsRead> {
  const { registry } = repository;
  const content = await repository.manifest(tagOrDigest);
  const manifest = parsed(content, registry);
  const { digest } = content;
  if (manifest.kind === 'image') {
    const platforms = [await configured(repository, manifest.configDigest)];
    return { platforms, shape: 'single', digest, registry };
  }
  const budget = { left: LOOKED_INTO_MAX };
  const platforms = distinct(await platformsIn(repository, manifest.entries, budget, DEPTH_MAX));
  if (platforms.length > 0) return { platforms, shape: 'index', digest, registry };
  throw new RegistryError('unsupported', `${registry} has it, but its list of manifests names no platform`);
}

async function platformsIn(
  repository: Repository,
  entries: readonly IndexEntry[],
  budget: { left: number },
  depth: number,
): Promise<Platform[]> {
  const found: Platform[] = [];
  for (const { digest, platform } of entries) {
    if (platform !== null) {
      found.push(platform);
      continue;
    }
    // A list that is not read to its end would be taken for one that lacks the rest.
    if (budget.left === 0 || depth === 0) {
      throw new RegistryError('unsupported', `${repository.registry} has it as a list too deep to be read`);
    }
    budget.left -= 1;
    const inner = parsed(await repository.manifest(digest), repository.registry);
    if (inner.kind === 'index') found.push(...(await platformsIn(repository, inner.entries, budget, depth - 1)));
    else found.push(await configured(repository, inner.configDigest));
  }
  return found;
}

function parsed({ body, type }: Content, registry: string): Manifest {
  return parseManifest(body, type, registry);
}

async function configured(repository: Repository, digest: string): Promise<Platform> {
  return parseConfig((await repository.config(digest)).body, repository.registry);
}
