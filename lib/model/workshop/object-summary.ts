// One line about an object of the stack: what it does, beside its kind and its name.
import type { CustomResourceDefinition } from 'kubernetes-types/apiextensions/v1';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { ConfigMap, PersistentVolumeClaim, Secret, Service } from 'kubernetes-types/core/v1';
import type { Ingress, IngressBackend, IngressClass } from 'kubernetes-types/networking/v1';
import type { ClusterRoleBinding, PolicyRule, Role } from 'kubernetes-types/rbac/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import { formatCpu } from '#lib/format/cpu.ts';
import { formatMemory } from '#lib/format/memory.ts';
import type { ManifestObject } from '#lib/stack/component.ts';
import { podSpecOf, requestsOf } from '#lib/stack/workloads.ts';

const PART = ' · ';
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
const ENFORCED = 'pod-security.kubernetes.io/enforce';
const ALL = new Intl.ListFormat('en-GB');

/**
 * `443 → https`, `tolerates arch=arm64 · 50m, 64Mi`: for manifests of ours, which hold what their kinds have.
 * '' where there is nothing to say. What a Secret holds is never told, only under which keys.
 */
export function summaryOf(object: ManifestObject): string {
  switch (object.kind) {
    case 'Namespace':
      return enforcedText(object);
    case 'Role':
    case 'ClusterRole':
      return rulesText((object as Role).rules ?? []);
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return bindingText(object as unknown as ClusterRoleBinding);
    case 'ConfigMap':
    case 'Secret':
      return keysText(object as ConfigMap | Secret);
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
    case 'Prometheus':
      return podsText(object);
    case 'PersistentVolumeClaim':
      return claimText(object as PersistentVolumeClaim);
    case 'StorageClass':
      return storageText(object as unknown as StorageClass);
    case 'HorizontalPodAutoscaler':
      return autoscalerText(object as HorizontalPodAutoscaler);
    default:
      return leadingText(object);
  }
}

/** Of what leads requests somewhere, or says of a group of the API what it is. */
function leadingText(object: ManifestObject): string {
  switch (object.kind) {
    case 'Service':
      return servicePorts(object as Service);
    case 'Ingress':
      return ingressPaths(object as Ingress);
    case 'IngressClass':
      return (object as IngressClass).spec?.controller ?? '';
    case 'APIService':
      return answeredBy(object['spec'] as ApiServiceSpec);
    case 'CustomResourceDefinition':
      return definitionText(object as unknown as CustomResourceDefinition);
    case 'ServiceMonitor':
      return scrapesText(object['spec'] as MonitorSpec);
    default:
      return '';
  }
}

interface ApiServiceSpec {
  service?: { namespace: string; name: string };
  insecureSkipTLSVerify?: boolean;
}

interface MonitorSpec {
  namespaceSelector?: { matchNames?: readonly string[] };
  endpoints?: readonly { port?: string; path?: string; interval?: string }[];
}

function joined(parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(PART);
}

function enforcedText({ metadata }: ManifestObject): string {
  const level = metadata.labels?.[ENFORCED];
  return level === undefined ? '' : `enforces ${level}`;
}

/** `get nodes/metrics · get, list and watch nodes, pods`; what is granted by name has the names behind it. */
function rulesText(rules: readonly PolicyRule[]): string {
  const byVerbs = Map.groupBy(rules, ({ verbs }) => ALL.format(verbs));
  return joined([...byVerbs].map(([verbs, alike]) => `${verbs} ${alike.flatMap(grantedBy).join(', ')}`));
}

function grantedBy({ resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): string[] {
  const names = resourceNames.length === 0 ? '' : ` ${resourceNames.join(' ')}`;
  return [...resources.map((resource) => `${resource}${names}`), ...nonResourceURLs];
}

function bindingText({ roleRef, subjects = [] }: ClusterRoleBinding): string {
  const who = subjects.map(({ namespace, name }) => (namespace === undefined ? name : `${namespace}/${name}`));
  return `${roleRef.name} to ${who.join(', ')}`;
}

function keysText({ data }: ConfigMap | Secret): string {
  const keys = Object.keys(data ?? {});
  return keys.length === 0 ? '' : `holds ${keys.join(', ')}`;
}

function podsText(object: ManifestObject): string {
  const spec = podSpecOf(object);
  const taints = [...new Set(((spec?.tolerations ?? []) as Toleration[]).map(tolerationText))];
  const { cpuMillicores, memoryBytes } = requestsOf([object]);
  return joined([
    taints.length > 0 && `tolerates ${taints.join(', ')}`,
    `${formatCpu(cpuMillicores)}, ${formatMemory(memoryBytes)}`,
  ]);
}

interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
}

