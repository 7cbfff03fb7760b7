// What is different between two placements, in words.
import type { Affinity, NodeSelectorTerm, Toleration } from 'kubernetes-types/core/v1';
import { formatCount } from '#lib/format/count.ts';
import type { PlacementFields } from './cluster-action.ts';
import { sameJson } from './same-json.ts';

/** One line a difference; none where they are the same. */
export function placementChanges(before: PlacementFields, after: PlacementFields): string[] {
  return [
    ...selectorChanges(before.nodeSelector ?? {}, after.nodeSelector ?? {}),
    ...affinityChanges(before.affinity, after.affinity),
    ...tolerationChanges(before.tolerations ?? [], after.tolerations ?? []),
  ];
}

function selectorChanges(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] {
  const changes: string[] = [];
  const had = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(after)) {
    const old = had.get(key);
    if (old === undefined) changes.push(`adds nodeSelector ${key}=${value}`);
    else if (old !== value) changes.push(`changes nodeSelector ${key}=${old} to ${key}=${value}`);
    had.delete(key);
  }
  for (const [key, value] of had) changes.push(`removes nodeSelector ${key}=${value}`);
  return changes;
}

function affinityChanges(before: Affinity | null, after: Affinity | null): string[] {
  if (sameJson(before ?? {}, after ?? {})) return [];
  const [was, is] = [affinityText(before ?? {}), affinityText(after ?? {})];
  if (was === is) return [`changes the affinity in what these words leave out: ${is}`];
  if (was === '') return [`adds affinity: ${is}`];
  return is === '' ? [`removes affinity: ${was}`] : [`changes affinity from ${was} to ${is}`];
}

/** `only nodes with kubernetes.io/arch in (amd64, arm64)`; '' for none. */
function affinityText({ nodeAffinity, podAffinity, podAntiAffinity }: Affinity): string {
  const terms = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const preferred = nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution?.length ?? 0;
  const parts = [
    terms.length === 0 ? '' : `only nodes with ${terms.map(termText).join(', or ')}`,
    preferred === 0 ? '' : formatCount(preferred, 'preference of nodes', 'preferences of nodes'),
    empty(podAffinity) ? '' : 'affinity to other pods',
    empty(podAntiAffinity) ? '' : 'anti-affinity to other pods',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function termText({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): string {
  const texts = [...matchExpressions, ...matchFields].map(({ key, operator, values = [] }) => {
    const list = `(${values.join(', ')})`;
    switch (operator) {
      case 'Exists':
        return key;
      case 'DoesNotExist':
        return `no ${key}`;
      case 'NotIn':
        return `${key} not in ${list}`;
      case 'Gt':
        return `${key} > ${values.join()}`;
      case 'Lt':
        return `${key} < ${values.join()}`;
      default:
        return `${key} in ${list}`;
    }
  });
  return texts.join(' and ') || 'nothing that any node has';
}

function tolerationChanges(before: readonly Toleration[], after: readonly Toleration[]): string[] {
  const [had, has] = [before.map(tolerationText), after.map(tolerationText)];
  return [
    ...has.filter((text) => !had.includes(text)).map((text) => `adds toleration ${text}`),
    ...had.filter((text) => !has.includes(text)).map((text) => `removes toleration ${text}`),
  ];
}

/** `kubernetes.io/arch=arm:NoSchedule`, `maintenance:NoExecute for 300s`, `every taint`. */
export function tolerationText({ key, operator, value, effect, tolerationSeconds }: Toleration): string {
  const of = operator === 'Exists' ? (key ?? '') : `${key ?? ''}=${value ?? ''}`;
  const what =
    of === '' ? `every taint${effect ? ` with effect ${effect}` : ''}` : `${of}${effect ? `:${effect}` : ''}`;
  return tolerationSeconds === undefined || tolerationSeconds === null ? what : `${what} for ${tolerationSeconds}s`;
}

function empty(value: object | undefined): boolean {
  return value === undefined || Object.values(value).every((list) => Array.isArray(list) && list.length === 0);
}
