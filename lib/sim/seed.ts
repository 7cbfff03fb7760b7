// Puts a cluster's first objects into the store: what was there before anybody asked.
import { defaultedObject } from './api/defaulting.ts';
import { plainMeta } from './api/seed-meta.ts';
import type { Machine } from './api/write-context.ts';
import { builtInResourceOfKind } from './schema/resources.ts';
import type { KubeObject } from './store/object.ts';

/** Missing identity (uid, creationTimestamp) is added; one that is already there under its name is replaced. */
export function seedObjects(machine: Machine, objects: readonly KubeObject[]): void {
  for (const object of objects) {
    const { apiVersion = '', kind = '' } = object;
    const served = machine.registry.ofKind(apiVersion, kind);
    const storage = served?.storage ?? builtInResourceOfKind(apiVersion, kind)?.id;
    if (storage === undefined) {
      process.stderr.write(`the scenario holds a ${apiVersion} ${kind}, which no API serves: it is left out\n`);
      continue;
    }
    const whole = plainMeta(machine, object);
    machine.store.put(storage, served === undefined ? whole : defaultedObject(served, served.toStored(whole)));
  }
}
