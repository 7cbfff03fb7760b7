// The pods of a StatefulSet: names by ordinal, labels, and a claim per template and pod.
// Mirrors kubernetes pkg/controller/statefulset/stateful_set_utils.go.
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { PersistentVolumeClaim, Pod, PodTemplateSpec, Volume } from 'kubernetes-types/core/v1';
import type { Stored } from '../../store/object.ts';
import { podFromTemplate } from '../pod-template.ts';

export const REVISION_LABEL = 'controller-revision-hash';
const NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const INDEX_LABEL = 'apps.kubernetes.io/pod-index';
const ORDINAL = /^(.*)-([0-9]{1,9})$/;

export function podName(set: Stored<StatefulSet>, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

/** Null for a pod whose name is not the set's name and a number. */
export function ordinalOf(set: Stored<StatefulSet>, pod: Stored<Pod>): number | null {
  const [, parent, ordinal] = ORDINAL.exec(pod.metadata.name) ?? [];
  return parent === set.metadata.name ? Number(ordinal) : null;
}

export function revisionOf(pod: Pod): string {
  return pod.metadata?.labels?.[REVISION_LABEL] ?? '';
}

export function startOrdinal({ spec }: StatefulSet): number {
  return spec?.ordinals?.start ?? 0;
}

export function partitionOf({ spec }: StatefulSet): number {
  return spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
}

export function newPod(set: Stored<StatefulSet>, template: PodTemplateSpec, revision: string, ordinal: number): Pod {
  const name = podName(set, ordinal);
  const pod = podFromTemplate(template, set);
  const { generateName: _, ...metadata } = pod.metadata ?? {};
  const labels = {
    ...metadata.labels,
    [NAME_LABEL]: name,
    [INDEX_LABEL]: String(ordinal),
    [REVISION_LABEL]: revision,
  };
  const serviceName = set.spec?.serviceName;
  return {
    ...pod,
    metadata: { ...metadata, name, labels },
    spec: {
      ...pod.spec,
      containers: pod.spec?.containers ?? [],
      hostname: name,
      ...(serviceName ? { subdomain: serviceName } : {}),
      ...volumesOf(set, name, pod.spec?.volumes ?? []),
    },
  };
}

/** Claims come first and replace volumes of the template that have their name. */
function volumesOf(set: Stored<StatefulSet>, pod: string, volumes: readonly Volume[]): { volumes?: Volume[] } {
  const claims = (set.spec?.volumeClaimTemplates ?? []).map((template): Volume => {
    const name = template.metadata?.name ?? '';
    return { name, persistentVolumeClaim: { claimName: `${name}-${pod}` } };
  });
  const names = new Set(claims.map((volume) => volume.name));
  const all = [...claims, ...volumes.filter((volume) => !names.has(volume.name))];
  return all.length === 0 ? {} : { volumes: all };
}

/** The claims of one pod; they stay when it goes. */
export function claimsOf(set: Stored<StatefulSet>, ordinal: number): PersistentVolumeClaim[] {
  return (set.spec?.volumeClaimTemplates ?? []).map((template) => ({
    ...template,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...template.metadata,
      name: `${template.metadata?.name}-${podName(set, ordinal)}`,
      namespace: set.metadata.namespace ?? '',
      labels: { ...template.metadata?.labels, ...set.spec?.selector.matchLabels },
    },
  }));
}
