import 'server-only';
// Topics `doctor/<namespace>/<pod>`: what is wrong with a pod that fails for its architecture, and what can be done.
import { diagnosisView } from '#lib/model/images/diagnoses.ts';
import type { TopicName } from '#lib/model/stream.ts';
import { WORKLOAD_SOURCES } from '../live/side-sources.ts';
import type { TopicFamily } from '../live/topic-family.ts';
import { workloadRecordOf } from '../placement/workload-record.ts';
import { podRefUnder } from '../pods/pod-name.ts';
import type { ImagesParts } from './images-topics.ts';

const PREFIX = 'doctor/';

export class DoctorTopics implements TopicFamily {
  readonly needs = [...WORKLOAD_SOURCES];
  readonly subject = null;
  readonly #parts: ImagesParts;

  constructor(parts: ImagesParts) {
    this.#parts = parts;
  }

  has(name: TopicName): boolean {
    return podRefUnder(PREFIX, name) !== null;
  }

  rows(name: TopicName): ReadonlyMap<string, unknown> {
    const { cache, doctor } = this.#parts;
    const pod = cache.pods.get(name.slice(PREFIX.length));
    const found = pod === undefined ? null : doctor.diagnose(pod);
    if (found === null) return new Map();
    const workload = workloadRecordOf(found.pod, cache);
    const nodes = [...cache.nodes.values()];
    return new Map([['diagnosis', diagnosisView(found, { workload, nodes, platformsOf: doctor.platformsOf() })]]);
  }
}
