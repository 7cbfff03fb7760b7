// Which objects of a resource a request is about: namespace, label selector, field selector.
import { LabelSelectorError, matchesRequirements } from '#lib/rules/labels/label-selector.ts';
import { parseLabelSelector } from '#lib/rules/labels/label-selector-parser.ts';
import { badRequest } from '../../refusals.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Served } from '../registry/registry.ts';
import { parseFieldSelector } from './field-selectors.ts';

export interface Selection {
  namespace: string | undefined;
  /** By label or field, beyond the namespace. */
  isSelective: boolean;
  matches(object: KubeObject): boolean;
}

/** Throws BadRequest for a selector that cannot be read or names a field the resource does not offer. */
export function selectionOf(served: Served, namespace: string, query: URLSearchParams): Selection {
  const labels = labelsOf(query.get('labelSelector') ?? '');
  const fieldText = query.get('fieldSelector') ?? '';
  const fields = fieldText === '' ? null : parseFieldSelector(served, fieldText);
  return {
    namespace: namespace === '' ? undefined : namespace,
    isSelective: labels !== null || fields !== null,
    matches: (object) =>
      (namespace === '' || object.metadata?.namespace === namespace) &&
      (labels === null || matchesRequirements(labels, object.metadata?.labels)) &&
      (fields === null || fields(object)),
  };
}

function labelsOf(text: string) {
  if (text === '') return null;
  try {
    return parseLabelSelector(text);
  } catch (error) {
    if (error instanceof LabelSelectorError) throw badRequest(error.message);
    throw error;
  }
}
