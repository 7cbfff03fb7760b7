// What this process holds open, and how much memory it needs: counted before and after.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Held {
  /** Sockets, timers and the like by kind, as Node names them. */
  resources: Readonly<Record<string, number>>;
  heapBytes: number;
}

export function held(): Held {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  return { resources, heapBytes: process.memoryUsage().heapUsed };
}

/** Kinds of which there are more than before; `spare` of each are no leak. */
export function leaked(before: Held, after: Held, spare = 0): string[] {
  return Object.entries(after.resources)
    .filter(([kind, count]) => count > (before.resources[kind] ?? 0) + spare)
    .map(([kind, count]) => `${kind}: ${before.resources[kind] ?? 0} before, ${count} after`);
}
