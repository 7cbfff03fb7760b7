// Classes, volumes and claims: bound, waiting, lost and missing ones.
import type { PersistentVolume, PersistentVolumeClaim, Pod, Volume } from 'kubernetes-types/core/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import type { Draw } from './draw.ts';
import type { GivenCluster } from './question.ts';
import { HOSTNAME, ZONE, ZONES } from './words.ts';

export type GivenStorage = Pick<GivenCluster, 'persistentVolumes' | 'persistentVolumeClaims' | 'storageClasses'>;

const SIZES = ['1Gi', '2Gi', '5Gi'] as const;
const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'] as const;
const CLASSES = ['local', 'made', 'zonal', 'at-once', 'unknown'] as const;
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

export function generateStorage(draw: Draw, nodeNames: readonly string[], namespace: string): GivenStorage {
  const persistentVolumes = draw.times(1, 4, (index) => freeVolume(draw, `free-${index}`, nodeNames));
  const persistentVolumeClaims = draw.times(3, 7, (index) => {
    const claim = newClaim(draw, `claim-${index}`, namespace);
    const fate = draw.pick([
      'bound',
      'bound',
      'waits',
      'waits',
      'waits',
      'selected',
      'lost',
      'leaves',
      'orphan',
      'half',
    ]);
    if (fate === 'bound' || fate === 'half') persistentVolumes.push(bind(draw, claim, nodeNames, fate === 'bound'));
    return withFate(draw, claim, fate, nodeNames);
  });
  return { persistentVolumes, persistentVolumeClaims, storageClasses: storageClasses(draw) };
}

/** Of a pod in the namespace of the claims; some name a claim that is not there. */
export function generateVolumes(draw: Draw, { persistentVolumeClaims }: GivenStorage): Volume[] {
  const names = persistentVolumeClaims.map(({ metadata }) => metadata?.name ?? '');
  const chosen = draw.percent(9) ? ['nowhere'] : draw.some(names, 1, 2);
  return chosen.map((claimName, index) => ({ name: `v${index}`, persistentVolumeClaim: { claimName } }));
}

/** A volume that comes and goes with the pod, and its claim where that is made already; not all are the pod's own. */
export function generateEphemeral(draw: Draw, pod: Pod): { volume: Volume; claims: PersistentVolumeClaim[] } {
  const { name = '', namespace = '', uid = '' } = pod.metadata ?? {};
  const { spec, ...claim } = newClaim(draw, `${name}-scratch`, namespace);
  const volume = { name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: spec ?? {} } } };
  if (draw.percent(20)) return { volume, claims: [] };
  const owner = { apiVersion: 'v1', kind: 'Pod', name, uid: draw.percent(80) ? uid : draw.uid(), controller: true };
  const metadata = { ...claim.metadata, ownerReferences: [owner] };
  return { volume, claims: [{ ...claim, metadata, ...(spec && { spec }) }] };
}

function storageClasses(draw: Draw): StorageClass[] {
  const one = (name: string, provisioner: string, volumeBindingMode: string): StorageClass => {
    const kind = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' } as const;
    return { ...kind, metadata: { name, uid: draw.uid() }, provisioner, volumeBindingMode, reclaimPolicy: 'Delete' };
  };
  const matchLabelExpressions = [{ key: ZONE, values: draw.some(ZONES, 1, 2) }];
  return [
    one('local', 'kubernetes.io/no-provisioner', 'WaitForFirstConsumer'),
    one('made', 'maker.bramble.test', 'WaitForFirstConsumer'),
    { ...one('zonal', 'maker.bramble.test', 'WaitForFirstConsumer'), allowedTopologies: [{ matchLabelExpressions }] },
    one('at-once', 'maker.bramble.test', 'Immediate'),
  ];
}

function freeVolume(draw: Draw, name: string, nodeNames: readonly string[]): PersistentVolume {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, uid: draw.uid(), ...draw.maybe(30, () => ({ labels: { disk: 'ssd' } })) },
    spec: {
      capacity: { storage: draw.pick(SIZES) },
      accessModes: draw.some(MODES, 1, 3),
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: draw.pick(['local', 'local', 'made', 'zonal']),
      volumeMode: draw.percent(90) ? 'Filesystem' : 'Block',
      hostPath: { path: `/volumes/${name}` },
      ...draw.maybe(70, () => ({ nodeAffinity: { required: { nodeSelectorTerms: [place(draw, nodeNames)] } } })),
    },
    status: { phase: draw.percent(85) ? 'Available' : 'Released' },
  };
}

function place(draw: Draw, nodeNames: readonly string[]) {
  const at = draw.percent(70)
    ? { key: HOSTNAME, operator: 'In', values: draw.some(nodeNames, 1, 2) }
    : { key: ZONE, operator: 'In', values: [draw.pick(ZONES)] };
  return { matchExpressions: [at] };
}

function newClaim(draw: Draw, name: string, namespace: string): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, uid: draw.uid(), annotations: {} },
    spec: {
      accessModes: draw.some(MODES, 1, draw.percent(15) ? 2 : 1),
      resources: { requests: { storage: draw.pick(SIZES) } },
      storageClassName: draw.pick(CLASSES),
      volumeMode: 'Filesystem',
      ...draw.maybe(10, () => ({ selector: { matchLabels: { disk: 'ssd' } } })),
    },
    status: { phase: 'Pending' },
  };
}

function bind(
  draw: Draw,
  claim: PersistentVolumeClaim,
  nodeNames: readonly string[],
  isDone: boolean,
): PersistentVolume {
  const { name = '', namespace = '', uid = '' } = claim.metadata ?? {};
  const volume = freeVolume(draw, `of-${name}`, nodeNames);
  const claimRef = { kind: 'PersistentVolumeClaim', namespace, name, ...(isDone && { uid }) };
  const spec = {
    ...volume.spec,
    claimRef,
    ...draw.maybe(80, () => ({ storageClassName: claim.spec?.storageClassName ?? '' })),
  };
  return { ...volume, spec, status: { phase: isDone ? 'Bound' : 'Available' } };
}

function withFate(
  draw: Draw,
  claim: PersistentVolumeClaim,
  fate: string,
  nodeNames: readonly string[],
): PersistentVolumeClaim {
  const { metadata, spec } = claim;
  const volumeName = `of-${metadata?.name}`;
  const annotated = (annotations: Record<string, string>) => ({ ...metadata, annotations });
  const bound = { metadata: annotated({ [BIND_COMPLETED]: 'yes' }), spec: { ...spec, volumeName } };
  if (fate === 'bound') return { ...claim, ...bound, status: { phase: 'Bound' } };
  if (fate === 'orphan') return { ...claim, ...bound, status: { phase: 'Bound' } };
  if (fate === 'lost') return { ...claim, ...bound, status: { phase: 'Lost' } };
  if (fate === 'selected') return { ...claim, metadata: annotated({ [SELECTED_NODE]: draw.pick(nodeNames) }) };
  const leaving = { deletionTimestamp: '2026-11-23T07:00:00Z', finalizers: ['kubernetes.io/pvc-protection'] };
  return fate === 'leaves' ? { ...claim, metadata: { ...metadata, ...leaving } } : claim;
}
