// A pod as a pin, in the colour of the architecture around it.
import { PinShape } from '#components/boards/pin-shape.tsx';
import type { PinState } from '#lib/model/overview/overview-view.ts';

/** Beside a text that says the state, so hidden from screen readers. */
export function PodPin({ state }: { state: PinState }) {
  return (
    <svg viewBox="0 0 14 14" width="14" height="14" className="shrink-0" aria-hidden="true">
      <PinShape state={state} x={1.5} y={1.5} size={11} />
    </svg>
  );
}
