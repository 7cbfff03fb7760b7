// Which pod sits on which pin. A pod keeps its pin for as long as it is there, so that nothing on the board jumps.
import type { PinView } from '#lib/model/overview/overview-view.ts';

export interface PinSlot {
  /** Null for a free pin. */
  pin: PinView | null;
  /** What happened to this slot last; null when nothing has since the board was first drawn. */
  change: 'came' | 'changed' | 'left' | null;
  /** Counts the changes: a new number draws the slot again and so plays its motion once. */
  turn: number;
}

export function pinKey(pin: PinView): string {
  return `${pin.namespace}/${pin.name}`;
}

/** The first drawing: pods in their order, nothing moves. */
export function firstSlots(pins: readonly PinView[], slotCount: number): readonly PinSlot[] {
  return Array.from({ length: slotCount }, (_, i) => ({ pin: pins[i] ?? null, change: null, turn: 0 }));
}

/** The slots after the board's pods became `pins`: who stays keeps the slot, who comes takes the first free one. */
export function nextSlots(slots: readonly PinSlot[], pins: readonly PinView[]): readonly PinSlot[] {
  const waiting = new Map(pins.map((pin) => [pinKey(pin), pin]));
  const next = slots.map((slot): PinSlot => {
    if (slot.pin === null) return slot;
    const pin = waiting.get(pinKey(slot.pin));
    waiting.delete(pinKey(slot.pin));
    if (pin === undefined) return { pin: null, change: 'left', turn: slot.turn + 1 };
    if (pin.state === slot.pin.state) return { ...slot, pin };
    return { pin, change: 'changed', turn: slot.turn + 1 };
  });
  let from = 0;
  for (const pin of waiting.values()) {
    while (from < next.length && next[from]?.pin !== null) from += 1;
    const slot = next[from];
    if (slot === undefined) break;
    next[from] = { pin, change: 'came', turn: slot.turn + 1 };
  }
  return next;
}
