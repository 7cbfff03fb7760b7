// Everything that is in a simulated cluster, without what changes by itself: for comparing before and after.
import type { Cluster } from '#lib/sim/index.ts';

interface Meta {
  namespace?: string;
  name?: string;
  uid?: string;
  labels?: unknown;
  annotations?: unknown;
}

/** What happened, and measures: come and go by themselves. */
const PASSING = /^(events|podmetrics|nodemetrics)/;

/** One line an object, in order. */
export function objectsOf({ store }: Cluster): string[] {
  return store
    .resources()
    .filter((resource) => !PASSING.test(resource))
    .flatMap((resource) =>
      store.list(resource).map((object) => {
        const { metadata, spec, data, rules, subjects } = object as typeof object & Record<string, unknown>;
        const { namespace, name, uid, labels, annotations } = metadata as Meta;
        // Leases are renewed all the time: that one is there is what counts.
        const content = resource.startsWith('leases') ? null : [spec, data, rules, subjects];
        return JSON.stringify([resource, namespace, name, uid, labels, annotations, content]);
      }),
    )
    .sort();
}
