// What running pods prove of images: a container that got Ready on a board runs on that board's platform. That an image
// merely lies on a node (node.status.images) proves no more than its pull.
import { platformOfBoard } from '#lib/rules/images/board-platform.ts';
import { formatPlatform, type Platform } from '#lib/rules/images/platform.ts';
import type { ContainerRecord, NodeRecord, PodRecord } from '../records/records.ts';
import type { PlatformsOf } from './platform-knowledge.ts';

/** By image, as pods name it: a board for each platform that is proven. */
export type Evidence = ReadonlyMap<string, ReadonlyMap<string, { platform: Platform; node: string }>>;

export function evidenceOf(pods: Iterable<PodRecord>, nodes: ReadonlyMap<string, NodeRecord>): Evidence {
  const found = new Map<string, Map<string, { platform: Platform; node: string }>>();
  for (const { nodeName, containers } of pods) {
    const node = nodeName === null ? undefined : nodes.get(nodeName);
    if (node === undefined) continue;
    for (const container of containers) {
      if (!hasRun(container)) continue;
      const proven = found.get(container.image) ?? new Map();
      found.set(container.image, proven);
      const platform = platformOfBoard(node.hardware);
      const key = formatPlatform(platform);
      const before = proven.get(key);
      // The same boards, the same words, whatever order pods come in.
      if (before === undefined || node.name < before.node) proven.set(key, { platform, node: node.name });
    }
  }
  return found;
}

/** Where the registry says nothing, what has run says at least something: more platforms than these may work. */
export function withEvidence(platformsOf: PlatformsOf, evidence: Evidence): PlatformsOf {
  return (image) => {
    const known = platformsOf(image);
    if (known.source === 'registry') return known;
    const proven = [...(evidence.get(image)?.values() ?? [])].sort((a, b) => (a.node < b.node ? -1 : 1));
    if (proven.length === 0) return known;
    const where = proven.map(({ platform, node }) => `ran Ready on ${node}, so ${wordOf(platform)} works`).join('; ');
    return {
      platforms: proven.map(({ platform }) => platform),
      shape: null,
      source: 'evidence',
      how: `${where} (${known.how})`,
    };
  };
}

/** An init container that ended well has run as well. */
function hasRun({ ready, isInit, ended }: ContainerRecord): boolean {
  return ready || (isInit && ended?.exitCode === 0);
}

function wordOf({ architecture, variant }: Platform): string {
  return architecture === 'arm' ? `arm ${variant}` : architecture;
}
