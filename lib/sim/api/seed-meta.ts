// Identity for objects that come from a scenario instead of a request.
import type { KubeObject } from '../store/object.ts';
import { timestamp } from './timestamps.ts';
import type { Machine } from './write-context.ts';

export function plainMeta(machine: Machine, object: KubeObject): KubeObject {
  const metadata = {
    uid: machine.random.uuid(),
    creationTimestamp: timestamp(machine.clock.now()),
    ...object.metadata,
  };
  return { ...object, metadata };
}
