// Which pods name which claim. One index for all controllers of volumes, kept up to date by whoever hears of a change.
import type { Pod } from 'kubernetes-types/core/v1';
import { claimNames } from '#lib/rules/volumes/pod-volumes.ts';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import type { Change } from '../../store/store.ts';
import type { View } from '../controller.ts';

export class ClaimUsers {
  readonly #pods = new Map<string, Set<string>>();

  fill(view: View): void {
    for (const pod of view.list('pods')) this.#add(pod);
  }

  /** May be told the same change more than once. */
  observe({ resource, type, object, previous }: Change): void {
    // Volumes of a pod never change.
    if (resource !== 'pods' || (type === 'MODIFIED' && previous?.metadata.uid === object.metadata.uid)) return;
    if (type === 'DELETED') this.#remove(object as Stored<Pod>);
    else this.#add(object as Stored<Pod>);
  }

  of(view: View, namespace: string | undefined, claim: string): Stored<Pod>[] {
    const found: Stored<Pod>[] = [];
    for (const key of this.#pods.get(keyOf(namespace, claim)) ?? []) {
      const at = splitKey(key);
      const pod = view.get('pods', at.namespace, at.name);
      if (pod !== undefined) found.push(pod);
    }
    return found;
  }

  #add(pod: Stored<Pod>): void {
    for (const key of claimKeys(pod)) {
      const pods = this.#pods.get(key) ?? new Set();
      this.#pods.set(key, pods.add(keyOf(pod.metadata.namespace, pod.metadata.name)));
    }
  }

  #remove(pod: Stored<Pod>): void {
    for (const key of claimKeys(pod)) {
      const pods = this.#pods.get(key);
      pods?.delete(keyOf(pod.metadata.namespace, pod.metadata.name));
      if (pods?.size === 0) this.#pods.delete(key);
    }
  }
}

/** `default/data-db-0`: keys of the claims a pod names. */
export function claimKeys(pod: Stored<Pod>): string[] {
  return claimNames(pod).map((name) => keyOf(pod.metadata.namespace, name));
}
