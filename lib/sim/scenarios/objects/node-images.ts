// The images a board holds because of the pods it runs.
import type { ContainerImage, Pod } from 'kubernetes-types/core/v1';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import type { ImageRegistry } from '../../kubelet/image-registry.ts';

/** Those of the pods that run there, largest first as kubelets report them. Throws where a registry does not have one. */
export function imagesOn(registry: ImageRegistry, node: string, pods: readonly Pod[]): ContainerImage[] {
  const here = pods.filter((pod) => pod.spec?.nodeName === node);
  const images = new Set(
    here.flatMap(({ spec }) =>
      [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ image = '' }) => image),
    ),
  );
  return [...images]
    .map((image) => {
      const reference = parseImageReference(image);
      const facts = registry.factsOf(image);
      if (reference === null || facts === undefined) throw new Error(`no registry has ${image}, which ${node} runs`);
      return { names: [...registry.namesOf(reference)], sizeBytes: facts.sizeBytes };
    })
    .sort((a, b) => b.sizeBytes - a.sizeBytes);
}
