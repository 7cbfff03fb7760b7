import 'server-only';
// The topic `images`: every image in use, what it runs on, where it is, and what is wrong with that.
import { compareText } from '#lib/model/compare-text.ts';
import { Images } from '#lib/model/images/images.ts';
import type { TopicName } from '#lib/model/stream.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import { SCHEDULING_SOURCES, WORKLOAD_SOURCES } from '../live/side-sources.ts';
import type { TopicFamily } from '../live/topic-family.ts';
import type { PictureMaker } from '../placement/picture-maker.ts';
import { sourcesOf } from '../placement/sources.ts';
import type { Doctor } from './doctor.ts';

export interface ImagesParts {
  cache: ClusterCache;
  pictures: PictureMaker;
  doctor: Doctor;
}

export class ImagesTopics implements TopicFamily {
  readonly needs = [...WORKLOAD_SOURCES, ...SCHEDULING_SOURCES];
  readonly subject = null;
  readonly #parts: ImagesParts;
  readonly #images = new Images();

  constructor(parts: ImagesParts) {
    this.#parts = parts;
  }

  has(name: TopicName): boolean {
    return name === 'images';
  }

  rows(): ReadonlyMap<string, unknown> {
    const { cache, pictures, doctor } = this.#parts;
    const pods = cache.podsKnown ? [...cache.pods.values()] : [];
    const found = pods.flatMap((pod) => doctor.diagnose(pod) ?? []);
    const { rows, totals } = this.#images.view({
      picture: pictures.picture(),
      pods,
      workloads: WORKLOAD_SOURCES.flatMap((name) => [...cache.side.items(name).values()]),
      platformsOf: doctor.platformsOf(),
      diagnosed: found.sort((a, b) => compareText(a.pod.name, b.pod.name)),
    });
    const shown = new Map<string, unknown>([
      ['totals', totals],
      ['sources', sourcesOf(cache, this.needs)],
    ]);
    for (const [key, row] of rows) shown.set(`image/${key}`, row);
    return shown;
  }
}