/** Without the domain of its key: `arch=arm64`; `arch` for any value. */
function tolerationText({ key = '', operator, value = '' }: Toleration): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  if (operator !== 'Exists') return `${name}=${value}`;
  return name === '' ? 'everything' : name;
}

function claimText({ spec }: PersistentVolumeClaim): string {
  const of = spec?.storageClassName === undefined ? '' : ` of ${spec.storageClassName}`;
  return `${spec?.resources?.requests?.['storage'] ?? ''}${of}`;
}

function storageText({ metadata, provisioner, volumeBindingMode }: StorageClass): string {
  return joined([
    provisioner,
    metadata?.annotations?.[DEFAULT_CLASS] === 'true' && 'the default',
    volumeBindingMode === 'WaitForFirstConsumer' && 'bound when a pod wants it',
  ]);
}

/** `Deployment app, 2 to 10 pods · http_requests 100 for each`. */
function autoscalerText({ spec }: HorizontalPodAutoscaler): string {
  if (spec === undefined) return '';
  const { scaleTargetRef, minReplicas = 1, maxReplicas, metrics = [] } = spec;
  const figures = metrics.map(({ object, pods, resource }) => {
    const name = object?.metric.name ?? pods?.metric.name ?? resource?.name ?? '';
    const target = object?.target ?? pods?.target ?? resource?.target;
    const each = target?.averageValue ?? (target?.averageUtilization && `${target.averageUtilization}%`);
    return each === undefined ? `${name} ${target?.value ?? ''}`.trim() : `${name} ${each} for each`;
  });
  return joined([`${scaleTargetRef.kind} ${scaleTargetRef.name}, ${minReplicas} to ${maxReplicas} pods`, ...figures]);
}

/** `443 → https`; a type other than within the cluster is named. */
function servicePorts({ spec }: Service): string {
  const type = spec?.type ?? 'ClusterIP';
  const ports = (spec?.ports ?? []).map(({ port, targetPort }) => `${port} → ${targetPort ?? port}`);
  return joined([type !== 'ClusterIP' && type, ports.join(', ')]);
}

function ingressPaths({ spec }: Ingress): string {
  const paths = (spec?.rules ?? []).flatMap(({ host = '', http }) =>
    (http?.paths ?? []).map(({ path = '/', backend }) => `${host}${path} → ${backendText(backend)}`),
  );
  return paths.join(', ');
}

function backendText({ service, resource }: IngressBackend): string {
  if (service === undefined) return resource?.name ?? '';
  return `${service.name}:${service.port?.name ?? service.port?.number ?? ''}`;
}

function answeredBy({ service, insecureSkipTLSVerify }: ApiServiceSpec): string {
  if (service === undefined) return 'answered by the API server itself';
  const { namespace, name } = service;
  return joined([
    `answered by ${namespace}/${name}`,
    insecureSkipTLSVerify === true && 'its certificate is not checked',
  ]);
}

function definitionText({ spec }: CustomResourceDefinition): string {
  const versions = spec.versions.filter(({ served }) => served).map(({ name }) => name);
  return `${spec.names.kind} ${versions.join(', ')}${spec.scope === 'Namespaced' ? ' in namespaces' : ''}`;
}

function scrapesText({ namespaceSelector, endpoints = [] }: MonitorSpec): string {
  const where = namespaceSelector?.matchNames ?? [];
  const what = endpoints.map(({ port = '', path = '/metrics', interval }) =>
    [`scrapes ${port}${path}`, interval === undefined ? '' : `every ${interval}`].join(' ').trim(),
  );
  return joined([what.join(', '), where.length > 0 && `in ${where.join(', ')}`]);
}
