// Deleting an object: preconditions, grace, finalizers. Mirrors apiserver/pkg/registry/rest/delete.go BeforeDelete and
// registry/generic/registry/store.go Delete.

import type { Namespace } from 'kubernetes-types/core/v1';
import { conflict, notFound } from '../../refusals.ts';
import { fieldsOf, type KubeObject, type Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { admitDelete } from '../admission/admission.ts';
import { DEFINITIONS } from '../registry/custom-resources.ts';
import type { Served } from '../registry/registry.ts';
import { strategyOf } from './strategies.ts';
import { type Strategy, withStatus } from './strategy.ts';
import type { Machine, WriteOptions } from './write-context.ts';
import type { DeleteOptions } from './writer.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

export interface Deletion {
  /** Its last state, or with a deletionTimestamp where it goes later. */
  object: Stored;
  gone: boolean;
}

export function deleteObject(
  machine: Machine,
  served: Served,
  namespace: string | undefined,
  name: string,
  asked: DeleteOptions & Pick<WriteOptions, 'dryRun'>,
): Deletion {
  const previous = machine.store.get(served.storage, namespace, name);
  if (previous === undefined) throw notFound(served.type, name);
  admitDelete(served, name);
  checkPreconditions(served, previous, asked);
  const marked = mark(machine, served, previous, asked);
  const put = (object: KubeObject) =>
    asked.dryRun === true ? (object as Stored) : machine.store.put(served.storage, object);
  if (marked === null) return { object: previous, gone: false };
  if (marked.metadata?.deletionTimestamp !== undefined && !goesAtOnce(marked))
    return { object: put(marked), gone: false };
  if (asked.dryRun === true) return { object: previous, gone: true };
  // What may be given grace is marked even where it gets none, and watchers see both (store.go errDeleteNow).
  const isGraceful = strategyOf(served.storage).graceSeconds !== undefined;
  if (isGraceful && previous.metadata.deletionGracePeriodSeconds !== 0) put(marked);
  return { object: machine.store.remove(served.storage, namespace, name) ?? previous, gone: true };
}

function checkPreconditions(served: Served, previous: Stored, asked: DeleteOptions): void {
  const { name, uid, resourceVersion } = previous.metadata;
  const { preconditions } = asked;
  // Here upstream names the kind where conflicts elsewhere name the resource (store.go's deletion, delete.go BeforeDelete).
  const { group, kind } = served.type;
  const fail = (what: string, wanted: string, is: string, since: string) =>
    conflict(
      { group, resource: kind },
      name,
      `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${is}). The object might have been ${since}`,
    );
  if (preconditions?.uid && preconditions.uid !== uid) {
    throw fail('UID', preconditions.uid, uid, 'deleted and then recreated');
  }
  if (preconditions?.resourceVersion && preconditions.resourceVersion !== resourceVersion) {
    throw fail('ResourceVersion', preconditions.resourceVersion, resourceVersion, 'modified');
  }
}

function goesAtOnce(object: KubeObject): boolean {
  const { finalizers = [], deletionGracePeriodSeconds = 0 } = object.metadata ?? {};
  if (finalizers.length > 0 || deletionGracePeriodSeconds > 0) return false;
  return object.kind !== 'Namespace' || ((object as Namespace).spec?.finalizers?.length ?? 0) === 0;
}

/** The object as a deletion leaves it; null where it is already on its way and this request hastens nothing. */
function mark(machine: Machine, served: Served, previous: Stored, asked: DeleteOptions): KubeObject | null {
  const nowMs = machine.clock.now();
  const grace = strategyOf(served.storage).graceSeconds?.(previous, asked.gracePeriodSeconds) ?? 0;
  const finalizers = finalizersAfter(previous, asked.propagationPolicy, strategyOf(served.storage));
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, generation } = previous.metadata;
  const pending = deletionTimestamp !== undefined;
  const sameFinalizers = finalizers.join() === (previous.metadata.finalizers ?? []).join();
  const hastens = grace < deletionGracePeriodSeconds;
  if (pending && !hastens && sameFinalizers && !goesAtOnce(previous)) return null;
  // Namespaces and definitions have a deletion of their own, which sets the time and nothing else.
  const marksOnly = served.storage === 'namespaces' || served.storage === DEFINITIONS;
  const { finalizers: _old, ...rest } = previous.metadata;
  const metadata = {
    ...rest,
    ...(finalizers.length === 0 ? {} : { finalizers }),
    ...(pending && !hastens
      ? {}
      : {
          deletionTimestamp: timestamp(nowMs + grace * 1000),
          ...(marksOnly ? {} : { deletionGracePeriodSeconds: grace }),
        }),
    ...(generation === undefined || pending || marksOnly ? {} : { generation: generation + 1 }),
  };
  const marked = { ...previous, metadata };
  if (previous.kind !== 'Namespace') return marked;
  return withStatus(marked, { ...(fieldsOf(previous).status as object | undefined), phase: 'Terminating' });
}

/** deletionFinalizersForGarbageCollection: the policy asked for decides, else what the object already has, else its kind. */
function finalizersAfter(
  previous: Stored,
  asked: DeleteOptions['propagationPolicy'],
  strategy: Pick<Strategy, 'orphansByDefault' | 'deletionFinalizer'>,
): string[] {
  const { finalizers = [], deletionTimestamp } = previous.metadata;
  const { deletionFinalizer: own } = strategy;
  const isNew = deletionTimestamp === undefined && own !== undefined && !finalizers.includes(own);
  const held = isNew ? [...finalizers, own] : finalizers;
  const decided = held.some((name) => name === ORPHAN || name === FOREGROUND);
  const policy = asked ?? (strategy.orphansByDefault === true && !decided ? 'Orphan' : undefined);
  if (policy === undefined) return [...held];
  const others = held.filter((name) => name !== ORPHAN && name !== FOREGROUND);
  if (policy === 'Background') return others;
  return [...others, policy === 'Foreground' ? FOREGROUND : ORPHAN];
}
