// What shows that a source of use may have come: a Prometheus or Heapster that gets ready, a service of such a name, a
// metrics API that becomes available. Whether it is one is found out by asking.
import { parseImageReference } from '#lib/rules/images/reference.ts';
import type { ApiServiceRecord, PodRecord, ServiceRecord } from '../records/records.ts';

export interface SignedCluster {
  pods: Iterable<PodRecord>;
  /** As far as they are watched; none says nothing. */
  services: Iterable<ServiceRecord>;
  apiServices: Iterable<ApiServiceRecord>;
}

/** Last part of an image's repository: `quay.io/prometheus/prometheus`, `heapster-arm`. */
const PROGRAM = /(^|\/)(prometheus|heapster(-[a-z0-9]+)?)$/;
const NAME = /(^|-)(prometheus|heapster)(-|$)/;
const GROUP = 'metrics.k8s.io';

/** A text each, the same for the same. */
export function sourceSigns({ pods, services, apiServices }: SignedCluster): Set<string> {
  const signs = new Set<string>();
  for (const { uid, readySince, containers } of pods) {
    if (readySince === null) continue;
    if (containers.some(({ image }) => PROGRAM.test(parseImageReference(image)?.repository ?? ''))) {
      signs.add(`pod ${uid}`);
    }
  }
  for (const { namespace, name } of services) if (NAME.test(name)) signs.add(`service ${namespace}/${name}`);
  for (const { name, group, available } of apiServices) {
    if (group === GROUP && available?.isTrue === true) signs.add(`API ${name}`);
  }
  return signs;
}
