// Targets that a Prometheus finds behind Services, by their EndpointSlices (prometheus discovery/kubernetes/endpointslice.go).
import type { Pod, Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { faultsOf } from '../faults.ts';
import type { Stored } from '../store/object.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { Labels } from './promql/syntax-tree.ts';
import { labelName, publicLabels, relabelled } from './relabel.ts';
import type { ScrapeJob } from './scrape-config.ts';
import { counter, type Target, unreachable } from './scraped.ts';
import type { TargetsParts } from './targets-parts.ts';

type DiscoveredJob = ScrapeJob & { kind: 'discovered' };
type Slice = Stored<EndpointSlice>;

const SLICES = 'endpointslices.discovery.k8s.io';
const SERVICE_LABEL = 'kubernetes.io/service-name';
const METRICS = '/metrics';

export function discoveredTargets(job: DiscoveredJob, parts: TargetsParts, atMs: number): Target[] {
  const { source } = parts;
  const slices =
    job.namespaces === null ? source.list(SLICES) : job.namespaces.flatMap((one) => source.list(SLICES, one));
  return slices.flatMap((slice) => {
    const { namespace, labels = {} } = slice.metadata;
    const service = source.get('services', namespace, labels[SERVICE_LABEL] ?? '');
    return service === undefined ? [] : inSlice(job, slice, service, parts, atMs);
  });
}

function inSlice(
  job: DiscoveredJob,
  slice: Slice,
  service: Stored<Service>,
  parts: TargetsParts,
  atMs: number,
): Target[] {
  return (slice.endpoints ?? []).flatMap(({ addresses, targetRef }) => {
    const pod = parts.source.get('pods', slice.metadata.namespace, targetRef?.name ?? '');
    const [host] = addresses;
    if (pod === undefined || host === undefined) return [];
    return (slice.ports ?? []).flatMap(({ name = '', port = 0 }) => {
      const address = `${host}:${port}`;
      const found = relabelled(metaLabels(address, { service, pod, portName: name, port }), job.relabellings);
      if (found === null) return [];
      const labels = { instance: address, ...publicLabels({ job: job.job, ...found }) };
      return [targetOf(job, { pod, port, address, labels }, parts, atMs)];
    });
  });
}

interface Found {
  pod: Stored<Pod>;
  port: number;
  address: string;
  labels: Labels;
}

function targetOf({ job, path }: DiscoveredJob, found: Found, parts: TargetsParts, atMs: number): Target {
  const { pod, port, address, labels } = found;
  const url = `http://${address}${path}`;
  const target = { job, url, labels, samples: [] };
  if (parts.power.isDark(parts.source, pod.spec?.nodeName ?? '', atMs)) {
    return { ...target, isUp: false, error: unreachable(url) };
  }
  const told = parts.toldBy(pod, port);
  if (told === null)
    return { ...target, isUp: false, error: unreachable(url).replace('no route to host', 'connection refused') };
  const isMute = faultsOf(parts.source).appMetrics === 'gone';
  if (told === 'nothing' || path !== METRICS || isMute) return { ...target, isUp: false, error: NOT_FOUND };
  const sinceMs = parseTimestamp(pod.status?.containerStatuses?.[0]?.state?.running?.startedAt);
  const perSecond = parts.load.onPod(pod, atMs) ?? 0;
  const origin = { key: `${job} ${pod.metadata.uid}`, labels };
  return {
    ...target,
    isUp: true,
    error: '',
    samples: [counter(origin, 'http_requests_total', { perSecond, sinceMs })],
  };
}

/** prometheus scrape/scrape.go. */
const NOT_FOUND = 'server returned HTTP status 404 Not Found';

interface Endpoint {
  service: Stored<Service>;
  pod: Stored<Pod>;
  portName: string;
  port: number;
}

function metaLabels(address: string, { service, pod, portName, port }: Endpoint): Labels {
  const { name, namespace = '', labels = {} } = service.metadata;
  const container = pod.spec?.containers.find(({ ports }) =>
    ports?.some(({ containerPort }) => containerPort === port),
  );
  const meta: Record<string, string> = {
    namespace,
    service_name: name,
    pod_name: pod.metadata.name,
    pod_phase: pod.status?.phase ?? '',
    pod_container_name: container?.name ?? '',
    pod_container_port_name: container?.ports?.find(({ containerPort }) => containerPort === port)?.name ?? '',
    pod_container_port_number: String(port),
    pod_node_name: pod.spec?.nodeName ?? '',
    ...both('port_name', portName),
    ...both('address_target_kind', 'Pod'),
    ...both('address_target_name', pod.metadata.name),
  };
  for (const [key, value] of Object.entries(labels)) {
    meta[`service_label_${labelName(key)}`] = value;
    meta[`service_labelpresent_${labelName(key)}`] = 'true';
  }
  for (const [key, value] of Object.entries(pod.metadata.labels ?? {})) meta[`pod_label_${labelName(key)}`] = value;
  const named = Object.entries(meta).map(([key, value]) => [`__meta_kubernetes_${key}`, value]);
  return { __address__: address, ...Object.fromEntries(named) };
}

/** Under the names of both roles. */
function both(name: string, value: string): Record<string, string> {
  return { [`endpoint_${name}`]: value, [`endpointslice_${name}`]: value };
}
