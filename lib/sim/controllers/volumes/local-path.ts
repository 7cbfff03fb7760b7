// Rancher's local-path-provisioner: a directory on the chosen node for each claim, gone with the claim.
// Acts only while its Deployment has a ready pod. Events and volumes as it writes them
// (github.com/rancher/local-path-provisioner provisioner.go, sig-storage-lib-external-provisioner controller.go).
// The helper pods that make and remove the directory are not shown, only the time they take.
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { PersistentVolume } from 'kubernetes-types/core/v1';
import { HOSTNAME_LABEL } from '#lib/rules/nodes/platform.ts';
import { SELECTED_NODE } from '#lib/rules/volumes/volume-binding.ts';
import { claimClass } from '#lib/rules/volumes/volume-matching.ts';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import type { Change } from '../../store/store.ts';
import type { Controller, Outcome, View } from '../controller.ts';
import { note } from '../note.ts';
import { CLAIMS, type Claim, type PVolume, VOLUMES } from './binding.ts';
import { PROVISIONER } from './claim-sync.ts';
import { PROVISIONED_BY } from './volume-sync.ts';

const NAME = 'rancher.io/local-path';
const IMAGE = 'local-path-provisioner';
const CONFIGURATION = 'local-path-config';
const PATH_DEFAULT = '/opt/local-path-provisioner';
/** A helper pod makes, or removes, the directory on the node. */
const HELPER_MS = 4_000;
/** How often a provisioner that cannot act yet looks again. */
const RETRY_MS = 15_000;
const CLAIM = 'claim:';
const VOLUME = 'volume:';

export class LocalPathProvisioner implements Controller {
  readonly name = NAME;
  readonly fieldManager = 'local-path-provisioner';
  /** By uid of claim or volume: since when the helper pod is at work. */
  readonly #begunMs = new Map<string, number>();

  *initialKeys(view: View): Iterable<string> {
    for (const claim of view.list(CLAIMS)) if (concerns(claim)) yield claimKey(claim);
    for (const { metadata } of view.list(VOLUMES)) yield VOLUME + metadata.name;
  }

  *wakes({ resource, type, object }: Change): Iterable<string> {
    if (type === 'DELETED') this.#begunMs.delete(object.metadata.uid);
    else if (resource === CLAIMS && concerns(object as Claim)) yield claimKey(object);
    else if (resource === VOLUMES && isReleased(object as PVolume)) yield VOLUME + object.metadata.name;
  }

  reconcile(view: View, key: string): Outcome {
    if (key.startsWith(VOLUME)) {
      const volume = view.get(VOLUMES, undefined, key.slice(VOLUME.length));
      return volume === undefined || !isReleased(volume) ? {} : this.#remove(view, volume);
    }
    const { namespace, name } = splitKey(key.slice(CLAIM.length));
    const claim = view.get(CLAIMS, namespace, name);
    return claim === undefined || !concerns(claim) ? {} : this.#provide(view, claim);
  }

  #provide(view: View, claim: Claim): Outcome {
    const { uid, namespace, name, annotations } = claim.metadata;
    const deployment = deploymentOf(view);
    if (view.get(VOLUMES, undefined, volumeName(claim)) !== undefined) return {};
    if (deployment === undefined) return { requeueAfterMs: RETRY_MS };
    const begins = !this.#begunMs.has(uid);
    const began = note(
      claim,
      'Normal',
      'Provisioning',
      `External provisioner is provisioning volume for claim "${keyOf(namespace, name)}"`,
    );
    const node = annotations?.[SELECTED_NODE];
    if (node === undefined) {
      const why = 'configuration error, no node was specified';
      const message = `failed to provision volume with StorageClass "${claimClass(claim)}": ${why}`;
      return { writes: [began, note(claim, 'Warning', 'ProvisioningFailed', message)], requeueAfterMs: RETRY_MS };
    }
    const leftMs = this.#helperLeftMs(view, uid, node);
    if (leftMs > 0) return { writes: begins ? [began] : [], requeueAfterMs: leftMs };
    const object = volumeFor(view, claim, node, deployment);
    const message = `Successfully provisioned volume ${volumeName(claim)}`;
    this.#begunMs.delete(uid);
    return {
      writes: [{ op: 'create', resource: VOLUMES, object }, note(claim, 'Normal', 'ProvisioningSucceeded', message)],
    };
  }

  #remove(view: View, volume: PVolume): Outcome {
    if (deploymentOf(view) === undefined) return { requeueAfterMs: RETRY_MS };
    const leftMs = this.#helperLeftMs(view, volume.metadata.uid, nodeOf(volume));
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    return { writes: [{ op: 'delete', resource: VOLUMES, name: volume.metadata.name }] };
  }

  /** A helper pod starts only on a node that is there and ready. */
  #helperLeftMs(view: View, uid: string, node: string): number {
    const ready = view.get('nodes', undefined, node)?.status?.conditions?.find(({ type }) => type === 'Ready');
    const begunMs = this.#begunMs.get(uid) ?? view.nowMs;
    this.#begunMs.set(uid, begunMs);
    if (ready?.status !== 'True') {
      this.#begunMs.set(uid, view.nowMs);
      return RETRY_MS;
    }
    return begunMs + HELPER_MS - view.nowMs;
  }
}

