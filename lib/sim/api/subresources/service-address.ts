// Which endpoint of a Service a proxied request goes to.
// Mirrors pkg/registry/core/service/storage/storage.go ResourceLocation and apiserver/pkg/util/proxy/proxy.go.
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Address, ClusterNetwork } from '../../proxy/cluster-network.ts';
import { notFound } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import type { Stored } from '../../store/object.ts';
import type { Call } from '../call.ts';
import type { AskedTarget } from './proxy-target.ts';

const SERVICE_LABEL = 'kubernetes.io/service-name';

/** Throws ServiceUnavailable where no ready pod is behind the port. */
export function serviceAddress(call: Call, { scheme, name, port }: AskedTarget, network: ClusterNetwork): Address {
  const { machine, info } = call;
  const portName = /^\d+$/.test(port) ? declaredName(call, name, Number(port)) : port;
  const slices = machine.store
    .list('endpointslices.discovery.k8s.io', info.namespace)
    .filter(({ metadata }) => metadata.labels?.[SERVICE_LABEL] === name);
  for (const slice of slices) {
    const number = slice.ports?.find((one) => (one.name ?? '') === portName)?.port;
    const hosts = number === undefined ? [] : readyHosts(call, slice);
    const host = hosts[network.turn(hosts.length)];
    if (number !== undefined && host !== undefined) return { scheme, host, port: number };
  }
  throw new StatusError('ServiceUnavailable', `no endpoints available for service "${name}"`);
}

function declaredName({ machine, served, info }: Call, name: string, port: number): string {
  const service = machine.store.get('services', info.namespace, name);
  if (service === undefined) throw notFound(served.type, name);
  const found = service.spec?.ports?.find((one) => one.port === port);
  if (found !== undefined) return found.name ?? '';
  throw new StatusError('ServiceUnavailable', `no service port ${port} found for service "${name}"`);
}

/** Only addresses that are pods' own: others could lead the API server anywhere. */
function readyHosts({ machine, info }: Call, slice: Stored<EndpointSlice>): string[] {
  return (slice.endpoints ?? []).flatMap(({ addresses, conditions, targetRef }) => {
    const pod = targetRef?.kind === 'Pod' ? machine.store.get('pods', info.namespace, targetRef.name ?? '') : undefined;
    const isPodOwn = pod?.status?.podIPs?.some(({ ip }) => ip === addresses[0]) === true;
    return conditions?.ready !== false && isPodOwn ? addresses.slice(0, 1) : [];
  });
}
