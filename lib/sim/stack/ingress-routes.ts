// Where an ingress controller leads a request by the Ingresses of its class
// (kubernetes networking/v1 Ingress; traefik pkg/provider/kubernetes/ingress/kubernetes.go).
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { HTTPIngressPath, Ingress, IngressBackend } from 'kubernetes-types/networking/v1';
import type { Stored } from '../store/object.ts';
import type { ObjectSource } from '../usage/load.ts';

export interface AskedRoute {
  /** `spec.controller` of its IngressClasses. */
  controller: string;
  /** Null: all. */
  namespaces: readonly string[] | null;
  host: string;
  path: string;
}

/** Addresses of ready pods; null where no Ingress leads anywhere, empty where nobody is ready. */
export function routeOf(source: ObjectSource, asked: AskedRoute): { host: string; port: number }[] | null {
  let best: { length: number; backend: IngressBackend; namespace: string | undefined } | null = null;
  for (const ingress of source.list('ingresses.networking.k8s.io')) {
    const { namespace = '' } = ingress.metadata;
    if (asked.namespaces !== null && !asked.namespaces.includes(namespace)) continue;
    if (!isOfClass(source, ingress, asked.controller)) continue;
    for (const { path = '/', backend } of pathsFor(ingress, asked)) {
      if (best === null || path.length > best.length) best = { length: path.length, backend, namespace };
    }
  }
  return best === null ? null : readyBehind(source, best.namespace, best.backend);
}

function isOfClass(source: ObjectSource, { spec }: Ingress, controller: string): boolean {
  const found = source.get('ingressclasses.networking.k8s.io', undefined, spec?.ingressClassName ?? '');
  return found?.spec?.controller === controller;
}

function pathsFor({ spec }: Ingress, { host, path }: AskedRoute): HTTPIngressPath[] {
  const rules = (spec?.rules ?? []).filter((rule) => rule.host === undefined || rule.host === host);
  return rules.flatMap(({ http }) => http?.paths ?? []).filter((one) => leads(one, path));
}

/** Prefix goes by whole parts of the path. */
function leads({ path: given = '/', pathType }: HTTPIngressPath, path: string): boolean {
  if (pathType === 'Exact') return path === given;
  const prefix = given.replace(/\/+$/, '');
  return path === prefix || path.startsWith(`${prefix}/`);
}

function readyBehind(source: ObjectSource, namespace: string | undefined, { service }: IngressBackend) {
  const { name = '', port } = service ?? {};
  const found = source.get('services', namespace, name)?.spec?.ports ?? [];
  const chosen = found.find((one) => (port?.name === undefined ? one.port === port?.number : one.name === port.name));
  const slices: readonly Stored<EndpointSlice>[] = source
    .list('endpointslices.discovery.k8s.io', namespace)
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name);
  return slices.flatMap(({ ports = [], endpoints }) => {
    const number = ports.find((one) => (one.name ?? '') === (chosen?.name ?? ''))?.port;
    if (chosen === undefined || number === undefined) return [];
    const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false);
    return ready.flatMap(({ addresses: [host] }) => (host === undefined ? [] : [{ host, port: number }]));
  });
}
