// The Endpoints of Services, as old as they are. Their uids depend on the Services' alone: no chance is drawn for them.
import type { Endpoints, Pod, Service } from 'kubernetes-types/core/v1';
import { endpointsFor } from '../../controllers/services/endpoints-controller.ts';
import type { KubeObject, Stored } from '../../store/object.ts';
import { type Built, hexOf } from './ground.ts';

const API_PORT = 6443;

/** `pods`: those that the Service selects. */
export function endpoints(of: Built<Service>, pods: readonly Pod[]): KubeObject {
  // What is built has the metadata of a stored object.
  const { metadata, ...rest } = endpointsFor(of, pods as Stored<Pod>[], Date.parse(of.metadata.creationTimestamp));
  return { ...rest, metadata: { ...metadata, ...identityOf(of) } };
}

/** The API server's own, which it writes itself. */
export function kubernetesEndpoints(of: Built<Service>, address: string): Endpoints {
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {
      name: of.metadata.name,
      namespace: of.metadata.namespace ?? '',
      ...identityOf(of),
      labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
    },
    subsets: [{ addresses: [{ ip: address }], ports: [{ name: 'https', port: API_PORT, protocol: 'TCP' }] }],
  };
}

function identityOf({ metadata }: Built<Service>) {
  const hex = hexOf(`endpoints ${metadata.uid}`, 32);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)];
  return { uid: parts.join('-'), creationTimestamp: metadata.creationTimestamp };
}
