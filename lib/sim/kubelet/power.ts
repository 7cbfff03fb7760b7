// Which boards have power and network: by the scenario's own course, and by the faults set from outside.
import type { FaultSource } from '../faults.ts';
import { faultsOf } from '../faults.ts';
import type { Board } from './board.ts';

export class Power {
  readonly #boards: ReadonlyMap<string, Board>;
  readonly #startMs: number;

  /** Boards' dark times count from `startMs`. */
  constructor(boards: readonly Board[], startMs: number) {
    this.#boards = new Map(boards.map((board) => [board.node, board]));
    this.#startMs = startMs;
  }

  get nodes(): Iterable<string> {
    return this.#boards.keys();
  }

  boardOf(node: string): Board | undefined {
    return this.#boards.get(node);
  }

  /** Nobody hears from such a board, and nothing starts or stops on it that anybody could see. */
  isDark(source: FaultSource, node: string, nowMs: number): boolean {
    return this.isPlannedDark(node, nowMs) || faultsOf(source).nodesUnplugged.includes(node);
  }

  /** By the scenario's own course, which reaches back before the first instant. */
  isPlannedDark(node: string, atMs: number): boolean {
    const sinceMs = atMs - this.#startMs;
    const dark = this.#boards.get(node)?.dark ?? [];
    return dark.some(({ fromMs, untilMs }) => fromMs <= sinceMs && (untilMs === null || sinceMs < untilMs));
  }

  /** When the scenario next switches the board on or off; null for never. */
  nextSwitchMs(node: string, nowMs: number): number | null {
    const times = (this.#boards.get(node)?.dark ?? [])
      .flatMap(({ fromMs, untilMs }) => [fromMs, ...(untilMs === null ? [] : [untilMs])])
      .map((ms) => this.#startMs + ms)
      .filter((ms) => ms > nowMs);
    return times.length === 0 ? null : Math.min(...times);
  }
}
