// Tables of services and what stands behind and before them (pkg/printers/internalversion/printers.go).
import type { Endpoints, LoadBalancerIngress, Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Ingress } from 'kubernetes-types/networking/v1';
import { AGE, ageOf, column, labelsText, NAME, NONE, nameOf, type Printer, UNKNOWN, wide } from './column.ts';

/** Addresses and ports shown before `+ N more...`. */
const SHOWN_MAX = 3;

export const services: Printer<Service> = {
  columns: [
    NAME,
    column('Type'),
    column('Cluster-IP'),
    column('External-IP'),
    column('Port(s)'),
    AGE,
    wide('Selector'),
  ],
  cells: (service, nowMs) => [
    nameOf(service),
    service.spec?.type ?? '',
    service.spec?.clusterIPs?.[0] ?? NONE,
    externalAddress(service),
    portsText(service),
    ageOf(service, nowMs),
    labelsText(service.spec?.selector),
  ],
};

/** getServiceExternalIP: a load balancer without an address yet is pending, not none. */
function externalAddress({ spec, status }: Service): string {
  const given = spec?.externalIPs ?? [];
  switch (spec?.type ?? '') {
    case 'ClusterIP':
    case 'NodePort':
      return given.join(',') || NONE;
    case 'LoadBalancer':
      return [...balancerAddresses(status?.loadBalancer?.ingress), ...given].join(',') || '<pending>';
    case 'ExternalName':
      return spec?.externalName ?? '';
    default:
      return UNKNOWN;
  }
}

function balancerAddresses(ingress: readonly LoadBalancerIngress[] | undefined): string[] {
  const addresses = (ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
  return [...new Set(addresses)].filter((address) => address !== '').sort();
}

function portsText({ spec }: Service): string {
  const ports = (spec?.ports ?? []).map(({ port, nodePort, protocol }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return ports.join(',') || NONE;
}

export const endpointSlices: Printer<EndpointSlice> = {
  columns: [NAME, column('AddressType'), column('Ports'), column('Endpoints'), AGE],
  cells: (slice, nowMs) => [
    nameOf(slice),
    slice.addressType,
    someOf(
      (slice.ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? '*') : String(port))),
      '<unset>',
    ),
    someOf(
      (slice.endpoints ?? []).flatMap(({ addresses }) => addresses),
      '<unset>',
    ),
    ageOf(slice, nowMs),
  ],
};

export const endpoints: Printer<Endpoints> = {
  columns: [NAME, column('Endpoints'), AGE],
  cells: (object, nowMs) => {
    const all = (object.subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
      ports.length === 0
        ? addresses.map(({ ip }) => ip)
        : ports.flatMap(({ port }) =>
            addresses.map(({ ip }) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)),
          ),
    );
    return [nameOf(object), (object.subsets ?? []).length === 0 ? NONE : someOf(all, ''), ageOf(object, nowMs)];
  },
};

export const ingresses: Printer<Ingress> = {
  columns: [NAME, column('Class'), column('Hosts'), column('Address'), column('Ports'), AGE],
  cells: (ingress, nowMs) => [
    nameOf(ingress),
    ingress.spec?.ingressClassName ?? NONE,
    hostsText(ingress),
    balancerAddresses(ingress.status?.loadBalancer?.ingress).join(','),
    (ingress.spec?.tls ?? []).length > 0 ? '80, 443' : '80',
    ageOf(ingress, nowMs),
  ],
};

/** formatHosts: `more` counts rules, also those without a host. */
function hostsText({ spec }: Ingress): string {
  const rules = spec?.rules ?? [];
  const hosts = rules.flatMap(({ host }) => (host ? [host] : []));
  const shown = hosts.slice(0, SHOWN_MAX);
  if (shown.length === 0) return '*';
  return hosts.length > SHOWN_MAX ? `${shown.join(',')} + ${rules.length - SHOWN_MAX} more...` : shown.join(',');
}

function someOf(items: readonly string[], empty: string): string {
  const shown = items.slice(0, SHOWN_MAX).join(',');
  if (items.length > SHOWN_MAX) return `${shown} + ${items.length - SHOWN_MAX} more...`;
  return shown === '' ? empty : shown;
}
