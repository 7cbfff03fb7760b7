// Makes a real cluster's objects read as simulated ones would have been written. Of pods: a container's image by the name
// its pod gives it; real runtimes report the name they resolved, which would look as if somebody had changed the pod.
// Of slices: no endpoints are an empty list, for which real API servers write null.
import type { Container, ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';

export function settled(object: KubeObject): KubeObject {
  if (object.kind === 'EndpointSlice') return withoutNulls(object);
  if (!isPod(object)) return object;
  const { status, spec } = object;
  if (status === undefined || spec === undefined) return object;
  const next: Pod = {
    ...object,
    status: {
      ...status,
      ...named('initContainerStatuses', status.initContainerStatuses, spec.initContainers),
      ...named('containerStatuses', status.containerStatuses, spec.containers),
    },
  };
  return next;
}

function withoutNulls(slice: KubeObject): KubeObject {
  const { endpoints, ports } = slice as { endpoints?: unknown; ports?: unknown };
  const whole: KubeObject & Record<string, unknown> = { ...slice, endpoints: endpoints ?? [], ports: ports ?? [] };
  return whole;
}

function isPod(object: KubeObject): object is Pod {
  return object.kind === 'Pod';
}

function named(field: string, statuses: ContainerStatus[] | undefined, containers: Container[] | undefined) {
  if (statuses === undefined) return {};
  const imageOf = (name: string) => containers?.find((container) => container.name === name)?.image;
  return { [field]: statuses.map((status) => ({ ...status, image: imageOf(status.name) ?? status.image })) };
}
