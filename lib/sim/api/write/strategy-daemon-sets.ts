// DaemonSets count the changes of their template, in an annotation since spec.templateGeneration is gone from the API.
// Mirrors pkg/registry/apps/daemonset/strategy.go and pkg/apis/apps/v1/conversion.go.
import { isDeepStrictEqual } from 'node:util';
import type { DaemonSet } from 'kubernetes-types/apps/v1';
import type { KubeObject } from '../../store/object.ts';

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

function countOf(set: DaemonSet): number {
  const count = Number.parseInt(set.metadata?.annotations?.[TEMPLATE_GENERATION] ?? '', 10);
  return Number.isSafeInteger(count) ? count : 0;
}

function withCount(set: DaemonSet, count: number): DaemonSet {
  const annotations = { ...set.metadata?.annotations, [TEMPLATE_GENERATION]: String(count) };
  return { ...set, metadata: { ...set.metadata, annotations } };
}

export function withFirstTemplate(object: KubeObject): KubeObject {
  const set = object as DaemonSet;
  return withCount(set, Math.max(countOf(set), 1));
}

/** What the request says of the count does not matter. */
export function withTemplateCount(object: KubeObject, previous: KubeObject): KubeObject {
  const [set, before] = [object as DaemonSet, previous as DaemonSet];
  const changed = !isDeepStrictEqual(set.spec?.template, before.spec?.template);
  return withCount(set, countOf(before) + (changed ? 1 : 0));
}
