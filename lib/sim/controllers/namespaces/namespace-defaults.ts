// What every namespace starts with: the service account `default` and the cluster's CA certificate.
// Mirrors kubernetes pkg/controller/serviceaccount/serviceaccounts_controller.go and
// pkg/controller/certificates/rootcacertpublisher/publisher.go.
import type { ConfigMap, ServiceAccount } from 'kubernetes-types/core/v1';
import { sameMeaning } from '../canonical.ts';
import { type Controller, keysOf, type View } from '../controller.ts';

const SERVICE_ACCOUNT = 'default';
const CA_CONFIG_MAP = 'kube-root-ca.crt';
const CA_DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export const serviceAccountController: Controller = {
  name: 'service-account-controller',
  fieldManager: 'kube-controller-manager',
  *wakes({ type, resource, object }) {
    if (resource === 'namespaces' && type !== 'DELETED') yield object.metadata.name;
    if (resource === 'serviceaccounts' && type === 'DELETED') yield object.metadata.namespace ?? '';
  },
  initialKeys: keysOf('namespaces'),
  reconcile(view, namespace) {
    if (!isActive(view, namespace) || view.get('serviceaccounts', namespace, SERVICE_ACCOUNT) !== undefined) return {};
    const metadata = { name: SERVICE_ACCOUNT, namespace };
    const object: ServiceAccount = { apiVersion: 'v1', kind: 'ServiceAccount', metadata };
    return { writes: [{ op: 'create', resource: 'serviceaccounts', object }] };
  },
};

/** `caCertificatePem`: what clients inside the cluster verify the API server with. */
export function rootCaPublisher(caCertificatePem: string): Controller {
  return {
    name: 'root-ca-certificate-publisher',
    fieldManager: 'kube-controller-manager',
    *wakes({ type, resource, object }) {
      if (resource === 'namespaces' && type !== 'DELETED') yield object.metadata.name;
      const isOurs = resource === 'configmaps' && object.metadata.name === CA_CONFIG_MAP;
      if (isOurs && type !== 'ADDED') yield object.metadata.namespace ?? '';
    },
    initialKeys: keysOf('namespaces'),
    reconcile(view, namespace) {
      if (!isActive(view, namespace)) return {};
      const existing = view.get('configmaps', namespace, CA_CONFIG_MAP);
      const data = { 'ca.crt': caCertificatePem };
      const annotations = { 'kubernetes.io/description': CA_DESCRIPTION };
      if (existing === undefined) {
        const metadata = { name: CA_CONFIG_MAP, namespace, annotations };
        const object: ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
        return { writes: [{ op: 'create', resource: 'configmaps', object }] };
      }
      if (sameMeaning(existing.data, data)) return {};
      const metadata = { ...existing.metadata, annotations: { ...existing.metadata.annotations, ...annotations } };
      return { writes: [{ op: 'update', resource: 'configmaps', object: { ...existing, metadata, data } }] };
    },
  };
}

function isActive(view: View, name: string): boolean {
  const namespace = view.get('namespaces', undefined, name);
  return namespace !== undefined && namespace.metadata.deletionTimestamp === undefined;
}
