import 'server-only';
// Topics for pages and routes of this process.
import { StatusError } from '#lib/kube/index.ts';
import type { ConnectionView, Cursor, SnapshotFrame, TopicName } from '#lib/model/stream.ts';
import type { Hub } from './hub.ts';
import { hub } from './running-hub.ts';
import type { Topic } from './topic.ts';

/** How long a first page waits for a cluster that was never reached before it shows that. */
const FIRST_SYNC_MS = 1_500;
const STREAM_TOPICS_MAX = 16;

/** The topic's rows now; null where there is no such topic, or no such node. */
export async function snapshotOf(name: TopicName): Promise<SnapshotFrame | null> {
  const shared = hub();
  const family = shared.familyOf(name);
  await shared.whenSettled(FIRST_SYNC_MS, family?.needs);
  let topic = shared.topics.topic(name);
  if (topic === null) return null;
  if (family?.life !== undefined) {
    await family.life.whenRead(name, FIRST_SYNC_MS);
    topic = shared.topics.topic(name) ?? topic;
  }
  // Nobody may have watched it for long: then it is as old as that.
  if (topic === shared.simulation.topic) await shared.simulation.refresh();
  return isMissing(name, topic, shared) ? null : topic.snapshot();
}

/** What the topic is about is not there, and would be known if it were. */
function isMissing(name: TopicName, topic: Topic, shared: Hub): boolean {
  const family = shared.familyOf(name);
  if (family?.life !== undefined) return family.life.isMissing(name);
  const { nodes, pods } = shared.cache.sources();
  if (family !== null) return family.subject !== null && !topic.has(family.subject) && pods.state === 'live';
  return name.startsWith('node/') && !topic.has('node') && nodes.state === 'live';
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
  await shared.whenSettled(
    FIRST_SYNC_MS,
    names.flatMap((name) => shared.familyOf(name)?.needs ?? []),
  );
  const topics = new Set<Topic>();
  for (const name of names) {
    const topic = shared.topics.topic(name);
    if (topic === null) throw new StatusError(400, 'BadRequest', `no topic ${JSON.stringify(name.slice(0, 100))}`);
    topics.add(topic);
  }
  if (topics.size < names.length) throw new StatusError(400, 'BadRequest', 'a topic is named twice');
  return shared.openStream([...topics], since);
}
