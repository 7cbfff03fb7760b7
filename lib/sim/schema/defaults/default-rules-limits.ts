// What Kubernetes' defaulting adds to limit ranges, replication controllers, endpoints and network policies
// (pkg/apis/{core,networking}/v1/defaults.go).
import { type JsonDraft, objectAt } from '../../json.ts';
import { type DefaultRule, setDefault, setNullable, setNullLists, setPointer } from './default-rule.ts';

const CORE = 'io.k8s.api.core.v1';
const NETWORKING = 'io.k8s.api.networking.v1';

/** Limits of containers: a default from the maximum, a default request from that or from the minimum. */
function limitRangeItem(item: JsonDraft): void {
  if (item['type'] !== 'Container') return;
  const limits = { ...objectAt(item, 'max'), ...objectAt(item, 'default') };
  const requests = { ...objectAt(item, 'min'), ...limits, ...objectAt(item, 'defaultRequest') };
  if (Object.keys(limits).length > 0) item['default'] = limits;
  if (Object.keys(requests).length > 0) item['defaultRequest'] = requests;
}

function replicationController(object: JsonDraft): void {
  const spec = objectAt(object, 'spec');
  const metadata = objectAt(object, 'metadata');
  const labels = objectAt(spec, 'template', 'metadata', 'labels');
  if (spec === undefined || metadata === undefined || labels === undefined) return;
  if (Object.keys(objectAt(spec, 'selector') ?? {}).length === 0) spec['selector'] = { ...labels };
  if (Object.keys(objectAt(metadata, 'labels') ?? {}).length === 0) metadata['labels'] = { ...labels };
}

function networkPolicySpec(spec: JsonDraft): void {
  setNullable(spec, 'podSelector', {});
  const types = spec['policyTypes'];
  if (Array.isArray(types) && types.length > 0) return;
  const egress = spec['egress'];
  spec['policyTypes'] = Array.isArray(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** Times of an event are always there, null or not (no omitempty in core/v1 types.go). */
function event(object: JsonDraft): void {
  for (const name of ['eventTime', 'firstTimestamp', 'lastTimestamp']) setNullable(object, name);
}

export const LIMIT_RULES: Readonly<Record<string, DefaultRule>> = {
  [`${CORE}.EndpointPort`]: (port) => setDefault(port, 'protocol', 'TCP'),
  [`${CORE}.Event`]: event,
  [`${CORE}.LimitRangeSpec`]: (spec) => setNullLists(spec, 'limits'),
  [`${CORE}.TypedLocalObjectReference`]: (reference) => setNullable(reference, 'apiGroup'),
  [`${CORE}.TypedObjectReference`]: (reference) => setNullable(reference, 'apiGroup'),
  'io.k8s.api.discovery.v1.EndpointSlice': (slice) => setNullLists(slice, 'endpoints', 'ports'),
  [`${CORE}.LimitRangeItem`]: limitRangeItem,
  [`${CORE}.ReplicationController`]: replicationController,
  [`${NETWORKING}.IngressClassParametersReference`]: (reference) => setPointer(reference, 'scope', 'Cluster'),
  [`${NETWORKING}.NetworkPolicyPort`]: (port) => setPointer(port, 'protocol', 'TCP'),
  [`${NETWORKING}.NetworkPolicySpec`]: networkPolicySpec,
};
