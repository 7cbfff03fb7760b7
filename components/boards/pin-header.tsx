'use client';
// The board's 40-pin header: two rows of twenty, one pin a pod, and +N on the last one where there are more.
import { useRouter } from 'next/navigation';
import { type MouseEvent, useState } from 'react';
import { PINS_MAX, type PinView } from '#lib/model/overview/overview-view.ts';
import { PinShape } from './pin-shape.tsx';
import { firstSlots, nextSlots, type PinSlot } from './pin-slots.ts';

const COLUMNS = 20;
const PITCH = 10.6;
const PIN = 8.4;
const LEFT = 20;
const TOP = 11;
/** +N takes the last two places. */
const SHOWN_WITH_COUNT_MAX = PINS_MAX - 2;

interface PinHeaderProps {
  pins: readonly PinView[];
  podCount: number | null;
}

export function PinHeader({ pins, podCount }: PinHeaderProps) {
  const crowded = (podCount ?? 0) > PINS_MAX;
  const shown = crowded ? roomForCount(pins) : pins;
  const slots = usePinSlots(shown);
  const router = useRouter();
  // One handler for all pins: a rack has hundreds.
  const follow = (event: MouseEvent): void => {
    const href = event.target instanceof Element ? event.target.closest('a')?.getAttribute('href') : null;
    if (!href) return;
    // Around its pins the header is part of the link to the node.
    event.stopPropagation();
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.push(href);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is clicked is a link in it
    <g onClick={follow}>
      <rect className="pcb-header" x="16" y="7" width="219" height="25" rx="3" />
      {slots.map((slot, index) =>
        crowded && index >= SHOWN_WITH_COUNT_MAX ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place on the header
          <Slot key={`${index}:${slot.turn}`} slot={slot} index={index} />
        ),
      )}
      {crowded ? <MorePins count={(podCount ?? 0) - shown.length} /> : null}
    </g>
  );
}

/** The newest running pods give way to the count before those in trouble do. */
function roomForCount(pins: readonly PinView[]): readonly PinView[] {
  const room = [...pins];
  while (room.length > SHOWN_WITH_COUNT_MAX) {
    const running = room.findLastIndex((pin) => pin.state === 'running');
    room.splice(running < 0 ? room.length - 1 : running, 1);
  }
  return room;
}

/** Slots carried from drawing to drawing; changed while rendering, so that no frame shows the old ones. */
function usePinSlots(pins: readonly PinView[]): readonly PinSlot[] {
  const [seen, setSeen] = useState(pins);
  const [slots, setSlots] = useState(() => firstSlots(pins, PINS_MAX));
  if (seen === pins || samePins(seen, pins)) return slots;
  const next = nextSlots(slots, pins);
  setSeen(pins);
  setSlots(next);
  return next;
}

function samePins(a: readonly PinView[], b: readonly PinView[]): boolean {
  return a.length === b.length && a.every((pin, i) => pin === b[i]);
}

function place(index: number): { x: number; y: number } {
  return { x: LEFT + (index % COLUMNS) * PITCH, y: TOP + Math.trunc(index / COLUMNS) * PITCH };
}

function Slot({ slot, index }: { slot: PinSlot; index: number }) {
  const { x, y } = place(index);
  const { pin, change } = slot;
  if (pin === null) {
    return (
      <rect
        className={change === 'left' ? 'pin-gone' : 'pin-free'}
        x={x + 2.6}
        y={y + 2.6}
        width="3.2"
        height="3.2"
        rx="0.6"
      />
    );
  }
  return (
    // Not a stop of the Tab key, which would stop forty times on a board: the node's page lists the same pods.
    <a href={`/pods/${pin.namespace}/${pin.name}`} tabIndex={-1}>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a group of SVG shapes is not interactive */}
      <g role="img" className={change === null ? undefined : 'pin-new'} data-pin={pin.state}>
        <title>{`${pin.namespace}/${pin.name}: ${pin.status}, ${pin.ready} ready`}</title>
        <rect x={x - 1} y={y - 1} width={PITCH} height={PITCH} fill="transparent" />
        <PinShape state={pin.state} x={x} y={y} size={PIN} />
      </g>
    </a>
  );
}

function MorePins({ count }: { count: number }) {
  const { x, y } = place(SHOWN_WITH_COUNT_MAX);
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: text of an SVG is not interactive
    <text className="pin-more" x={x + PITCH} y={y + PIN - 1} role="img" aria-label={`and ${count} more pods`}>
      +{count}
    </text>
  );
}
