// An object's metadata without the rest: what rows of tables carry, and what is answered to who asks for no more.
import type { KubeObject } from '../store/object.ts';

/** A field of the internal type, which apps/v1 shows among the annotations (pkg/apis/apps/v1/conversion.go). */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** meta.k8s.io/v1 PartialObjectMetadata; upstream makes it of the internal type. */
export function partialObject({ kind, metadata = {} }: KubeObject): KubeObject {
  const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
  if (kind !== 'DaemonSet' || metadata.annotations?.[TEMPLATE_GENERATION] === undefined) return partial;
  const { annotations, ...rest } = metadata;
  const { [TEMPLATE_GENERATION]: _generation, ...others } = annotations;
  return { ...partial, metadata: Object.keys(others).length === 0 ? rest : { ...rest, annotations: others } };
}
