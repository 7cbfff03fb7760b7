// What Kubernetes' defaulting adds to volumes, classes and drivers (pkg/apis/{core,storage}/v1/defaults.go).
import { type JsonDraft, objectAt } from '../../json.ts';
import { type DefaultRule, setDefault, setNullLists, setPointer } from './default-rule.ts';

const STORAGE = 'io.k8s.api.storage.v1';

function volume(object: JsonDraft): void {
  object['status'] = { ...objectAt(object, 'status') };
  setDefault(objectAt(object, 'status') ?? {}, 'phase', 'Pending');
}

function volumeSpec(spec: JsonDraft): void {
  setDefault(spec, 'persistentVolumeReclaimPolicy', 'Retain');
  setPointer(spec, 'volumeMode', 'Filesystem');
}

function storageClass(object: JsonDraft): void {
  setPointer(object, 'reclaimPolicy', 'Delete');
  setPointer(object, 'volumeBindingMode', 'Immediate');
}

function driverSpec(spec: JsonDraft): void {
  setPointer(spec, 'attachRequired', true);
  setPointer(spec, 'fsGroupPolicy', 'ReadWriteOnceWithFSType');
  const modes = spec['volumeLifecycleModes'];
  if (!Array.isArray(modes) || modes.length === 0) spec['volumeLifecycleModes'] = ['Persistent'];
  const off = [
    'podInfoOnMount',
    'preventPodSchedulingIfMissing',
    'requiresRepublish',
    'seLinuxMount',
    'storageCapacity',
  ];
  for (const name of off) setPointer(spec, name, false);
}

export const STORAGE_RULES: Readonly<Record<string, DefaultRule>> = {
  'io.k8s.api.core.v1.PersistentVolume': volume,
  'io.k8s.api.core.v1.PersistentVolumeSpec': volumeSpec,
  [`${STORAGE}.CSIDriverSpec`]: driverSpec,
  [`${STORAGE}.CSINodeDriver`]: (driver) => setNullLists(driver, 'topologyKeys'),
  [`${STORAGE}.CSINodeSpec`]: (spec) => setNullLists(spec, 'drivers'),
  [`${STORAGE}.StorageClass`]: storageClass,
};
