// What belongs to a Prometheus beside its pods: its configuration, what it mounts, and the Service in front of all of them
// (prometheus-operator pkg/prometheus/server/operator.go, pkg/operator/operator.go).
import { gzipSync } from 'node:zlib';
import type { ConfigMap, Secret, Service } from 'kubernetes-types/core/v1';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import { CONFIGURATION_KEY } from '../../monitoring/configuration.ts';
import type { KubeObject, ResourceId } from '../../store/object.ts';
import type { Prometheus } from './monitoring-objects.ts';
import { statefulSetName } from './stateful-set.ts';

export interface Owned {
  resource: ResourceId;
  object: KubeObject & { metadata: { name: string; namespace: string } };
}

export const MANAGED: Readonly<Record<string, string>> = { 'managed-by': 'prometheus-operator' };

export function ownerReference({ apiVersion, kind, metadata }: Prometheus, controller = true): OwnerReference {
  const { name, uid } = metadata;
  return {
    apiVersion,
    kind,
    name,
    uid,
    ...(controller ? { controller: true, blockOwnerDeletion: true } : {}),
  };
}

export function ownedObjects(prometheus: Prometheus, configuration: string): Owned[] {
  const name = statefulSetName(prometheus);
  const secret = (own: string, data: Record<string, string>): Owned => ({
    resource: 'secrets',
    object: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: metadataOf(prometheus, own),
      type: 'Opaque',
      data,
    } as Owned['object'] & Secret,
  });
  const rules: ConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(prometheus, `${name}-rulefiles-0`),
  };
  return [
    secret(name, { [CONFIGURATION_KEY]: gzipSync(configuration).toString('base64') }),
    secret(`${name}-tls-assets-0`, {}),
    secret(`${name}-web-config`, { 'web-config.yaml': '' }),
    { resource: 'configmaps', object: rules as Owned['object'] },
    { resource: 'services', object: governingService(prometheus) as Owned['object'] },
  ];
}

function metadataOf(prometheus: Prometheus, name: string) {
  const { namespace = '' } = prometheus.metadata;
  return { name, namespace, labels: { ...MANAGED }, ownerReferences: [ownerReference(prometheus)] };
}

/** Of all in the namespace. */
function governingService(prometheus: Prometheus): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'prometheus-operated',
      namespace: prometheus.metadata.namespace ?? '',
      labels: { ...MANAGED, 'operated-prometheus': 'true' },
      ownerReferences: [ownerReference(prometheus, false)],
    },
    spec: {
      clusterIP: 'None',
      ports: [{ name: 'web', port: 9090, targetPort: 'web', protocol: 'TCP' }],
      selector: { 'app.kubernetes.io/name': 'prometheus' },
    },
  };
}
