import 'server-only';
// Topics `pod/<namespace>/<name>`: while somebody looks at a pod, it is watched by itself.
import type { RowParts } from '../live/rows.ts';
import type { TopicFamily } from '../live/topic-family.ts';
import { WatchLife } from '../live/watch-life.ts';
import { podRefUnder } from './pod-name.ts';
import { PodWatch } from './pod-watch.ts';

const PREFIX = 'pod/';
/** Each keeps a connection to the API server. */
const POD_TOPICS_MAX = 60;

export function podFamily(parts: RowParts): TopicFamily {
  const life = new WatchLife((name, changed) => {
    const ref = podRefUnder(PREFIX, name);
    return ref === null ? null : new PodWatch(parts, ref, changed);
  });
  return {
    has: (name) => podRefUnder(PREFIX, name) !== null,
    needs: [],
    rows: (name) => life.rows(name),
    subject: 'pod',
    topicsMax: POD_TOPICS_MAX,
    life,
  };
}
