// What an autoscaler scales: found by kind and name, read through its scale subresource.
// Mirrors pkg/controller/podautoscaler/horizontal.go (scaleForResourceMappings).
import type { CrossVersionObjectReference } from 'kubernetes-types/autoscaling/v2';
import type { Registry, Served } from '../api/registry/registry.ts';
import { scaleOf } from '../api/write/scale.ts';
import type { View } from '../controllers/controller.ts';
import { notFound } from '../refusals.ts';
import type { ResourceId } from '../store/object.ts';

export interface Target {
  resource: ResourceId;
  specReplicas: number;
  statusReplicas: number;
  /** '' where there is none. */
  selector: string;
}

/** A text where it cannot be read: why. */
export function targetOf(
  view: View,
  registry: Registry,
  namespace: string,
  reference: CrossVersionObjectReference,
): Target | string {
  const { apiVersion = '', kind, name } = reference;
  if (apiVersion.split('/').length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
  const served = servedFor(registry, reference);
  if (served === undefined) return `no matches for kind "${kind}" in group "${groupOf(apiVersion)}"`;
  if (!served.type.subresources.some((subresource) => subresource.name === 'scale')) {
    return 'the server could not find the requested resource';
  }
  const object = view.get(served.storage, namespace, name);
  if (object === undefined) return notFound(served.type, name).message;
  const { spec, status } = scaleOf(served, object);
  return {
    resource: served.storage,
    specReplicas: spec?.replicas ?? 0,
    statusReplicas: status?.replicas ?? 0,
    selector: status?.selector ?? '',
  };
}

/** Any version of the kind will do. */
function servedFor(registry: Registry, { apiVersion = '', kind }: CrossVersionObjectReference): Served | undefined {
  const exact = registry.ofKind(apiVersion, kind);
  if (exact !== undefined) return exact;
  const group = groupOf(apiVersion);
  return [...registry.all()].find(({ type }) => type.group === group && type.kind === kind);
}

/** `apps` of `apps/v1`, '' of `v1`. */
export function groupOf(apiVersion: string | undefined): string {
  const [group = '', version] = (apiVersion ?? '').split('/');
  return version === undefined ? '' : group;
}
