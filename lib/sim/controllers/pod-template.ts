// Pods made from a template, and the bookkeeping around them. Mirrors GetPodFromTemplate in kubernetes
// pkg/controller/controller_utils.go.
import type { Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { Random } from '../random.ts';
import type { Stored } from '../store/object.ts';
import { controllerRef } from './owner.ts';

/** apiserver pkg/storage/names: what is left of 63 characters for the part before the random suffix. */
const GENERATED_BASE_MAX = 58;

/** A pod as the template has it, owned by `owner`, without a name yet. */
export function podFromTemplate(template: PodTemplateSpec, owner: Stored): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: owner.metadata.namespace ?? '',
      generateName: `${owner.metadata.name}-`,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerRef(owner)],
    },
    ...(template.spec === undefined ? {} : { spec: template.spec }),
  };
}

/**
 * The name that generateName would give. Chosen here because the event about the new object names it, and a
 * reconciler does not see what the API answered.
 */
export function generatedName(prefix: string, random: Random): string {
  return prefix.slice(0, GENERATED_BASE_MAX) + random.suffix();
}
