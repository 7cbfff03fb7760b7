import { describe, expect, it } from 'vitest';
import type { PinState, PinView } from '#lib/model/overview/overview-view.ts';
import { firstSlots, nextSlots, type PinSlot } from './pin-slots.ts';

function pin(name: string, state: PinState = 'running'): PinView {
  return { namespace: 'default', name, state, status: state, ready: '1/1' };
}

/** `a b - c`: who is where. */
function seats(slots: readonly PinSlot[]): string {
  return slots.map((slot) => slot.pin?.name ?? '-').join(' ');
}

function changes(slots: readonly PinSlot[]): string {
  return slots.map((slot) => slot.change ?? '.').join(' ');
}

const four = firstSlots([pin('a'), pin('b'), pin('c')], 4);

describe('pins of a board', () => {
  it('stand in order at first, without motion', () => {
    expect(seats(four)).toBe('a b c -');
    expect(changes(four)).toBe('. . . .');
  });

  it('stay where they are when another leaves', () => {
    const after = nextSlots(four, [pin('a'), pin('c')]);
    expect(seats(after)).toBe('a - c -');
    expect(changes(after)).toBe('. left . .');
  });

  it('take the first free pin when they come, whatever the order they are listed in', () => {
    const after = nextSlots(nextSlots(four, [pin('a'), pin('c')]), [pin('new'), pin('a'), pin('c')]);
    expect(seats(after)).toBe('a new c -');
    expect(changes(after)).toBe('. came . .');
  });

  it('show a change of state once, and a change of nothing not at all', () => {
    const failing = nextSlots(four, [pin('a'), pin('b', 'failing'), pin('c')]);
    expect(changes(failing)).toBe('. changed . .');
    const again = nextSlots(failing, [pin('a'), pin('b', 'failing'), pin('c')]);
    expect(again[1]?.turn).toBe(failing[1]?.turn);
  });

  it('are replaced in place when the board is full', () => {
    const full = firstSlots([pin('a'), pin('b')], 2);
    const after = nextSlots(full, [pin('a'), pin('c')]);
    expect(seats(after)).toBe('a c');
    expect(seats(nextSlots(full, [pin('a'), pin('b'), pin('c')]))).toBe('a b');
  });
});
