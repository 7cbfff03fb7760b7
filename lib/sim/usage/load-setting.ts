// The load that somebody has set in the place of a scenario's own. Held in the store as an object that no API serves,
// as faults are, so that it is part of the history and a change of it is seen like any other.
import type { KubeObject } from '../store/object.ts';
import type { Store } from '../store/store.ts';

export interface LoadSetting {
  namespace: string;
  service: string;
  requestsPerSecond: number;
}

/** The resource it is stored under: not a served one, so no request can name it. */
export const LOAD_RESOURCE = 'load.simulation.internal';
const NAME = 'load';

interface LoadObject extends KubeObject {
  load: readonly LoadSetting[];
}

/** Services that are not among them have the scenario's load. */
export function loadSettingsOf(source: Pick<Store, 'get'>): readonly LoadSetting[] {
  const held = source.get(LOAD_RESOURCE, undefined, NAME) as LoadObject | undefined;
  return held?.load ?? [];
}

/** Replaces all settings; takes effect at once. */
export function setLoad(store: Store, load: readonly LoadSetting[]): void {
  const object: LoadObject = { metadata: { name: NAME }, load };
  store.put(LOAD_RESOURCE, object);
}
