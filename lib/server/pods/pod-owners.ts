import 'server-only';
// Who made a pod, and who made that: each owner that can have one above it is read once.
import type { Pod } from 'kubernetes-types/core/v1';
import type { ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1';
import { isStatusError, type Transport } from '#lib/kube/index.ts';
import type { OwnerView } from '#lib/model/pod/pod-view.ts';
import { topOwner } from '#lib/model/records/pod-owner.ts';

const TIMEOUT_MS = 5_000;
const BYTES_MAX = 1024 * 1024;
/** Only these have owners of their own. */
const COLLECTIONS: Readonly<Record<string, string>> = { ReplicaSet: 'replicasets', Job: 'jobs' };
/** Nothing of the object but what its owner is told by. */
const ACCEPT = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

export class PodOwners {
  readonly #transport: Transport;
  readonly #changed: () => void;
  readonly #stop = new AbortController();
  /** By the uid of the pod's own owner; null where that one has none. */
  #above: { uid: string; owner: OwnerView | null } | null = null;
  #asking: string | null = null;

  constructor(transport: Transport, changed: () => void) {
    this.#transport = transport;
    this.#changed = changed;
  }

  /** Nearest first. */
  of(pod: Pod): OwnerView[] {
    const owner = controllerOf(pod.metadata);
    if (owner === undefined) return [];
    const nearest: OwnerView = { kind: owner.kind, name: owner.name, isGuess: false };
    const above = this.#above?.uid === owner.uid ? this.#above.owner : guessOf(pod, owner);
    return above === null ? [nearest] : [nearest, above];
  }

  /** Reads what is above the pod's owner, unless that is known. */
  find(pod: Pod): void {
    const owner = controllerOf(pod.metadata);
    const path = owner === undefined ? null : pathOf(pod.metadata?.namespace ?? '', owner);
    if (owner === undefined || path === null || this.#above?.uid === owner.uid || this.#asking === owner.uid) return;
    this.#asking = owner.uid;
    void this.#read(owner.uid, path);
  }

  stop(): void {
    this.#stop.abort();
  }

  async #read(uid: string, path: string): Promise<void> {
    try {
      const request = { path, headers: { accept: ACCEPT }, timeoutMs: TIMEOUT_MS, limitBytes: BYTES_MAX };
      const { body } = await this.#transport.json({ ...request, signal: this.#stop.signal });
      const above = controllerOf((body as { metadata?: ObjectMeta }).metadata);
      const owner = above === undefined ? null : { kind: above.kind, name: above.name, isGuess: false };
      this.#above = { uid, owner };
      this.#changed();
    } catch (error) {
      // Forbidden, gone or out of reach: what its name tells is shown as a guess, and the next change asks again.
      if (!isStatusError(error)) throw error;
    } finally {
      this.#asking = null;
    }
  }
}

function controllerOf(metadata: ObjectMeta | undefined): OwnerReference | undefined {
  return (metadata?.ownerReferences ?? []).find(({ controller }) => controller === true);
}

function pathOf(namespace: string, { apiVersion, kind, name }: OwnerReference): string | null {
  const collection = COLLECTIONS[kind];
  const isOurs =
    apiVersion.startsWith('apps/') || apiVersion.startsWith('batch/') || apiVersion.startsWith('extensions/');
  return collection === undefined || !isOurs
    ? null
    : `/apis/${apiVersion}/namespaces/${namespace}/${collection}/${encodeURIComponent(name)}`;
}

function guessOf(pod: Pod, { kind, name }: OwnerReference): OwnerView | null {
  const top = topOwner({ owner: { kind, name }, labels: pod.metadata?.labels ?? {} });
  const [topKind = '', topName = ''] = (top ?? '').split('/');
  return topKind === kind ? null : { kind: topKind, name: topName, isGuess: true };
}
