// What a pod is as an endpoint of a Service: its address, whether it serves, and on which ports.
// Mirrors k8s.io/endpointslice utils.go (podToEndpoint, getEndpointPorts, ShouldPodBeInEndpoints).
import type { Pod, Service, ServicePort } from 'kubernetes-types/core/v1';
import type { Endpoint, EndpointPort } from 'kubernetes-types/discovery/v1';
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import { isPodReady } from '#lib/rules/pods/pod-readiness.ts';
import { keyOf, type Stored } from '../../store/object.ts';
import type { Change } from '../../store/store.ts';
import { sameMeaning } from '../canonical.ts';
import type { View } from '../controller.ts';

/** The zone a node is in, where its labels say. */
export type NodeZone = (node: string) => string | undefined;

/** The Service's pods that have an address and have not ended; those on their way out are still among them. */
export function addressedPods(pods: readonly Stored<Pod>[], service: Service): Stored<Pod>[] {
  return pods.filter((pod) => {
    const hasEnded = pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
    return !hasEnded && Boolean(pod.status?.podIP) && matchesLabelSet(service.spec?.selector, pod.metadata.labels);
  });
}

/** Keys of the Services that the change of a pod concerns. */
export function* servicesBehind({ object, previous, type }: Change, view: View): Iterable<string> {
  // Only pods are asked for, here and below.
  const pod = object as Stored<Pod>;
  const before = previous as Stored<Pod> | undefined;
  if (type === 'MODIFIED' && before !== undefined && isSameToServices(before, pod)) return;
  const { namespace, labels } = pod.metadata;
  for (const { metadata, spec } of view.list('services', namespace)) {
    if (spec?.selector === undefined) continue;
    const isBehind = matchesLabelSet(spec.selector, labels) || matchesLabelSet(spec.selector, before?.metadata.labels);
    if (isBehind) yield keyOf(namespace, metadata.name);
  }
}

function isSameToServices(before: Stored<Pod>, pod: Stored<Pod>): boolean {
  const decisive = ({ metadata, spec, status }: Stored<Pod>) => [
    metadata.labels,
    metadata.deletionTimestamp,
    spec?.nodeName,
    status?.phase,
    status?.podIP,
    status?.conditions?.find((condition) => condition.type === 'Ready')?.status,
  ];
  return sameMeaning(decisive(before), decisive(pod));
}

export function endpointOf(service: Service, pod: Stored<Pod>, zoneOf: NodeZone): Endpoint {
  const { name, namespace = '', uid, deletionTimestamp } = pod.metadata;
  const terminating = deletionTimestamp !== undefined;
  const isPublishedAnyway = service.spec?.publishNotReadyAddresses === true;
  const serving = isPublishedAnyway || isPodReady(pod);
  const node = pod.spec?.nodeName;
  const zone = node === undefined ? undefined : zoneOf(node);
  const hasHostname = Boolean(pod.spec?.hostname) && pod.spec?.subdomain === service.metadata?.name;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready: isPublishedAnyway || (serving && !terminating), serving, terminating },
    ...(hasHostname ? { hostname: pod.spec?.hostname ?? '' } : {}),
    ...(node === undefined ? {} : { nodeName: node }),
    ...(zone === undefined ? {} : { zone }),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

/** The Service's ports as this pod has them, by name; a named port that the pod lacks is left out. */
export function portsOf(service: Service, pod: Pod): EndpointPort[] {
  const ports: EndpointPort[] = [];
  for (const port of service.spec?.ports ?? []) {
    const number = targetPortOf(port, pod);
    if (number === undefined) continue;
    const { name = '', protocol = 'TCP', appProtocol } = port;
    ports.push({ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) });
  }
  return ports.sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
}

/** FindPort: by number, or by the name of a port of a container, sidecars included. */
function targetPortOf(port: ServicePort, pod: Pod): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  const sidecars: readonly { restartPolicy?: string; ports?: readonly ContainerPortLike[] }[] =
    pod.spec?.initContainers ?? [];
  const containers = [...(pod.spec?.containers ?? []), ...sidecars.filter((c) => c.restartPolicy === 'Always')];
  for (const container of containers) {
    for (const { name, containerPort, protocol = 'TCP' } of container.ports ?? []) {
      if (name === target && protocol === (port.protocol ?? 'TCP')) return containerPort;
    }
  }
  return undefined;
}

interface ContainerPortLike {
  name?: string;
  containerPort: number;
  protocol?: string;
}
