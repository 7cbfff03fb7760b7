// Pods made from a template, and the bookkeeping around them. Mirrors GetPodFromTemplate in kubernetes
// pkg/controller/controller_utils.go.
import type { Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { Stored } from '../store/object.ts';
import { controllerRef } from './owner.ts';

/**
 * A pod as the template has it, owned by `owner`. Whoever makes it chooses its name (`Random.nameFrom`): the event about
 * it names it, and a reconciler does not see what the API answered.
 */
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
