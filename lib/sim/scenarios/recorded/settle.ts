// Makes a real kubelet's report read as the simulated one would have written it: a container's image by the name its
// pod gives it. Real runtimes report the name they resolved, which would look as if somebody had changed the pod.
import type { Container, ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';

export function settled(object: KubeObject): KubeObject {
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

function isPod(object: KubeObject): object is Pod {
  return object.kind === 'Pod';
}

function named(field: string, statuses: ContainerStatus[] | undefined, containers: Container[] | undefined) {
  if (statuses === undefined) return {};
  const imageOf = (name: string) => containers?.find((container) => container.name === name)?.image;
  return { [field]: statuses.map((status) => ({ ...status, image: imageOf(status.name) ?? status.image })) };
}
