// Namespaces of the stack's names that somebody else made: their labels, and the Pod Security level among them, stay.
import { MANAGED_BY, MANAGED_BY_LABEL, type ManifestObject } from '#lib/stack/component.ts';
import type { NamespaceRecord } from '../records/records.ts';
import type { Known } from './known.ts';

/** Whether a namespace that is wanted is there and not ours; it is used as it is. */
export function isTheirNamespace(
  { kind, metadata }: Pick<ManifestObject, 'kind' | 'metadata'>,
  namespaces: Known<readonly NamespaceRecord[]>,
): boolean {
  if (kind !== 'Namespace' || !namespaces.known) return false;
  const found = namespaces.value.find(({ name }) => name === metadata.name);
  return found !== undefined && found.labels[MANAGED_BY_LABEL] !== MANAGED_BY;
}