function concerns({ spec, metadata }: Claim): boolean {
  const isAsked = metadata.annotations?.[PROVISIONER] === NAME;
  return isAsked && !spec?.volumeName && metadata.deletionTimestamp === undefined;
}

function isReleased({ spec, status, metadata }: PVolume): boolean {
  const isOwn = metadata.annotations?.[PROVISIONED_BY] === NAME;
  const goes = status?.phase === 'Released' && spec?.persistentVolumeReclaimPolicy === 'Delete';
  return isOwn && goes && metadata.deletionTimestamp === undefined;
}

function claimKey({ metadata }: Pick<Stored, 'metadata'>): string {
  return CLAIM + keyOf(metadata.namespace, metadata.name);
}

function volumeName(claim: Claim): string {
  return `pvc-${claim.metadata.uid}`;
}

/** Any Deployment of its image with a ready pod. */
function deploymentOf(view: View): Stored<Deployment> | undefined {
  return view.list('deployments.apps').find(({ spec, status }) => {
    const runsIt = spec?.template.spec?.containers.some(({ image }) => image?.includes(IMAGE)) === true;
    return runsIt && (status?.readyReplicas ?? 0) > 0;
  });
}

function volumeFor(view: View, claim: Claim, node: string, deployment: Stored<Deployment>): PersistentVolume {
  const { uid, namespace = '', name, resourceVersion } = claim.metadata;
  const path = `${basePath(view, deployment)}/${volumeName(claim)}_${namespace}_${name}`;
  const hostname = view.get('nodes', undefined, node)?.metadata.labels?.[HOSTNAME_LABEL] ?? node;
  const values = [hostname];
  const storageClass = view.get('storageclasses.storage.k8s.io', undefined, claimClass(claim));
  const storage = claim.spec?.resources?.requests?.['storage'] ?? '0';
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volumeName(claim),
      annotations: { 'local.path.provisioner/selected-node': node, [PROVISIONED_BY]: NAME },
    },
    spec: {
      accessModes: claim.spec?.accessModes ?? [],
      capacity: { storage },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid, resourceVersion },
      hostPath: { path, type: 'DirectoryOrCreate' },
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key: HOSTNAME_LABEL, operator: 'In', values }] }] },
      },
      persistentVolumeReclaimPolicy: storageClass?.reclaimPolicy ?? 'Delete',
      storageClassName: claimClass(claim),
      volumeMode: claim.spec?.volumeMode ?? 'Filesystem',
    },
  };
}

function nodeOf(volume: PVolume): string {
  return volume.metadata.annotations?.['local.path.provisioner/selected-node'] ?? '';
}

/** The first path of its configuration's default, as k3s and the manifest of the project state it. */
function basePath(view: View, { metadata }: Stored<Deployment>): string {
  const text = view.get('configmaps', metadata.namespace, CONFIGURATION)?.data?.['config.json'];
  const found = /"paths"\s*:\s*\[\s*"([^"]+)"/.exec(text ?? '');
  return found?.[1] ?? PATH_DEFAULT;
}
