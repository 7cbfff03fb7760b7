// The end of the tour: the page of the sample's autoscaler, with the dialog that sends load open.
import { LOAD_PARAMETER, WORKSHOP_PARAMETER } from '#lib/model/autoscaling/load.ts';
import { componentOf } from '#lib/stack/catalogue.ts';

/** Null where nothing of the stack scales. */
export function finaleHref(): string | null {
  const scaled = componentOf('sample-autoscaler').gates.find((gate) => gate.kind === 'scaling-active');
  if (scaled?.kind !== 'scaling-active') return null;
  return `/autoscaling/${scaled.namespace}/${scaled.name}?${WORKSHOP_PARAMETER}&${LOAD_PARAMETER}`;
}
