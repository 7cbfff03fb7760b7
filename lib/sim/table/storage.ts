// Tables of volumes, claims, their classes and drivers (pkg/printers/internalversion/printers.go).
import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { CSIDriver, CSINode, StorageClass, VolumeAttachment } from 'kubernetes-types/storage/v1';
import { defaultStorageClass } from '#lib/rules/default-class.ts';
import { AGE, ageOf, column, NAME, NONE, nameOf, type Printer, wide } from './column.ts';

const UNSET = '<unset>';
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
/** In the order they are shown, whatever the order they are given in. */
const ACCESS_MODES: readonly (readonly [string, string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

function modesText(modes: readonly string[] | undefined): string {
  return ACCESS_MODES.flatMap(([name, short]) => (modes?.includes(name) === true ? [short] : [])).join(',');
}

function sizeText(amounts: unknown): string {
  return (amounts as Readonly<Record<string, string>> | undefined)?.['storage'] ?? '0';
}

interface Classed {
  metadata?: { annotations?: Readonly<Record<string, string>>; deletionTimestamp?: string };
  spec?: { storageClassName?: string; volumeMode?: string };
  status?: { phase?: string };
}

function classOf({ metadata, spec }: Classed): string {
  return metadata?.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName ?? '';
}

function phaseOf({ metadata, status }: Classed): string {
  return metadata?.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating';
}

/** Came with Kubernetes 1.31 and is not in the type package yet. */
function attributesClassOf(spec: object | undefined): string {
  if (spec === undefined || !('volumeAttributesClassName' in spec)) return UNSET;
  return String(spec.volumeAttributesClassName);
}

export const volumes: Printer<PersistentVolume> = {
  columns: [
    NAME,
    column('Capacity'),
    column('Access Modes'),
    column('Reclaim Policy'),
    column('Status'),
    column('Claim'),
    column('StorageClass'),
    column('VolumeAttributesClass'),
    column('Reason'),
    AGE,
    wide('VolumeMode'),
  ],
  cells: (volume, nowMs) => {
    const { spec, status } = volume;
    const claim = spec?.claimRef;
    return [
      nameOf(volume),
      sizeText(spec?.capacity),
      modesText(spec?.accessModes),
      spec?.persistentVolumeReclaimPolicy ?? '',
      phaseOf(volume),
      claim === undefined ? '' : `${claim.namespace ?? ''}/${claim.name ?? ''}`,
      classOf(volume),
      attributesClassOf(spec),
      status?.reason ?? '',
      ageOf(volume, nowMs),
      spec?.volumeMode ?? UNSET,
    ];
  },
};

export const claims: Printer<PersistentVolumeClaim> = {
  columns: [
    NAME,
    column('Status'),
    column('Volume'),
    column('Capacity'),
    column('Access Modes'),
    column('StorageClass'),
    column('VolumeAttributesClass'),
    AGE,
    wide('VolumeMode'),
  ],
  cells: (claim, nowMs) => {
    const { spec, status } = claim;
    const bound = Boolean(spec?.volumeName);
    return [
      nameOf(claim),
      phaseOf(claim),
      spec?.volumeName ?? '',
      bound ? sizeText(status?.capacity) : '',
      bound ? modesText(status?.accessModes) : '',
      classOf(claim),
      attributesClassOf(spec),
      ageOf(claim, nowMs),
      spec?.volumeMode ?? UNSET,
    ];
  },
};

export const storageClasses: Printer<StorageClass> = {
  columns: [
    NAME,
    column('Provisioner'),
    column('ReclaimPolicy'),
    column('VolumeBindingMode'),
    column('AllowVolumeExpansion'),
    AGE,
  ],
  cells: (one, nowMs, listed = []) => [
    // Only a list knows which of several defaults counts.
    nameOf(one) === defaultStorageClass(listed)?.metadata?.name ? `${nameOf(one)} (default)` : nameOf(one),
    one.provisioner,
    one.reclaimPolicy ?? 'Delete',
    one.volumeBindingMode ?? 'Immediate',
    one.allowVolumeExpansion ?? false,
    ageOf(one, nowMs),
  ],
};

export const drivers: Printer<CSIDriver> = {
  columns: [
    NAME,
    column('AttachRequired', 'boolean'),
    column('PodInfoOnMount', 'boolean'),
    column('StorageCapacity', 'boolean'),
    column('TokenRequests'),
    column('RequiresRepublish', 'boolean'),
    column('Modes'),
    AGE,
  ],
  cells: (driver, nowMs) => {
    const { spec } = driver;
    return [
      nameOf(driver),
      spec.attachRequired ?? true,
      spec.podInfoOnMount ?? false,
      spec.storageCapacity ?? false,
      spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? UNSET,
      spec.requiresRepublish ?? false,
      spec.volumeLifecycleModes?.join(',') || NONE,
      ageOf(driver, nowMs),
    ];
  },
};

export const csiNodes: Printer<CSINode> = {
  columns: [NAME, column('Drivers', 'integer'), AGE],
  cells: (node, nowMs) => [nameOf(node), node.spec.drivers.length, ageOf(node, nowMs)],
};

export const attachments: Printer<VolumeAttachment> = {
  columns: [
    NAME,
    column('Attacher', 'string', 'name'),
    column('PV'),
    column('Node'),
    column('Attached', 'boolean'),
    AGE,
  ],
  cells: (attachment, nowMs) => [
    nameOf(attachment),
    attachment.spec.attacher,
    attachment.spec.source.persistentVolumeName ?? '',
    attachment.spec.nodeName,
    attachment.status?.attached ?? false,
    ageOf(attachment, nowMs),
  ],
};
