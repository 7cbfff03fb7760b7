// The addresses of a Service as an Endpoints object lists them. Mirrors syncService in kubernetes
// pkg/controller/endpoint/endpoints_controller.go and RepackSubsets in pkg/api/v1/endpoints/util.go.
import type { EndpointAddress, EndpointPort, EndpointSubset, Pod, Service } from 'kubernetes-types/core/v1';
import { isPodReady } from '#lib/rules/pods/pod-readiness.ts';
import type { Stored } from '../../store/object.ts';
import { canonical } from '../canonical.ts';
import { addressedPods, portsOf } from './endpoints.ts';

/** maxCapacity: addresses of one object; the others are left out. */
const ADDRESSES_MAX = 1_000;

export interface Subsets {
  subsets: EndpointSubset[];
  isTruncated: boolean;
}

interface Group {
  ports: EndpointPort[];
  ready: EndpointAddress[];
  notReady: EndpointAddress[];
}

/** One subset for all pods with the same ports, in the order of their addresses. */
export function subsetsOf(service: Service, pods: readonly Stored<Pod>[]): Subsets {
  const isPublishedAnyway = service.spec?.publishNotReadyAddresses === true;
  const isHeadless = service.spec?.clusterIP === 'None';
  const groups = new Map<string, Group>();
  for (const pod of addressedPods(pods, service)) {
    if (pod.metadata.deletionTimestamp !== undefined && !isPublishedAnyway) continue;
    const ports = portsOf(service, pod).map(withoutEmptyName);
    // Only a headless Service may do without ports.
    if (ports.length === 0 && ((service.spec?.ports ?? []).length > 0 || !isHeadless)) continue;
    const key = canonical(ports);
    const group = groups.get(key) ?? { ports, ready: [], notReady: [] };
    groups.set(key, group);
    const isReady = isPublishedAnyway || isPodReady(pod);
    group[isReady ? 'ready' : 'notReady'].push(addressOf(service, pod));
  }
  return truncated([...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group));
}

function withoutEmptyName({ name, port, ...rest }: { name?: string; port?: number }): EndpointPort {
  return { ...(name ? { name } : {}), port: port ?? 0, ...rest };
}

function addressOf(service: Service, pod: Stored<Pod>): EndpointAddress {
  const { namespace = '', name, uid } = pod.metadata;
  const { hostname, subdomain, nodeName } = pod.spec ?? {};
  const isNamed = Boolean(hostname) && subdomain === service.metadata?.name;
  return {
    ...(isNamed ? { hostname: hostname ?? '' } : {}),
    ip: pod.status?.podIP ?? '',
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: { kind: 'Pod', name, namespace, uid },
  };
}

/** Ready addresses go before others where there are too many. */
function truncated(groups: readonly Group[]): Subsets {
  let room = ADDRESSES_MAX;
  const take = (addresses: EndpointAddress[]): EndpointAddress[] => {
    const taken = byAddress(addresses).slice(0, room);
    room -= taken.length;
    return taken;
  };
  const all = groups.reduce((sum, { ready, notReady }) => sum + ready.length + notReady.length, 0);
  const ready = groups.map((group) => take(group.ready));
  const notReady = groups.map((group) => take(group.notReady));
  const subsets = groups.map(({ ports }, at) => ({
    ...field('addresses', ready[at] ?? []),
    ...field('notReadyAddresses', notReady[at] ?? []),
    ...field('ports', ports),
  }));
  const isFilled = ({ addresses, notReadyAddresses }: EndpointSubset) => addresses ?? notReadyAddresses;
  return { subsets: subsets.filter(isFilled), isTruncated: all > ADDRESSES_MAX };
}

function field<T>(name: string, values: readonly T[]): Record<string, readonly T[]> {
  return values.length === 0 ? {} : { [name]: values };
}

/** By address, then by uid, as LessEndpointAddress. */
function byAddress(addresses: readonly EndpointAddress[]): EndpointAddress[] {
  const texts = new Map(addresses.map((address) => [address, sortText(address)]));
  const textOf = (address: EndpointAddress) => texts.get(address) ?? '';
  return [...addresses].sort((a, b) => (textOf(a) === textOf(b) ? 0 : textOf(a) < textOf(b) ? -1 : 1));
}

function sortText({ ip, targetRef }: EndpointAddress): string {
  const parts = ip.split('.').map((part) => part.padStart(3, '0'));
  return `${parts.join('.')} ${targetRef?.uid ?? ''}`;
}
