import 'server-only';
// Topics `autoscaler/<namespace>/<name>`: while somebody looks at an autoscaler, its chain is looked along.
import { SCHEDULING_SOURCES, WORKLOAD_SOURCES } from '../live/side-sources.ts';
import type { TopicFamily } from '../live/topic-family.ts';
import { WatchLife } from '../live/watch-life.ts';
import { podRefUnder } from '../pods/pod-name.ts';
import { AutoscalerWatch, type AutoscalerWatchParts } from './autoscaler-watch.ts';
import { AUTOSCALERS } from './autoscaling-topics.ts';

const PREFIX = 'autoscaler/';
/** Each asks some ten questions every few seconds while it is watched. */
const AUTOSCALER_TOPICS_MAX = 30;

export function autoscalerFamily(parts: Omit<AutoscalerWatchParts, 'needs'>): TopicFamily {
  const needs = [
    AUTOSCALERS,
    'apiservices.apiregistration.k8s.io',
    ...WORKLOAD_SOURCES,
    ...SCHEDULING_SOURCES,
  ] as const;
  const life = new WatchLife((name, changed) => {
    const ref = podRefUnder(PREFIX, name);
    return ref === null ? null : new AutoscalerWatch({ ...parts, needs }, ref, changed);
  });
  return {
    has: (name) => podRefUnder(PREFIX, name) !== null,
    needs,
    rows: (name) => life.rows(name),
    subject: 'autoscaler',
    topicsMax: AUTOSCALER_TOPICS_MAX,
    life,
  };
}
