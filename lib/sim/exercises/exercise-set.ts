// The set as a whole, in a namespace of its own: added through the API's own path, and taken away with its namespace.
import type { Namespace } from 'kubernetes-types/core/v1';
import type { Writer } from '../api/write/writer.ts';
import { StatusError } from '../status-error.ts';
import type { Stored } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { autoscalingExercises } from './autoscaling.ts';
import { type Exercise, LABEL, type LeftOut, NAMESPACE, type Planned } from './exercise.ts';
import { groundOf } from './ground.ts';
import { pendingExercises } from './pending.ts';
import { runningExercises } from './running.ts';
import { wrongArchitectureExercises } from './wrong-architecture.ts';

export interface ExerciseSet {
  namespace: string;
  exercises: readonly Omit<Exercise, 'objects'>[];
  /** What this cluster cannot show, as its boards are now. */
  leftOut: readonly LeftOut[];
}

/** `leaving`: its namespace is being removed, which takes as long as its pods take to end. */
export type ExercisesState = 'none' | 'added' | 'leaving';

interface Parts {
  store: Store;
  writer: Writer;
}

const MANAGER = 'exercises';
const SET = 'set';

export function exercisesState(store: Store): ExercisesState {
  const namespace = ownNamespace(store);
  if (namespace === undefined) return 'none';
  return namespace.metadata.deletionTimestamp === undefined ? 'added' : 'leaving';
}

/** What is there already stays as it is; what is missing of the set is made. Throws a StatusError: Conflict. */
export function addExercises({ store, writer }: Parts): ExerciseSet {
  checkNamespace(store);
  const ground = groundOf(store.list('nodes'), store.list('apiservices.apiregistration.k8s.io'));
  const all = [
    ...wrongArchitectureExercises(ground),
    ...pendingExercises(ground),
    ...runningExercises(ground),
    ...autoscalingExercises(ground),
  ];
  const made = all.filter((one): one is Exercise => 'objects' in one);
  const leftOut = all.filter((one): one is LeftOut => 'why' in one);
  for (const planned of [...surroundings(), ...made.flatMap(({ objects }) => objects)]) create(writer, planned);
  return { namespace: NAMESPACE, exercises: made.map(({ name, finds }) => ({ name, finds })), leftOut };
}

/** All of the set is in its namespace; nothing to do where it is not there, or on its way already. */
export function removeExercises({ store, writer }: Parts): void {
  if (exercisesState(store) === 'added') writer.delete('namespaces', undefined, NAMESPACE);
}

/** The namespace, and the account that its controller would make a moment later: a bare pod needs it at once. */
function surroundings(): Planned[] {
  const metadata = { name: NAMESPACE, labels: { [LABEL]: SET } };
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: NAMESPACE } };
  return [
    { resource: 'namespaces', object: { apiVersion: 'v1', kind: 'Namespace', metadata } },
    { resource: 'serviceaccounts', object: account },
  ];
}

function create(writer: Writer, { resource, object }: Planned): void {
  try {
    writer.create(resource, object, MANAGER);
  } catch (error) {
    if (!(error instanceof StatusError && error.reason === 'AlreadyExists')) throw error;
  }
}

function ownNamespace(store: Store): Stored<Namespace> | undefined {
  const namespace = store.get('namespaces', undefined, NAMESPACE);
  return namespace?.metadata.labels?.[LABEL] === SET ? namespace : undefined;
}

function checkNamespace(store: Store): void {
  if (exercisesState(store) === 'leaving') {
    const wait = 'wait until its pods have ended (a paused clock has to be stepped), and add the exercises again';
    throw new StatusError('Conflict', `the namespace "${NAMESPACE}" is still being removed: ${wait}`);
  }
  if (store.get('namespaces', undefined, NAMESPACE) === undefined || ownNamespace(store) !== undefined) return;
  throw new StatusError(
    'Conflict',
    `there is a namespace "${NAMESPACE}" that is not of the exercises: delete it, or label it ${LABEL}=${SET}`,
  );
}
