// What may be special about a resource when it is created, updated or deleted; most need nothing of this.
// Mirrors apiserver/pkg/registry/rest: create.go, update.go, delete.go.
import type { User } from '../../identity/user.ts';
import { fieldsOf, type KubeObject } from '../../store/object.ts';

/** Who writes and when. */
export interface WriteMoment {
  /** Absent for controllers inside the cluster. */
  user: User | undefined;
  nowMs: number;
}

export interface Strategy {
  /** metadata.generation counts changes of the spec. */
  tracksGeneration?: boolean;
  /** It counts changes of annotations as well. */
  countsAnnotations?: boolean;
  /** A new object has generation 1, but changes do not count. */
  generationStays?: boolean;
  /** Status may be given at creation (nodes register with theirs). */
  keepsStatusOnCreate?: boolean;
  /** The first status of a new object. */
  initialStatus?(object: KubeObject, moment: WriteMoment): Record<string, unknown> | undefined;
  /** What the server itself writes into a new object, which has its uid; defaults follow. */
  prepareCreate?(object: KubeObject, moment: WriteMoment): KubeObject;
  /** The same for an update of anything but the status. */
  prepareUpdate?(object: KubeObject, previous: KubeObject): KubeObject;
  /** The same for a status, or another subresource that writes parts of one. */
  prepareStatus?(object: KubeObject, previous: KubeObject, moment: WriteMoment, subresource: string): KubeObject;
  /** Seconds an object may take to go, given what the request asks for; absent: it goes at once. */
  graceSeconds?(object: KubeObject, asked: number | undefined): number;
  /** Put on by a DELETE, and taken off once what it belongs to is cleared away. */
  deletionFinalizer?: string;
  /** A DELETE that says nothing leaves what the object owns behind. */
  orphansByDefault?: boolean;
  /** PUT and apply may create what is not there. */
  createOnUpdate?: boolean;
  /** An update must name the version it is based on. */
  needsVersion?: boolean;
  /** A DELETE answers the object as it last was, not a Status. */
  answersDeleted?: boolean;
}

/** The object with another status, or without one. */
export function withStatus(object: KubeObject, status: unknown): KubeObject {
  const { status: _dropped, ...rest } = fieldsOf(object);
  const whole: Record<string, unknown> = status === undefined ? rest : { ...rest, status };
  return whole;
}

export function statusOf(object: KubeObject): unknown {
  return fieldsOf(object).status;
}
