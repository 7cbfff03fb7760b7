import 'server-only';
// Topics `why/<namespace>/<pod>`: why a pod is where it is, or nowhere.
import { explainPod } from '#lib/model/placement/why/why.ts';
import { eventsAbout } from '#lib/model/pod/pod-events.ts';
import type { TopicName } from '#lib/model/stream.ts';
import { SCHEDULING_SOURCES, WORKLOAD_SOURCES } from '../live/side-sources.ts';
import type { TopicFamily } from '../live/topic-family.ts';
import { podRefUnder } from '../pods/pod-name.ts';
import type { PlacementParts } from './placement-topics.ts';
import { sourcesOf } from './sources.ts';
import { workloadRecordOf } from './workload-record.ts';

const PREFIX = 'why/';

export class WhyTopics implements TopicFamily {
  readonly needs = [...WORKLOAD_SOURCES, ...SCHEDULING_SOURCES];
  readonly subject = 'why';
  readonly #parts: PlacementParts;

  constructor(parts: PlacementParts) {
    this.#parts = parts;
  }

  has(name: TopicName): boolean {
    return podRefUnder(PREFIX, name) !== null;
  }

  rows(name: TopicName): ReadonlyMap<string, unknown> {
    const { cache, pictures, platformsOf } = this.#parts;
    const found = new Map<string, unknown>([['sources', sourcesOf(cache, this.needs)]]);
    const pod = cache.pods.get(name.slice(PREFIX.length));
    if (pod === undefined) return found;
    const events = eventsAbout(pod, cache.events.values());
    const workload = workloadRecordOf(pod, cache);
    const { why, nodes } = explainPod({ pod, workload, picture: pictures.picture(), platformsOf, events });
    found.set('why', why);
    for (const verdict of nodes) found.set(`node/${verdict.node}`, verdict);
    return found;
  }
}
