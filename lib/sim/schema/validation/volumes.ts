// Checks volumes and claims (pkg/apis/core/validation ValidatePersistentVolumeSpec, ValidatePersistentVolumeClaimSpec).
import { isDeepStrictEqual } from 'node:util';
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  PersistentVolumeSpec,
} from 'kubernetes-types/core/v1';
import { dnsSubdomainErrors } from '#lib/rules/labels/label-syntax.ts';
import { compareQuantities, parseQuantity } from '#lib/rules/quantity.ts';
import { objectAt } from '../../json.ts';
import type { FieldErrors } from './field-errors.ts';
import { validateLabelSelector, validateNodeSelector } from './label-selectors.ts';

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
const VOLUME_MODES = ['Block', 'Filesystem'];
const MIXED = 'may not use ReadWriteOncePod with other access modes';
const POSITIVE = 'must be greater than zero';

/** Fields of a volume's spec that say what it is made of, in the order they are checked. */
const SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
];

/** What the commoner sources cannot be without. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  csi: ['driver', 'volumeHandle'],
  hostPath: ['path'],
  local: ['path'],
  nfs: ['server', 'path'],
};

type Amounts = Readonly<Record<string, string>>;

export function validateVolume(errors: FieldErrors, volume: PersistentVolume, previous?: PersistentVolume): void {
  const spec: PersistentVolumeSpec = volume.spec ?? {};
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.required('spec.accessModes');
  validateModes(errors, modes);
  validateCapacity(errors, spec.capacity ?? {});
  const policy = spec.persistentVolumeReclaimPolicy;
  if (policy && !RECLAIM_POLICIES.includes(policy)) {
    errors.notSupported('spec.persistentVolumeReclaimPolicy', policy, RECLAIM_POLICIES);
  }
  const required = spec.nodeAffinity?.required;
  if (spec.nodeAffinity !== undefined) {
    if (required === undefined) {
      errors.required('spec.nodeAffinity.required', 'must specify required node constraints');
    } else validateNodeSelector(errors, 'spec.nodeAffinity.required', required);
  }
  validateSources(errors, spec, required !== undefined);
  validateNames(errors, spec);
  const classed = objectAt(volume, 'spec')?.['volumeAttributesClassName'] !== undefined;
  if (classed && spec.csi === undefined) {
    errors.required('spec.csi', 'has to be specified when using volumeAttributesClassName');
  }
  if (previous?.spec !== undefined) validateVolumeKept(errors, spec, previous.spec);
}

function validateModes(errors: FieldErrors, modes: readonly string[]): void {
  const field = 'spec.accessModes';
  for (const mode of modes) if (!ACCESS_MODES.includes(mode)) errors.notSupported(field, mode, ACCESS_MODES);
  const others = modes.filter((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode));
  if (modes.includes('ReadWriteOncePod') && others.length > 0) errors.forbidden(field, MIXED);
}

function validateCapacity(errors: FieldErrors, capacity: Amounts): void {
  const names = Object.keys(capacity);
  if (names.length === 0) errors.required('spec.capacity');
  if (names.length !== 1 || names[0] !== 'storage') {
    errors.notSupported('spec.capacity', names.length === 0 ? undefined : capacity, ['storage']);
  }
  for (const [name, amount] of Object.entries(capacity)) {
    const field = `spec.capacity[${name}]`;
    if (parseQuantity(amount) < 0) errors.invalid(field, parseQuantity(amount), 'must be a valid resource quantity');
    if (parseQuantity(amount) <= 0) errors.invalid(field, amount, POSITIVE);
  }
}

function validateSources(errors: FieldErrors, spec: PersistentVolumeSpec, hasAffinity: boolean): void {
  const given = SOURCES.filter((name) => objectAt(spec, name) !== undefined);
  for (const [index, name] of given.entries()) {
    const field = `spec.${name}`;
    if (index > 0) {
      errors.forbidden(field, 'may not specify more than 1 volume type');
      continue;
    }
    const source = objectAt(spec, name) ?? {};
    for (const part of REQUIRED[name] ?? []) if (!source[part]) errors.required(`${field}.${part}`);
    const path = source['path'];
    if ((name === 'hostPath' || name === 'local') && typeof path === 'string' && path.split('/').includes('..')) {
      errors.invalid(`${field}.path`, path, "must not contain '..'");
    }
    if (name === 'local' && !hasAffinity) errors.required('spec.nodeAffinity', 'Local volume requires node affinity');
  }
  if (given.length === 0) errors.required('spec', 'must specify a volume type');
}

interface Named {
  storageClassName?: string;
  volumeMode?: string;
}

function validateNames(errors: FieldErrors, { storageClassName: name, volumeMode }: Named): void {
  if (name) errors.invalidEach('spec.storageClassName', name, dnsSubdomainErrors(name));
  if (volumeMode !== undefined && !VOLUME_MODES.includes(volumeMode)) {
    errors.notSupported('spec.volumeMode', volumeMode, VOLUME_MODES);
  }
}

function validateVolumeKept(errors: FieldErrors, spec: PersistentVolumeSpec, before: PersistentVolumeSpec): void {
  const moved = SOURCES.filter((name) => !isDeepStrictEqual(objectAt(spec, name), objectAt(before, name)));
  if (moved.length > 0) {
    const lines = moved.map(
      (name) =>
        `- ${name}: ${JSON.stringify(objectAt(before, name))}\n+ ${name}: ${JSON.stringify(objectAt(spec, name))}\n`,
    );
    const what = `spec.persistentvolumesource is immutable after creation\n${lines.join('')}`;
    errors.forbidden('spec.persistentvolumesource', what);
  }
  if (spec.volumeMode !== before.volumeMode) errors.invalid('volumeMode', spec.volumeMode, 'field is immutable');
}

export function validateClaim(
  errors: FieldErrors,
  claim: PersistentVolumeClaim,
  previous?: PersistentVolumeClaim,
): void {
  const spec: PersistentVolumeClaimSpec = claim.spec ?? {};
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.required('spec.accessModes', 'at least 1 access mode is required');
  if (spec.selector !== undefined) validateLabelSelector(errors, 'spec.selector', spec.selector);
  validateModes(errors, modes);
  const storage = storageOf(spec);
  if (storage === undefined) errors.required('spec.resources[storage]');
  else if (parseQuantity(storage) <= 0) errors.invalid('spec.resources[storage]', storage, POSITIVE);
  validateNames(errors, spec);
  if (previous?.spec !== undefined) validateClaimKept(errors, claim, previous);
}

function storageOf({ resources }: PersistentVolumeClaimSpec): string | undefined {
  return ((resources?.requests ?? {}) as Amounts)['storage'];
}

const CHANGEABLE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

/** A claim may find its volume, and a bound one may grow. */
function validateClaimKept(errors: FieldErrors, claim: PersistentVolumeClaim, previous: PersistentVolumeClaim): void {
  const [now, before]: [PersistentVolumeClaimSpec, PersistentVolumeClaimSpec] = [claim.spec ?? {}, previous.spec ?? {}];
  const bound = previous.status?.phase === 'Bound';
  const fixed: Record<string, unknown> = { ...now };
  const kept: Record<string, unknown> = { ...before };
  const free = [
    'volumeAttributesClassName',
    ...(before.volumeName ? [] : ['volumeName']),
    ...(bound ? ['resources'] : []),
  ];
  // A class may be given to a claim that had none and got a volume.
  if (before.storageClassName === undefined) free.push('storageClassName');
  for (const name of free) {
    delete fixed[name];
    delete kept[name];
  }
  if (!isDeepStrictEqual(fixed, kept)) {
    const changed = [...new Set([...Object.keys(fixed), ...Object.keys(kept)])].filter(
      (name) => !isDeepStrictEqual(fixed[name], kept[name]),
    );
    const lines = changed.map(
      (name) => `- ${name}: ${JSON.stringify(kept[name])}\n+ ${name}: ${JSON.stringify(fixed[name])}\n`,
    );
    errors.forbidden('spec', `${CHANGEABLE}\n${lines.join('')}`);
  }
  if (now.volumeMode !== before.volumeMode) errors.invalid('volumeMode', now.volumeMode, 'field is immutable');
  const [size, old] = [storageOf(now), storageOf(before)];
  if (bound && size !== undefined && old !== undefined && compareQuantities(size, old) < 0) {
    errors.forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity');
  }
}
