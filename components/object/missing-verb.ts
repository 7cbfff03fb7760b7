// What a user would need to see a panel's rows.
import type { SourceView } from '#lib/model/overview/overview-view.ts';

/** `The user of this kubeconfig lacks list on pods`; null where nothing is forbidden. */
export function missingVerb(source: SourceView | undefined): string | null {
  if (source?.state !== 'forbidden') return null;
  return `The user of this kubeconfig lacks ${source.verb} on ${source.resource}`;
}
