// The pod a controller makes next: what its template gives and admission adds, read off a pod of the same template.
import type { PersistentVolumeClaim, Volume } from 'kubernetes-types/core/v1';
import { defaultTolerations } from '#lib/rules/nodes/taints.ts';
import { daemonTolerations } from '#lib/rules/pods/daemon-tolerations.ts';
import { TEMPLATE_HASH_LABEL } from '#lib/rules/pods/template-hash.ts';
import type { PodRecord } from '../records/records.ts';
import type { Actor } from './actor.ts';
import { timeOf } from './outages.ts';
import type { Scene } from './scene.ts';
import type { Workload } from './workload.ts';

const ORDINAL_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const ORDINAL_LABEL = 'apps.kubernetes.io/pod-index';
const NAME_FIELD = 'metadata.name';

/** Of a Deployment, a plain set or a Job. */
export function makePod(scene: Scene, workload: Workload, set: number): Actor | null {
  const base = baseOf(scene, workload, set);
  if (base === null) return null;
  const hash = base.labels[TEMPLATE_HASH_LABEL];
  const labels =
    set === 1 && hash !== undefined ? { ...base.labels, [TEMPLATE_HASH_LABEL]: `${hash}-next` } : base.labels;
  return scene.make(workload, { ...fresh(scene, base, nextName(workload)), labels }, set);
}

/** Of a StatefulSet: it has a name that lasts, and claims of its own. */
export function makeOrdinalPod(scene: Scene, workload: Workload, ordinal: number, set: number): Actor | null {
  const name = `${workload.ref.name}-${ordinal}`;
  const base = baseOf(scene, workload, set, name);
  if (base === null) return null;
  const made = fresh(scene, base, name);
  const labels = { ...made.labels, [ORDINAL_NAME_LABEL]: name, [ORDINAL_LABEL]: String(ordinal) };
  const templates = workload.replacement.claimTemplates;
  const own = templates.flatMap((template) => claimVolume(scene, template, made, name));
  const others = base.claimVolumes.filter(
    (volume) => !templates.some(({ metadata }) => metadata?.name === volume.name),
  );
  return scene.make(workload, { ...made, labels, claimVolumes: [...own, ...others] }, set);
}

/** Of a DaemonSet: meant for one node. */
export function makeDaemonPod(scene: Scene, workload: Workload, node: string, set: number): Actor | null {
  const base = baseOf(scene, workload, set);
  if (base === null) return null;
  const matchFields = [{ key: NAME_FIELD, operator: 'In', values: [node] }];
  const required = { nodeSelectorTerms: [{ matchFields }] };
  const nodeAffinity = { ...base.affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required };
  const affinity = { ...base.affinity, nodeAffinity };
  return scene.make(workload, { ...fresh(scene, base, nextName(workload)), affinity }, set);
}

/** The template with what is supposed of it; null where nothing tells what it is. */
export function templateOf(workload: Workload): PodRecord | null {
  return workload.template === null ? null : withGeneration(workload, workload.template, workload.generation);
}

/**
 * A pod that is there has what the template alone does not say: its priority, what admission put in. The one of the same
 * name, or any of the same template.
 */
function baseOf(scene: Scene, workload: Workload, set: number, name?: string): PodRecord | null {
  const originals = scene.originalsOf(workload);
  const alike = originals.filter((actor) => actor.set === Math.min(set, 0));
  const found = alike.find(({ record }) => record.name === name) ?? alike.at(-1) ?? originals.at(-1);
  if (found?.original) return withGeneration(workload, found.original, set);
  const { template } = workload;
  if (template === null) return null;
  const changed = withGeneration(workload, template, set);
  return { ...changed, tolerations: admitted(workload, changed) };
}

/** Tolerations are replaced as a whole: what the API adds is added again. */
function withGeneration(workload: Workload, pod: PodRecord, set: number): PodRecord {
  if (set < 1) return pod;
  const changed = workload.change(pod);
  return changed.tolerations === pod.tolerations ? changed : { ...changed, tolerations: admitted(workload, changed) };
}

function admitted({ controller }: Workload, { tolerations, hostNetwork }: PodRecord): PodRecord['tolerations'] {
  return controller === 'DaemonSet'
    ? daemonTolerations(tolerations, hostNetwork)
    : [...tolerations, ...defaultTolerations(tolerations)];
}

function fresh(scene: Scene, base: PodRecord, name: string): PodRecord {
  const uid = `supposed-${scene.actors.length}`;
  const main = base.containers.filter(({ isInit }) => !isInit).length;
  const made: PodRecord = {
    ...base,
    name,
    uid,
    nodeName: null,
    createdAt: timeOf(scene),
    deletionAt: null,
    terminating: false,
    phase: 'Pending',
    status: 'Pending',
    ready: `0/${main}`,
    restarts: 0,
    lastRestartAt: null,
    state: 'pending',
    readySince: null,
    unschedulable: null,
    podIP: null,
    startedMs: null,
    nominatedNode: null,
    containers: base.containers.map((one) => ({ ...one, ready: false, restarts: 0, waiting: null, ended: null })),
  };
  return { ...made, claimVolumes: made.claimVolumes.flatMap((volume) => ephemeral(scene, volume, made)) };
}

/** A claim that lives with its pod: a new pod gets a new one. */
function ephemeral(scene: Scene, volume: Volume, { namespace, name, uid }: PodRecord): Volume[] {
  const template = volume.ephemeral?.volumeClaimTemplate;
  if (template === undefined) return [volume];
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name, uid, controller: true }];
  const metadata = { ...template.metadata, namespace, name: `${name}-${volume.name}`, ownerReferences };
  return scene.ground.addClaim({ metadata, spec: template.spec }) ? [volume] : [];
}

/** Claims of a StatefulSet stay when its pods go: a pod that comes back finds its own. */
function claimVolume(scene: Scene, template: PersistentVolumeClaim, pod: PodRecord, name: string): Volume[] {
  const volume = template.metadata?.name ?? '';
  const claimName = `${volume}-${name}`;
  const metadata = { ...template.metadata, name: claimName, namespace: pod.namespace };
  const isThere = scene.ground.storage.claim(pod.namespace, claimName) !== undefined;
  if (!isThere && !scene.ground.addClaim({ ...template, metadata })) return [];
  return [{ name: volume, persistentVolumeClaim: { claimName } }];
}

/** Its real name is made up when it is made. */
function nextName({ ref, made }: Workload): string {
  return `${ref.name}-next-${made + 1}`;
}
