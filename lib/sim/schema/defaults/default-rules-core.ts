// What Kubernetes' defaulting adds to core/v1 types (pkg/apis/core/v1/defaults.go), by type.

import { cloneJson, isObject, type JsonDraft, objectAt, objectsAt } from '../../json.ts';
import { type DefaultRule, isUnset, setDefault, setPointer } from './default-rule.ts';

const CORE = 'io.k8s.api.core.v1';

/** Mode 0644: files of secrets, config maps and other projected volumes. */
const FILE_MODE = 0o644;
const TOKEN_SECONDS = 3600;
/** core/v1 DefaultClientIPServiceAffinitySeconds: three hours. */
const CLIENT_IP_AFFINITY_SECONDS = 10_800;

/** pkg/util/parsers: `latest` unless the reference names a tag or a digest. */
function pullPolicyOf(image: unknown): string {
  const reference = typeof image === 'string' ? image : '';
  const [name = '', digest] = reference.split('@');
  const tag = /:([^:/]+)$/.exec(name)?.[1] ?? (digest === undefined ? 'latest' : '');
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function container(object: JsonDraft): void {
  setDefault(object, 'imagePullPolicy', pullPolicyOf(object['image']));
  setDefault(object, 'terminationMessagePath', '/dev/termination-log');
  setDefault(object, 'terminationMessagePolicy', 'File');
}

function podSpec(spec: JsonDraft): void {
  if (!isUnset(spec['serviceAccount'])) setDefault(spec, 'serviceAccountName', spec['serviceAccount']);
  if (!isUnset(spec['serviceAccountName'])) spec['serviceAccount'] = spec['serviceAccountName'];
  setDefault(spec, 'dnsPolicy', 'ClusterFirst');
  setDefault(spec, 'restartPolicy', 'Always');
  setPointer(spec, 'securityContext', {});
  setPointer(spec, 'terminationGracePeriodSeconds', 30);
  setDefault(spec, 'schedulerName', 'default-scheduler');
}

function requestsFromLimits(one: JsonDraft): void {
  const limits = objectAt(one, 'resources', 'limits');
  const resources = objectAt(one, 'resources');
  if (limits === undefined || resources === undefined) return;
  resources['requests'] = { ...limits, ...objectAt(resources, 'requests') };
}

/** Only of pods: templates of pods are stored without (SetDefaults_Pod). */
function pod(object: JsonDraft): void {
  const spec = objectAt(object, 'spec');
  if (spec === undefined) return;
  const grace = spec['terminationGracePeriodSeconds'];
  if (typeof grace === 'number' && grace < 0) spec['terminationGracePeriodSeconds'] = 1;
  setPointer(spec, 'enableServiceLinks', true);
  for (const one of [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')]) {
    requestsFromLimits(one);
    if (spec['hostNetwork'] !== true) continue;
    for (const port of objectsAt(one, 'ports')) setDefault(port, 'hostPort', port['containerPort']);
  }
}

/** The single address and the list say the same; the single one wins. */
function podStatus(status: JsonDraft): void {
  const first = objectsAt(status, 'podIPs')[0]?.['ip'];
  if (isUnset(status['podIP']) && !isUnset(first)) status['podIP'] = first;
  else if (!isUnset(status['podIP']) && status['podIP'] !== first) status['podIPs'] = [{ ip: status['podIP'] }];
}

function volume(object: JsonDraft): void {
  const sources = Object.keys(object).filter((name) => name !== 'name' && !isUnset(object[name]));
  if (sources.length === 0) object['emptyDir'] = {};
  const image = objectAt(object, 'image');
  if (image !== undefined) setDefault(image, 'pullPolicy', pullPolicyOf(image['reference']));
}

const CLUSTER_IP_TYPES: ReadonlySet<unknown> = new Set(['ClusterIP', 'LoadBalancer', 'NodePort']);
const EXTERNAL_TYPES: ReadonlySet<unknown> = new Set(['LoadBalancer', 'NodePort']);

function serviceSpec(spec: JsonDraft): void {
  setDefault(spec, 'type', 'ClusterIP');
  setDefault(spec, 'sessionAffinity', 'None');
  if (spec['sessionAffinity'] === 'None') delete spec['sessionAffinityConfig'];
  else if (spec['sessionAffinity'] === 'ClientIP') {
    const seconds = objectAt(spec, 'sessionAffinityConfig', 'clientIP')?.['timeoutSeconds'];
    const timeoutSeconds = seconds ?? CLIENT_IP_AFFINITY_SECONDS;
    spec['sessionAffinityConfig'] = { clientIP: { timeoutSeconds } };
  }
  for (const port of objectsAt(spec, 'ports')) {
    setDefault(port, 'protocol', 'TCP');
    setDefault(port, 'targetPort', port['port']);
  }
  const externalIPs = spec['externalIPs'];
  const external =
    EXTERNAL_TYPES.has(spec['type']) ||
    (spec['type'] === 'ClusterIP' && Array.isArray(externalIPs) && externalIPs.length > 0);
  if (external) setDefault(spec, 'externalTrafficPolicy', 'Cluster');
  if (CLUSTER_IP_TYPES.has(spec['type'])) setPointer(spec, 'internalTrafficPolicy', 'Cluster');
  if (spec['type'] === 'LoadBalancer') setPointer(spec, 'allocateLoadBalancerNodePorts', true);
}

/** stringData is write-only: it becomes data (pkg/apis/core/v1/conversion.go). */
function secret(object: JsonDraft): void {
  setDefault(object, 'type', 'Opaque');
  const texts = objectAt(object, 'stringData');
  if (texts === undefined) return;
  const encoded = Object.entries(texts).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')]);
  object['data'] = { ...objectAt(object, 'data'), ...Object.fromEntries(encoded) };
  delete object['stringData'];
}

/** The name's label; the finalizer is the strategy's. */
function namespace(object: JsonDraft): void {
  const metadata = objectAt(object, 'metadata');
  const name = metadata?.['name'];
  if (metadata === undefined || isUnset(name)) return;
  metadata['labels'] = { ...objectAt(metadata, 'labels'), 'kubernetes.io/metadata.name': name };
}

function probe(object: JsonDraft): void {
  setDefault(object, 'timeoutSeconds', 1);
  setDefault(object, 'periodSeconds', 10);
  setDefault(object, 'successThreshold', 1);
  setDefault(object, 'failureThreshold', 3);
}

/** The single range and the list say the same; the single one wins (conversion.go). */
function nodeSpec(spec: JsonDraft): void {
  const ranges = spec['podCIDRs'];
  const first: unknown = Array.isArray(ranges) ? ranges[0] : undefined;
  if (isUnset(spec['podCIDR']) && !isUnset(first)) spec['podCIDR'] = first;
  else if (!isUnset(spec['podCIDR']) && spec['podCIDR'] !== first) spec['podCIDRs'] = [spec['podCIDR']];
}

function nodeStatus(status: JsonDraft): void {
  if (status['allocatable'] === undefined && isObject(status['capacity'])) {
    status['allocatable'] = cloneJson(status['capacity']);
  }
}

function scalar(name: string, value: unknown): DefaultRule {
  return (object) => setDefault(object, name, value);
}

function pointer(name: string, value: unknown): DefaultRule {
  return (object) => setPointer(object, name, value);
}

export const CORE_RULES: Readonly<Record<string, DefaultRule>> = {
  [`${CORE}.ConfigMapVolumeSource`]: pointer('defaultMode', FILE_MODE),
  [`${CORE}.Container`]: container,
  [`${CORE}.DownwardAPIVolumeSource`]: pointer('defaultMode', FILE_MODE),
  [`${CORE}.EphemeralContainer`]: container,
  [`${CORE}.HTTPGetAction`]: (object) => {
    setDefault(object, 'path', '/');
    setDefault(object, 'scheme', 'HTTP');
  },
  [`${CORE}.HostPathVolumeSource`]: pointer('type', ''),
  [`${CORE}.Namespace`]: namespace,
  [`${CORE}.NamespaceStatus`]: scalar('phase', 'Active'),
  [`${CORE}.NodeSpec`]: nodeSpec,
  [`${CORE}.NodeStatus`]: nodeStatus,
  [`${CORE}.ObjectFieldSelector`]: scalar('apiVersion', 'v1'),
  [`${CORE}.PersistentVolumeClaimSpec`]: pointer('volumeMode', 'Filesystem'),
  [`${CORE}.PersistentVolumeClaimStatus`]: scalar('phase', 'Pending'),
  [`${CORE}.Pod`]: pod,
  [`${CORE}.PodSpec`]: podSpec,
  [`${CORE}.PodStatus`]: podStatus,
  [`${CORE}.Probe`]: probe,
  [`${CORE}.ProjectedVolumeSource`]: pointer('defaultMode', FILE_MODE),
  [`${CORE}.ResourceFieldSelector`]: scalar('divisor', '0'),
  [`${CORE}.Secret`]: secret,
  [`${CORE}.SecretVolumeSource`]: pointer('defaultMode', FILE_MODE),
  [`${CORE}.ServiceAccountTokenProjection`]: pointer('expirationSeconds', TOKEN_SECONDS),
  [`${CORE}.ServiceSpec`]: serviceSpec,
  [`${CORE}.Volume`]: volume,
};
