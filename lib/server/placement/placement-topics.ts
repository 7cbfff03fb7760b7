import 'server-only';
// The topic `placement`: which workload runs where, and why not elsewhere.
import type { PlatformsOf } from '#lib/model/images/platform-knowledge.ts';
import { Placement } from '#lib/model/placement/placement.ts';
import type { TopicName } from '#lib/model/stream.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import { SCHEDULING_SOURCES, WORKLOAD_SOURCES } from '../live/side-sources.ts';
import type { TopicFamily } from '../live/topic-family.ts';
import type { PictureMaker } from './picture-maker.ts';
import { sourcesOf } from './sources.ts';

export interface PlacementParts {
  cache: ClusterCache;
  pictures: PictureMaker;
  platformsOf: PlatformsOf;
}

export class PlacementTopics implements TopicFamily {
  readonly needs = [...WORKLOAD_SOURCES, ...SCHEDULING_SOURCES];
  readonly subject = null;
  readonly #parts: PlacementParts;
  readonly #placement = new Placement();

  constructor(parts: PlacementParts) {
    this.#parts = parts;
  }

  has(name: TopicName): boolean {
    return name === 'placement';
  }

  rows(): ReadonlyMap<string, unknown> {
    const { cache, pictures, platformsOf } = this.#parts;
    const { columns, rows } = this.#placement.view({
      picture: pictures.picture(),
      pods: cache.podsKnown ? [...cache.pods.values()] : [],
      workloads: WORKLOAD_SOURCES.flatMap((name) => [...cache.side.items(name).values()]),
      platformsOf,
    });
    const found = new Map<string, unknown>([
      ['columns', columns],
      ['sources', sourcesOf(cache, this.needs)],
    ]);
    for (const [key, row] of rows) found.set(`row/${key}`, row);
    return found;
  }
}
