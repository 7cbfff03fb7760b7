import 'server-only';
// The stack's objects as the cluster has them, and what the API server says of applying them.
import { applyObject, isStatusError, type StatusError, type Transport } from '#lib/kube/index.ts';
import type { DryRunAnswer, FieldConflict } from '#lib/model/workshop/difference.ts';
import { type Known, known } from '#lib/model/workshop/known.ts';
import { type ObjectRef, objectKey, objectText, refOf } from '#lib/model/workshop/object-key.ts';
import type { ManifestObject } from '#lib/stack/component.ts';
import { ClusterReader } from './cluster-reader.ts';
import { objectPathOf } from './object-path.ts';

type Objects = ReadonlyMap<string, Known<ManifestObject | null>>;

/** As they are now; null for one that is not there. */
export async function readObjects(
  transport: Transport,
  refs: readonly ObjectRef[],
  signal: AbortSignal,
): Promise<Objects> {
  const reader = new ClusterReader(transport, signal);
  const once = new Map(refs.map((ref) => [objectKey(ref), ref]));
  const read = Array.from(once, async ([key, ref]) => {
    const answer = await reader.read(objectPathOf(ref), objectText(ref));
    // What is stored at an object's path is of that kind.
    return [key, answer.known ? known(answer.value as ManifestObject | null) : answer] as const;
  });
  return new Map(await Promise.all(read));
}

export interface TriedObjects {
  /** By objectKey; one that the API server did not answer is absent. */
  answers: ReadonlyMap<string, DryRunAnswer>;
  /** Whether there was an answer to each of them, if only that there is no such kind yet. */
  isWhole: boolean;
}

/** What applying them would do, as the API server says; nothing changes. */
export async function tryObjects(
  transport: Transport,
  objects: readonly ManifestObject[],
  signal: AbortSignal,
): Promise<TriedObjects> {
  const reader = new ClusterReader(transport, signal);
  const tried = await Promise.all(
    objects.map(async (object) => {
      const ref = refOf(object);
      return { ref, answer: await reader.ask(objectText(ref), () => tryObject(transport, object, signal)) };
    }),
  );
  const answered = tried.flatMap(({ ref, answer }) =>
    answer.known && answer.value !== null ? [[objectKey(ref), answer.value] as const] : [],
  );
  return { answers: new Map(answered), isWhole: tried.every(({ answer }) => answer.known) };
}

async function tryObject(transport: Transport, object: ManifestObject, signal: AbortSignal): Promise<DryRunAnswer> {
  const path = objectPathOf(refOf(object));
  try {
    const { object: after, warnings } = await applyObject(transport, { path, object, dryRun: true, signal });
    return { answer: 'object', object: after as ManifestObject, warnings };
  } catch (error) {
    if (!isStatusError(error) || !error.answered || error.code >= 500 || error.code === 429) throw error;
    const conflicts = conflictsOf(error);
    return conflicts.length > 0 ? { answer: 'conflict', conflicts } : { answer: 'refused', message: error.message };
  }
}

const MANAGER = /^conflict with "([^"]*)"/;

/** Who sets what we would (apimachinery managedfields/internal/conflict.go); none for any other error. */
export function conflictsOf({ code, details }: StatusError): FieldConflict[] {
  if (code !== 409) return [];
  return (details?.causes ?? []).flatMap(({ reason, message = '', field = '' }) => {
    if (reason !== 'FieldManagerConflict') return [];
    return [{ manager: MANAGER.exec(message)?.[1] ?? 'somebody else', field }];
  });
}
