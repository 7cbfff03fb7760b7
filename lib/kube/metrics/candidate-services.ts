// Which services of a cluster look like a Heapster or a Prometheus; whether they are is found out by asking.
import type { Service, ServicePort } from 'kubernetes-types/core/v1';
import { isStatusError, StatusError } from '../status-error.ts';
import type { Transport } from '../transport.ts';
import type { ServiceRef } from './ask-service.ts';
import { objectOf } from './json-object.ts';

export interface CandidateServices {
  heapster: ServiceRef | null;
  /** Likeliest first. */
  prometheus: readonly ServiceRef[];
  /** Why some may have been overlooked; null where all services were looked at. */
  trouble: string | null;
}

const PAGE = 500;
const SERVICES_MAX = 5_000;
const PAGE_BYTES_MAX = 16 * 1024 * 1024;
const TIMEOUT_MS = 10_000;
/** Each is asked. */
const PROMETHEUS_MAX = 8;

/** What its own manifests call it: kubectl asks there (before 1.18, pkg/metricsutil/metrics_client.go). */
const HEAPSTER: ServiceRef = { namespace: 'kube-system', name: 'heapster', scheme: 'http', port: '' };
/** Of kube-prometheus, of the chart of the community, of k3s and others: for who may not list services. */
const USUAL: readonly ServiceRef[] = [
  { namespace: 'monitoring', name: 'prometheus-k8s', scheme: 'http', port: 'web' },
  { namespace: 'monitoring', name: 'prometheus-operated', scheme: 'http', port: 'web' },
  { namespace: 'monitoring', name: 'kube-prometheus-stack-prometheus', scheme: 'http', port: 'http-web' },
  { namespace: 'monitoring', name: 'prometheus-server', scheme: 'http', port: 'http' },
  // By its number a port is found whether or not it has a name.
  { namespace: 'monitoring', name: 'prometheus', scheme: 'http', port: '9090' },
];

/** Programs of the same family, which answer no expressions. */
const RELATIVES =
  /operator|alertmanager|exporter|adapter|pushgateway|kube-state|grafana|webhook|thanos-(?!quer)|kubelet|config|discovery/;
const PORT_NAMES: ReadonlySet<string> = new Set(['web', 'http-web']);
const PORT_NUMBER = 9090;

/** @throws {StatusError} where services can be listed, but were not. */
export async function candidateServices(transport: Transport, signal: AbortSignal): Promise<CandidateServices> {
  let services: readonly Service[];
  try {
    services = await listServices(transport, signal);
  } catch (error) {
    if (!isStatusError(error) || error.code !== 403) throw error;
    const trouble = 'not allowed to list services: Heapster and Prometheus are looked for by their usual names only';
    return { heapster: HEAPSTER, prometheus: USUAL, trouble };
  }
  const heapster = services.find(
    ({ metadata }) => metadata?.namespace === HEAPSTER.namespace && metadata.name === HEAPSTER.name,
  );
  const port = heapster?.spec?.ports?.[0];
  return {
    heapster: heapster === undefined ? null : { ...HEAPSTER, scheme: schemeOf(port), port: port?.name ?? '' },
    prometheus: prometheusAmong(services),
    trouble: services.length >= SERVICES_MAX ? `only the first ${SERVICES_MAX} services were looked at` : null,
  };
}

function prometheusAmong(services: readonly Service[]): readonly ServiceRef[] {
  return services
    .flatMap((service) => {
      const { metadata: { namespace, name } = {}, spec } = service;
      const port = likelyPort(service);
      if (namespace === undefined || name === undefined || port === null || spec?.type === 'ExternalName') return [];
      const ref: ServiceRef = { namespace, name, scheme: schemeOf(port), port: port.name ?? String(port.port) };
      // Behind the operator's own headless service are the pods of every Prometheus at once.
      const later = spec?.clusterIP === 'None' ? 1 : 0;
      return [{ ref, later, likeness: Number(isUsual(ref)) + Number(isNamed(service)) }];
    })
    .sort((a, b) => b.likeness - a.likeness || a.later - b.later)
    .slice(0, PROMETHEUS_MAX)
    .map(({ ref }) => ref);
}

/** Null where nothing says that this is a Prometheus. */
function likelyPort(service: Service): ServicePort | null {
  const { metadata: { name = '' } = {}, spec } = service;
  if (RELATIVES.test(name)) return null;
  const ports = spec?.ports ?? [];
  const usual = ports.find(({ name: portName, port }) => PORT_NAMES.has(portName ?? '') || port === PORT_NUMBER);
  if (isNamed(service)) return usual ?? ports[0] ?? null;
  return usual?.port === PORT_NUMBER && PORT_NAMES.has(usual.name ?? '') ? usual : null;
}

function isNamed({ metadata: { name = '', labels = {} } = {} }: Service): boolean {
  return labels['app.kubernetes.io/name'] === 'prometheus' || /(^|-)prometheus(-|$)/.test(name);
}

/** Of two the one where it usually is: a namespace of anybody's may come first in the alphabet. */
function isUsual({ namespace, name }: ServiceRef): boolean {
  return USUAL.some((usual) => usual.namespace === namespace && usual.name === name);
}

function schemeOf(port: ServicePort | undefined): 'http' | 'https' {
  return port?.name === 'https' || port?.port === 443 ? 'https' : 'http';
}

async function listServices(transport: Transport, signal: AbortSignal): Promise<readonly Service[]> {
  const services: Service[] = [];
  let next = '';
  do {
    const query = new URLSearchParams({ limit: String(PAGE), ...(next === '' ? {} : { continue: next }) });
    const path = `/api/v1/services?${query}`;
    const { body } = await transport.json({ path, timeoutMs: TIMEOUT_MS, limitBytes: PAGE_BYTES_MAX, signal });
    const { items, metadata } = objectOf(body);
    if (!Array.isArray(items))
      throw new StatusError(502, 'InternalError', 'the API server answered no list of services');
    services.push(...(items as Service[]));
    const { continue: more } = objectOf(metadata);
    next = typeof more === 'string' ? more : '';
  } while (next !== '' && services.length < SERVICES_MAX);
  return services;
}
