// Where the API server would reach the kubelet of a pod, and which of the pod's containers a request is about.
// Mirrors pkg/registry/core/pod/strategy.go (streamLocation, validateContainer) and pkg/kubelet/client/kubelet_client.go.
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { badRequest, notFound } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import type { Stored } from '../../store/object.ts';
import type { Store } from '../../store/store.ts';
import type { Call } from '../call.ts';

export const KUBELET_PORT = 10_250;
/** --kubelet-preferred-address-types as kubeadm sets it. */
const PREFERRED_ADDRESSES = ['InternalIP', 'ExternalIP', 'Hostname'];

/** `192.168.1.6:10250`. Throws where the node does not exist or has no address. */
export function kubeletAddress({ machine, served }: Pick<Call, 'machine' | 'served'>, nodeName: string): string {
  const address = nodeAddress(machine.store, nodeName);
  // The store names what is missing after the request's own resource, whatever was looked for.
  if (address === undefined) throw notFound(served.type, nodeName);
  return `${address}:${KUBELET_PORT}`;
}

/** Undefined where there is no such node; throws where it has no address one could reach it at. */
export function nodeAddress(store: Pick<Store, 'get'>, nodeName: string): string | undefined {
  const node: Node | undefined = store.get('nodes', undefined, nodeName);
  if (node === undefined) return undefined;
  const addresses = node.status?.addresses ?? [];
  for (const type of PREFERRED_ADDRESSES) {
    const found = addresses.find((one) => one.type === type && one.address !== '');
    if (found !== undefined) return found.address;
  }
  const known = addresses.map(({ type, address }) => `{${type} ${address}}`).join(' ');
  throw new StatusError('', `no preferred addresses found; known addresses: [${known}]`);
}

/** The container asked for, or the only one. */
export function containerOf(pod: Stored<Pod>, asked: string): string {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const names = [...initContainers, ...containers, ...ephemeralContainers].map(({ name }) => name);
  const { name } = pod.metadata;
  if (asked !== '') {
    if (names.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only] = containers;
  if (only !== undefined && containers.length === 1) return only.name;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
}
