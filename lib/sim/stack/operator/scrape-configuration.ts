// The configuration that the operator writes for a Prometheus out of the ServiceMonitors it selects
// (prometheus-operator pkg/prometheus/promcfg.go generateServiceMonitorConfig).
import { stringify } from 'yaml';
import { labelName, type Relabelling } from '../../monitoring/relabel.ts';
import type { Monitor, Prometheus } from './monitoring-objects.ts';

type Expression = NonNullable<Monitor['spec']['selector']['matchExpressions']>[number];

const INTERVAL_DEFAULT = '30s';
const PATH_DEFAULT = '/metrics';

export function scrapeConfiguration({ metadata, spec = {} }: Prometheus, monitors: readonly Monitor[]): string {
  const { scrapeInterval = INTERVAL_DEFAULT, evaluationInterval = INTERVAL_DEFAULT } = spec;
  const role = spec.serviceDiscoveryRole === 'EndpointSlice' ? 'endpointslice' : 'endpoints';
  return stringify({
    global: {
      scrape_interval: scrapeInterval,
      external_labels: { prometheus: `${metadata.namespace}/${metadata.name}`, prometheus_replica: '$(POD_NAME)' },
      evaluation_interval: evaluationInterval,
    },
    scrape_configs: monitors.flatMap((monitor) => jobsOf(monitor, role)),
  });
}

function jobsOf(monitor: Monitor, role: 'endpoints' | 'endpointslice'): object[] {
  const { metadata, spec } = monitor;
  const { any = false, matchNames = [] } = spec.namespaceSelector ?? {};
  const names = matchNames.length === 0 ? [metadata.namespace] : matchNames;
  return spec.endpoints.map(({ port = '', path, interval }, index) => ({
    job_name: `serviceMonitor/${metadata.namespace}/${metadata.name}/${index}`,
    honor_labels: false,
    kubernetes_sd_configs: [{ role, ...(any ? {} : { namespaces: { names } }) }],
    ...(interval === undefined ? {} : { scrape_interval: interval }),
    metrics_path: path ?? PATH_DEFAULT,
    relabel_configs: relabellings(monitor, role, port),
  }));
}

function relabellings({ spec }: Monitor, role: 'endpoints' | 'endpointslice', port: string): Relabelling[] {
  const own = role === 'endpoints' ? '__meta_kubernetes_endpoint' : '__meta_kubernetes_endpointslice';
  const copied = (from: string, to: string): Relabelling => ({
    source_labels: [`__meta_kubernetes_${from}`],
    target_label: to,
  });
  const { matchLabels = {}, matchExpressions = [] } = spec.selector;
  return [
    { source_labels: ['job'], target_label: '__tmp_prometheus_job_name' },
    ...Object.entries(matchLabels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => labelled('keep', key, [value])),
    ...matchExpressions.flatMap(expressed),
    ...(port === '' ? [] : [{ action: 'keep', source_labels: [`${own}_port_name`], regex: port }]),
    {
      source_labels: [`${own}_address_target_kind`, `${own}_address_target_name`],
      separator: ';',
      regex: 'Pod;(.*)',
      replacement: '$1',
      target_label: 'pod',
    },
    copied('namespace', 'namespace'),
    copied('service_name', 'service'),
    copied('pod_name', 'pod'),
    copied('pod_container_name', 'container'),
    { action: 'drop', source_labels: ['__meta_kubernetes_pod_phase'], regex: '(Failed|Succeeded)' },
    copied('service_name', 'job'),
    ...(spec.jobLabel === undefined
      ? []
      : [{ ...copied(`service_label_${labelName(spec.jobLabel)}`, 'job'), regex: '(.+)', replacement: '$1' }]),
    { target_label: 'endpoint', replacement: port },
  ];
}

function labelled(action: string, key: string, values: readonly string[]): Relabelling {
  const name = labelName(key);
  const source = ['label', 'labelpresent'].map((what) => `__meta_kubernetes_service_${what}_${name}`);
  return { action, source_labels: source, regex: `(${values.join('|')});true` };
}

function expressed({ key, operator, values = [] }: Expression): Relabelling[] {
  const present = [`__meta_kubernetes_service_labelpresent_${labelName(key)}`];
  switch (operator) {
    case 'In':
      return [labelled('keep', key, values)];
    case 'NotIn':
      return [labelled('drop', key, values)];
    case 'Exists':
      return [{ action: 'keep', source_labels: present, regex: 'true' }];
    case 'DoesNotExist':
      return [{ action: 'drop', source_labels: present, regex: 'true' }];
  }
}
