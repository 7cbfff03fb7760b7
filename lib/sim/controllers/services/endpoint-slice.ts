// The EndpointSlice controller: who answers behind a Service. Mirrors k8s.io/endpointslice {reconciler.go,utils.go} and
// kubernetes pkg/controller/endpointslice/endpointslice_controller.go.
import type { Pod, Service } from 'kubernetes-types/core/v1';
import type { EndpointPort, EndpointSlice } from 'kubernetes-types/discovery/v1';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { canonical, sameMeaning } from '../canonical.ts';
import { type Controller, keysOf, type Outcome, type View, type Write } from '../controller.ts';
import { controllerRef } from '../owner.ts';
import { addressedPods, endpointOf, type NodeZone, portsOf, servicesBehind } from './endpoints.ts';

const RESOURCE = 'endpointslices.discovery.k8s.io';
const SERVICE_LABEL = 'kubernetes.io/service-name';
const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';
const HEADLESS_LABEL = 'service.kubernetes.io/headless';
const MANAGER = 'endpointslice-controller.k8s.io';
const TRIGGER_ANNOTATION = 'endpoints.kubernetes.io/last-change-trigger-time';
/** --max-endpoints-per-slice */
const ENDPOINTS_MAX = 100;

export const endpointSliceController: Controller = {
  name: 'endpoint-slice-controller',
  fieldManager: 'kube-controller-manager',
  *wakes(change, view) {
    const { namespace, name, labels } = change.object.metadata;
    if (change.resource === 'services') yield keyOf(namespace, name);
    if (change.resource === 'pods') yield* servicesBehind(change, view);
    const service = change.resource === RESOURCE ? labels?.[SERVICE_LABEL] : undefined;
    if (service !== undefined) yield keyOf(namespace, service);
  },
  initialKeys: keysOf('services'),
  reconcile,
};

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const service = view.get('services', namespace, name);
  // A Service without a selector has its endpoints from somebody else, an ExternalName none at all.
  if (service?.spec?.selector === undefined || service.spec.type === 'ExternalName') return {};
  if (service.metadata.deletionTimestamp !== undefined) return {};
  const existing = view
    .ownedBy(RESOURCE, service.metadata.uid)
    .filter((slice) => slice.metadata.labels?.[MANAGED_BY_LABEL] === MANAGER);
  const wanted = slicesFor(view, service, existing);
  const writes: Write[] = [];
  for (const [index, slice] of wanted.entries()) {
    const current = existing[index];
    if (current === undefined) writes.push({ op: 'create', resource: RESOURCE, object: named(slice, view, service) });
    else if (!isUpToDate(current, slice))
      writes.push({ op: 'update', resource: RESOURCE, object: merged(current, slice) });
  }
  for (const { metadata } of existing.slice(wanted.length)) {
    writes.push({ op: 'delete', resource: RESOURCE, namespace, name: metadata.name });
  }
  return { writes };
}

/** One slice per set of ports and hundred pods; one that says "nobody" where there are none. */
function slicesFor(view: View, service: Stored<Service>, existing: readonly Stored<EndpointSlice>[]): EndpointSlice[] {
  const pods = addressedPods(view.list('pods', service.metadata.namespace), service);
  const known = existing.flatMap((slice) => (slice.endpoints ?? []).map((endpoint) => endpoint.targetRef?.uid));
  const ranks = new Map(known.map((uid, index) => [uid, index]));
  const rank = (pod: Stored<Pod>) => ranks.get(pod.metadata.uid) ?? -1;
  // Those already listed keep their places.
  const ordered = [...pods.filter((pod) => rank(pod) >= 0).sort((a, b) => rank(a) - rank(b))];
  ordered.push(...pods.filter((pod) => rank(pod) < 0));
  const groups = new Map<string, { ports: EndpointPort[]; pods: Stored<Pod>[] }>();
  for (const pod of ordered) {
    const ports = portsOf(service, pod);
    const group = groups.get(canonical(ports)) ?? { ports, pods: [] };
    group.pods.push(pod);
    groups.set(canonical(ports), group);
  }
  const zoneOf: NodeZone = (node) =>
    view.get('nodes', undefined, node)?.metadata.labels?.['topology.kubernetes.io/zone'];
  const base = sliceBase(service, view.nowMs);
  const slices = [...groups.values()].flatMap(({ ports, pods: members }) =>
    chunks(members).map((chunk) => ({
      ...base,
      endpoints: chunk.map((pod) => endpointOf(service, pod, zoneOf)),
      ports,
    })),
  );
  return slices.length > 0 ? slices : [{ ...base, endpoints: [], ports: [] }];
}

function sliceBase(service: Stored<Service>, nowMs: number): Omit<EndpointSlice, 'endpoints' | 'ports'> {
  const isHeadless = !service.spec?.clusterIP || service.spec.clusterIP === 'None';
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      namespace: service.metadata.namespace ?? '',
      generateName: `${service.metadata.name}-`,
      labels: {
        ...service.metadata.labels,
        ...(isHeadless ? { [HEADLESS_LABEL]: '' } : {}),
        [SERVICE_LABEL]: service.metadata.name,
        [MANAGED_BY_LABEL]: MANAGER,
      },
      annotations: { [TRIGGER_ANNOTATION]: timestamp(nowMs) },
      ownerReferences: [controllerRef(service)],
    },
    addressType: service.spec?.ipFamilies?.[0] === 'IPv6' ? 'IPv6' : 'IPv4',
  };
}

function named(slice: EndpointSlice, view: View, service: Stored<Service>): EndpointSlice {
  const name = view.random.nameFrom(`${service.metadata.name}-`);
  return { ...slice, metadata: { ...slice.metadata, name } };
}

function isUpToDate(current: Stored<EndpointSlice>, slice: EndpointSlice): boolean {
  const parts = ({ endpoints, ports, metadata }: EndpointSlice) => [endpoints ?? [], ports ?? [], metadata?.labels];
  return sameMeaning(parts(current), parts(slice));
}

function merged(current: Stored<EndpointSlice>, { endpoints, ports, metadata }: EndpointSlice): EndpointSlice {
  const { labels, annotations } = metadata ?? {};
  return {
    ...current,
    metadata: {
      ...current.metadata,
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...current.metadata.annotations, ...annotations },
    },
    endpoints,
    ...(ports === undefined ? {} : { ports }),
  };
}

function chunks(pods: readonly Stored<Pod>[]): Stored<Pod>[][] {
  const count = Math.ceil(pods.length / ENDPOINTS_MAX);
  return Array.from({ length: count }, (_, index) => pods.slice(index * ENDPOINTS_MAX, (index + 1) * ENDPOINTS_MAX));
}
