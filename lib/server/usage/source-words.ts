import 'server-only';
// What it means that a source of use could not be read: refused, not there, or out of order for a while.
import type { LiveUsageSource, StatusError } from '#lib/kube/index.ts';
import type { SourceView } from '#lib/model/overview/overview-view.ts';

/** `since` is for whoever knows when it was good last. */
export function failedState(error: StatusError, source: Pick<LiveUsageSource, 'kind' | 'title'> | null): SourceView {
  const isMetricsApi = source?.kind === 'metrics.k8s.io';
  const who = isMetricsApi || source === null ? 'the metrics API' : source.title;
  if (error.code === 403) {
    return isMetricsApi
      ? { state: 'forbidden', verb: 'list', resource: 'nodes.metrics.k8s.io' }
      : { state: 'forbidden', verb: 'get', resource: 'services/proxy' };
  }
  if (error.code === 404) return { state: 'absent', message: `${who} is not ${isMetricsApi ? 'registered' : 'there'}` };
  // 503 comes from the aggregator or the proxy, whose own text names addresses.
  const isSilent = error.answered && error.code === 503;
  const message = isSilent ? `${who} is ${isMetricsApi ? 'registered' : 'there'} but does not answer` : error.message;
  return { state: 'stale', since: '', message };
}
