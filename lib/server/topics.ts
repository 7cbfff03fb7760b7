import 'server-only';
// Topics for pages and routes of this process.
import { StatusError } from '#lib/kube/index.ts';
import type { ConnectionView, Cursor, SnapshotFrame, TopicName } from '#lib/model/stream.ts';
import { hub } from './running-hub.ts';
import type { Topic } from './topic.ts';

/** How long a first page waits for a cluster that was never reached before it shows that. */
const FIRST_SYNC_MS = 1_500;
const STREAM_TOPICS_MAX = 16;

/** The topic's rows now; null where there is no such topic, or no such node. */
export async function snapshotOf(name: TopicName): Promise<SnapshotFrame | null> {
  const shared = hub();
  await shared.whenSettled(FIRST_SYNC_MS);
  const topic = shared.topics.topic(name);
  if (topic === null) return null;
  // Nobody may have watched it for long: then it is as old as that.
  if (topic === shared.simulation.topic) await shared.simulation.refresh();
  const missing = name.startsWith('node/') && !topic.has('node') && shared.cache.sources().nodes.state === 'live';
  return missing ? null : topic.snapshot();
}

export function connectionView(): ConnectionView {
  return hub().connection();
}

/** An event stream of these topics. Throws StatusError 400 for bad names, 503 when full. */
export async function streamOf(
  names: readonly TopicName[],
  since: readonly Cursor[],
): Promise<ReadableStream<Uint8Array>> {
  if (names.length === 0 || names.length > STREAM_TOPICS_MAX) {
    throw new StatusError(400, 'BadRequest', `topics must name 1 to ${STREAM_TOPICS_MAX} topics`);
  }
  const shared = hub();
  await shared.whenSettled(FIRST_SYNC_MS);
  const topics = new Set<Topic>();
  for (const name of names) {
    const topic = shared.topics.topic(name);
    if (topic === null) throw new StatusError(400, 'BadRequest', `no topic ${JSON.stringify(name.slice(0, 100))}`);
    topics.add(topic);
  }
  if (topics.size < names.length) throw new StatusError(400, 'BadRequest', 'a topic is named twice');
  return shared.openStream([...topics], since);
}
