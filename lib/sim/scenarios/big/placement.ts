// Where the big cluster's pods stand: board after board, as long as one has room by the scheduler's rules.
import type { NodeInput } from '../objects/nodes.ts';

export interface Request {
  cpuMillicores: number;
  memoryMi: number;
}

/** A kubelet takes no more. */
const PODS_PER_BOARD_MAX = 110;
/** Kept back by the kubelet, and a little more for what is started later. */
const MEMORY_RESERVED_MI = 200;
/** The bridge has the first address of a board's network. */
const FIRST_ADDRESS = 2;

export interface Place {
  /** Which of the boards. */
  index: number;
  podIP: string;
}

interface Room {
  cpuMillicores: number;
  memoryMi: number;
  pods: number;
  network: string;
  nextAddress: number;
}

export class Placement {
  readonly #rooms: Room[];
  #next = 0;

  constructor(nodes: readonly NodeInput[]) {
    this.#rooms = nodes.map(({ cores, memoryKi, podCIDR }) => ({
      cpuMillicores: cores * 1_000,
      memoryMi: Math.floor(memoryKi / 1_024) - MEMORY_RESERVED_MI,
      pods: PODS_PER_BOARD_MAX,
      network: podCIDR.slice(0, podCIDR.lastIndexOf('.')),
      nextAddress: FIRST_ADDRESS,
    }));
  }

  /** The next board with room; null where none has. */
  place(request: Request): Place | null {
    for (let tried = 0; tried < this.#rooms.length; tried++) {
      const index = this.#next;
      this.#next = (index + 1) % this.#rooms.length;
      const place = this.placeOn(index, request);
      if (place !== null) return place;
    }
    return null;
  }

  /** Null where this board has no room. */
  placeOn(index: number, { cpuMillicores, memoryMi }: Request): Place | null {
    const room = this.#rooms[index];
    if (room === undefined || room.pods === 0) return null;
    if (room.cpuMillicores < cpuMillicores || room.memoryMi < memoryMi) return null;
    room.pods -= 1;
    room.cpuMillicores -= cpuMillicores;
    room.memoryMi -= memoryMi;
    return { index, podIP: `${room.network}.${room.nextAddress++}` };
  }
}
