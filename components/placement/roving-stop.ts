'use client';
// One Tab stop for the whole table: arrow keys go from pod to pod and reason to reason. Rows learn only of their own stop.
import { type FocusEvent, type KeyboardEvent, useState, useSyncExternalStore } from 'react';

const STOP = '[data-stop]';
const ROW = '[data-row]';

export class RovingStop {
  readonly #listeners = new Set<() => void>();
  #row: string | null = null;
  #stop: string | null = null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  stopIn(row: string): string | null {
    return this.#row === row ? this.#stop : null;
  }

  set(row: string, stop: string): void {
    if (row === this.#row && stop === this.#stop) return;
    this.#row = row;
    this.#stop = stop;
    for (const listener of this.#listeners) listener();
  }
}

/** For a row: what Tab reaches in it. Without JavaScript everything is reached. */
export function useStopTab(roving: RovingStop, row: string): (stop: string) => number | undefined {
  const active = useSyncExternalStore(
    roving.subscribe,
    () => roving.stopIn(row),
    () => undefined,
  );
  return (stop) => (active === undefined ? undefined : active === stop ? 0 : -1);
}

/** Stops in columns that are not drawn. */
export interface HiddenStops {
  /** Their columns in a row, ascending. */
  in: (row: string) => readonly number[];
  /** Draws a column before it returns. */
  draw: (column: number) => void;
}

/** For the frame around the table. */
export function useRoving(hidden: HiddenStops) {
  const [roving] = useState(() => new RovingStop());
  const onFocus = (event: FocusEvent<HTMLElement>): void => {
    const stop = event.target.closest<HTMLElement>(STOP);
    const row = stop?.closest<HTMLElement>(ROW);
    if (stop && row) roving.set(row.dataset['row'] ?? '', stop.dataset['stop'] ?? '');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const at = event.target;
    if (!(at instanceof HTMLElement)) return;
    const next =
      at === event.currentTarget ? firstStop(event.currentTarget, event.key) : nextStop(at, event.key, hidden);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return { roving, onFocus, onKeyDown };
}

/** From the frame itself an arrow goes to the first stop that is in sight. */
function firstStop(frame: HTMLElement, key: string): HTMLElement | undefined {
  if (key !== 'ArrowDown' && key !== 'ArrowRight') return undefined;
  const { top } = frame.getBoundingClientRect();
  const head = frame.querySelector('thead')?.clientHeight ?? 0;
  const stops = [...frame.querySelectorAll<HTMLElement>(STOP)];
  return stops.find((stop) => stop.getBoundingClientRect().top >= top + head);
}

/** Where an arrow key can lead: to a stop, or into a column that is not drawn. */
interface Place {
  row: Element;
  column: number;
  stop: HTMLElement | null;
}

function nextStop(from: HTMLElement, key: string, hidden: HiddenStops): HTMLElement | undefined {
  const stop = from.closest<HTMLElement>(STOP);
  const row = stop?.closest<HTMLElement>(ROW);
  if (!stop || !row) return undefined;
  const places = placesIn(row, hidden);
  const index = places.findIndex((place) => place.stop === stop);
  switch (key) {
    case 'ArrowRight':
      return stopAt(places[index + 1], hidden) ?? stop;
    case 'ArrowLeft':
      return stopAt(places[index - 1], hidden) ?? stop;
    case 'Home':
      return stopAt(places[0], hidden);
    case 'End':
      return stopAt(places.at(-1), hidden);
    case 'ArrowDown':
      return stopAt(nearest(row, 'nextElementSibling', { column: columnOf(stop), hidden }), hidden) ?? stop;
    case 'ArrowUp':
      return stopAt(nearest(row, 'previousElementSibling', { column: columnOf(stop), hidden }), hidden) ?? stop;
    default:
      return undefined;
  }
}

/** In the next row that has any stop: the one in the same column, or closest to it. */
function nearest(
  from: Element,
  side: 'nextElementSibling' | 'previousElementSibling',
  { column, hidden }: { column: number; hidden: HiddenStops },
): Place | undefined {
  const away = (place: Place): number => Math.abs(place.column - column);
  for (let row = from[side]; row !== null; row = row[side]) {
    const [closest] = placesIn(row, hidden).sort((a, b) => away(a) - away(b));
    if (closest !== undefined) return closest;
  }
  return undefined;
}

function placesIn(row: Element, hidden: HiddenStops): Place[] {
  const drawn = stopsIn(row).map((stop): Place => ({ row, column: columnOf(stop), stop }));
  const key = row instanceof HTMLElement ? row.dataset['row'] : undefined;
  const others = key === undefined ? [] : hidden.in(key);
  return [...drawn, ...others.map((column): Place => ({ row, column, stop: null }))].sort(
    (a, b) => a.column - b.column,
  );
}

function stopAt(place: Place | undefined, hidden: HiddenStops): HTMLElement | undefined {
  if (place === undefined) return undefined;
  if (place.stop !== null) return place.stop;
  hidden.draw(place.column);
  return stopsIn(place.row).find((stop) => columnOf(stop) === place.column);
}

function stopsIn(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(STOP)];
}

function columnOf(stop: HTMLElement): number {
  return Number(stop.closest('[aria-colindex]')?.getAttribute('aria-colindex') ?? 0);
}
