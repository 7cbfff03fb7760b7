// The Endpoints controller: what EndpointSlices say, in the older form. Mirrors kubernetes
// pkg/controller/endpoint/endpoints_controller.go.
import type { Endpoints, Pod, Service } from 'kubernetes-types/core/v1';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { sameMeaning } from '../canonical.ts';
import type { Controller, Outcome, View } from '../controller.ts';
import { servicesBehind } from './endpoints.ts';
import { subsetsOf } from './endpoints-subsets.ts';

const RESOURCE = 'endpoints';
const TRIGGER_ANNOTATION = 'endpoints.kubernetes.io/last-change-trigger-time';
const CAPACITY_ANNOTATION = 'endpoints.kubernetes.io/over-capacity';
const MANAGED_BY_LABEL = 'endpoints.kubernetes.io/managed-by';
const HEADLESS_LABEL = 'service.kubernetes.io/headless';

export const endpointsController: Controller = {
  name: 'endpoint-controller',
  fieldManager: 'kube-controller-manager',
  *wakes(change, view) {
    const { namespace, name } = change.object.metadata;
    if (change.resource === 'services') yield keyOf(namespace, name);
    if (change.resource === 'pods') yield* servicesBehind(change, view);
    if (change.resource === RESOURCE && change.type === 'DELETED') yield keyOf(namespace, name);
  },
  *initialKeys(view) {
    for (const { metadata } of view.list('services')) yield keyOf(metadata.namespace, metadata.name);
    for (const { metadata } of view.list(RESOURCE)) yield keyOf(metadata.namespace, metadata.name);
  },
  reconcile,
};

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const service = view.get('services', namespace, name);
  const current = view.get(RESOURCE, namespace, name);
  if (service === undefined) {
    return current === undefined ? {} : { writes: [{ op: 'delete', resource: RESOURCE, namespace, name }] };
  }
  // A Service without a selector has its endpoints from somebody else, an ExternalName none at all.
  if (service.spec?.selector === undefined || service.spec.type === 'ExternalName') return {};
  const wanted = endpointsFor(service, view.list('pods', namespace), view.nowMs);
  if (current === undefined) return { writes: [{ op: 'create', resource: RESOURCE, object: wanted }] };
  const isSame =
    sameMeaning(current.subsets ?? [], wanted.subsets ?? []) &&
    sameMeaning(current.metadata.labels ?? {}, wanted.metadata?.labels ?? {});
  if (isSame) return {};
  const { [CAPACITY_ANNOTATION]: _, ...annotations } = current.metadata.annotations ?? {};
  const metadata = {
    ...current.metadata,
    labels: wanted.metadata?.labels ?? {},
    annotations: { ...annotations, ...wanted.metadata?.annotations },
  };
  return { writes: [{ op: 'update', resource: RESOURCE, object: { ...wanted, metadata } }] };
}

/** The Endpoints of a Service with a selector. `pods`: those of its namespace. */
export function endpointsFor(service: Stored<Service>, pods: readonly Stored<Pod>[], changedMs: number): Endpoints {
  const { namespace = '', name, labels } = service.metadata;
  const { subsets, isTruncated } = subsetsOf(service, pods);
  const isHeadless = !service.spec?.clusterIP || service.spec.clusterIP === 'None';
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      namespace,
      name,
      labels: {
        ...labels,
        ...(isHeadless ? { [HEADLESS_LABEL]: '' } : {}),
        [MANAGED_BY_LABEL]: 'endpoint-controller',
      },
      annotations: {
        [TRIGGER_ANNOTATION]: timestamp(changedMs),
        ...(isTruncated ? { [CAPACITY_ANNOTATION]: 'truncated' } : {}),
      },
    },
    ...(subsets.length === 0 ? {} : { subsets }),
  };
}
