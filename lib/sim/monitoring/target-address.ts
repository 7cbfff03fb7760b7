// Where a board is reached, and since when it is there.
import type { Node } from 'kubernetes-types/core/v1';
import type { Stored } from '../store/object.ts';
import { parseTimestamp } from '../timestamp.ts';

/** Its address in the network, or its name where it has none. */
export function addressOf({ metadata, status }: Stored<Node>): string {
  return status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? metadata.name;
}

/** When it joined: counters of its kernel start there. */
export function bornMs({ metadata }: Stored<Node>): number {
  return parseTimestamp(metadata.creationTimestamp);
}
