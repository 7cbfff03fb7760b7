// ControllerRevisions: the templates a DaemonSet or StatefulSet has had, so that pods can be told apart and rolled back.
// Mirrors kubernetes pkg/controller/history/controller_history.go and pkg/controller/daemon/update.go.
import type { ControllerRevision } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { Stored } from '../../store/object.ts';
import { contentHash, sameMeaning } from '../canonical.ts';
import { claim } from '../claim.ts';
import type { View, Write } from '../controller.ts';
import { controllerRef } from '../owner.ts';

const RESOURCE = 'controllerrevisions.apps';

export interface RevisionQuestion {
  owner: Stored;
  selector: LabelSelector;
  template: PodTemplateSpec;
  /** Label of a revision that holds its hash. */
  hashLabel: string;
  collisionCount: number;
  /** Hash for the very first revision, where pods with one ran before any was recorded. */
  firstHash: string | undefined;
}

export interface Revisions {
  current: ControllerRevision;
  /** Lowest revision first. */
  old: readonly Stored<ControllerRevision>[];
  writes: Write[];
  /** The new revision's name is taken by another template: the collision count must grow first. */
  isTaken: boolean;
}

export function nameOf(revision: ControllerRevision): string {
  return revision.metadata?.name ?? '';
}

/** The revision of the owner's template, found or about to be made, and those of its earlier templates. */
export function syncRevisions(view: View, question: RevisionQuestion): Revisions {
  const { owner, selector, template } = question;
  const { namespace = '', uid } = owner.metadata;
  const owned = view.ownedBy(RESOURCE, uid);
  const orphans = view.orphansIn(RESOURCE, namespace);
  const { claimed, writes } = claim<ControllerRevision>(RESOURCE, owner, selector, owned, orphans);
  const all = claimed.sort((a, b) => a.revision - b.revision || (nameOf(a) < nameOf(b) ? -1 : 1));
  const data = templatePatch(template);
  const found = all.filter((revision) => sameMeaning(revision.data, data)).at(-1);
  const old = all.filter((revision) => revision !== found);
  const next = Math.max(0, ...old.map(({ revision }) => revision)) + 1;
  if (found === undefined) {
    const current = newRevision(question, data, next, all.length === 0 ? question.firstHash : undefined);
    const isTaken = view.get(RESOURCE, namespace, nameOf(current)) !== undefined;
    if (!isTaken) writes.push({ op: 'create', resource: RESOURCE, object: current });
    return { current, old, writes, isTaken };
  }
  if (found.revision >= next) return { current: found, old, writes, isTaken: false };
  // Back to an earlier template: its revision becomes the newest again.
  const current = { ...found, revision: next };
  writes.push({ op: 'update', resource: RESOURCE, object: current });
  return { current, old, writes, isTaken: false };
}

/** Deletes up to `count` revisions that no pod has, the lowest first. */
export function dropRevisions(old: Revisions['old'], isLive: (revision: ControllerRevision) => boolean, count: number) {
  return old
    .filter((revision) => !isLive(revision))
    .slice(0, Math.max(0, count))
    .map(
      ({ metadata }): Write => ({
        op: 'delete',
        resource: RESOURCE,
        namespace: metadata.namespace ?? '',
        name: metadata.name,
      }),
    );
}

/** A template's revision as a patch that brings it back (getPatch). */
function templatePatch(template: PodTemplateSpec): unknown {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

/** The template that a revision holds; the fallback where it holds none. */
export function templateIn(revision: ControllerRevision, fallback: PodTemplateSpec): PodTemplateSpec {
  // What templatePatch wrote, or a client in the same form.
  const data: { spec?: { template?: PodTemplateSpec & { $patch?: string } } } | undefined = revision.data;
  if (data?.spec?.template === undefined) return fallback;
  const { $patch: _, ...template } = data.spec.template;
  return template;
}

function newRevision(
  { owner, template, hashLabel, collisionCount }: RevisionQuestion,
  data: unknown,
  revision: number,
  firstHash: string | undefined,
): ControllerRevision {
  const hash = firstHash ?? contentHash(template, collisionCount);
  const { name, namespace = '', annotations } = owner.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template.metadata?.labels, [hashLabel]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerRef(owner)],
    },
    data: data as ControllerRevision['data'],
    revision,
  };
}
