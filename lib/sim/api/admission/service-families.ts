// The IP families of a service on a cluster that has only IPv4: pkg/registry/core/service/storage/alloc.go initIPFamilyFields.
import type { Service } from 'kubernetes-types/core/v1';

/** With families and policy, which a service of type ExternalName has not. What was there before stays. */
export function withFamilies(service: Service, previous?: Service): Service {
  const { spec } = service;
  if (spec === undefined) return service;
  const { clusterIP, selector = {} } = spec;
  const addresses = clusterIP ? { clusterIPs: spec.clusterIPs ?? [clusterIP] } : {};
  if (spec.type === 'ExternalName') return { ...service, spec: { ...spec, ...addresses } };
  // Nobody selects pods for such a service: it may be of any family.
  const anyFamily = clusterIP === 'None' && Object.keys(selector).length === 0;
  const { ipFamilies, ipFamilyPolicy } = previous?.spec ?? {};
  return {
    ...service,
    spec: {
      ...spec,
      ...addresses,
      ipFamilies: spec.ipFamilies ?? ipFamilies ?? (anyFamily ? ['IPv4', 'IPv6'] : ['IPv4']),
      ipFamilyPolicy: spec.ipFamilyPolicy ?? ipFamilyPolicy ?? (anyFamily ? 'RequireDualStack' : 'SingleStack'),
    },
  };
}
