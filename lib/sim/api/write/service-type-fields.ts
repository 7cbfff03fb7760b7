// A Service that changes its type loses what only the old type had, unless the same request gives it anew
// (pkg/registry/core/service/strategy.go dropTypeDependentFields).
import { isDeepStrictEqual } from 'node:util';
import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1';

const ADDRESS_FIELDS = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const;

function hasNodePorts(spec: ServiceSpec | undefined): boolean {
  return spec?.type === 'NodePort' || spec?.type === 'LoadBalancer';
}

function nodePortsOf(spec: ServiceSpec | undefined): unknown[] {
  return (spec?.ports ?? []).map(({ nodePort }) => nodePort ?? 0);
}

export function withoutTypeFields(service: Service, previous: Service | undefined): Service {
  if (previous?.spec === undefined || service.spec === undefined) return service;
  const spec: ServiceSpec = { ...service.spec };
  if (spec.type === 'ExternalName' && previous.spec.type !== 'ExternalName') {
    for (const field of ADDRESS_FIELDS) {
      if (isDeepStrictEqual(spec[field], previous.spec[field])) delete spec[field];
    }
  }
  if (hasNodePorts(previous.spec) && !hasNodePorts(spec)) {
    const same = isDeepStrictEqual(nodePortsOf(spec), nodePortsOf(previous.spec));
    if (same) spec.ports = (spec.ports ?? []).map(withoutNodePort);
    if (spec.externalTrafficPolicy === previous.spec.externalTrafficPolicy) delete spec.externalTrafficPolicy;
  }
  return { ...service, spec };
}

function withoutNodePort({ nodePort: _nodePort, ...port }: ServicePort): ServicePort {
  return port;
}
