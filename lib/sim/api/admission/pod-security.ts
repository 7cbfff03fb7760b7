// The PodSecurity plugin: pods that do not fit the level of their namespace are refused, and templates that would make
// such pods are warned of (k8s.io/pod-security-admission admission/admission.go). Audit is not simulated.
import type { Pod, PodSpec } from 'kubernetes-types/core/v1';
import { securityComplaint, securityPolicy } from '#lib/rules/pod-security/pod-security.ts';
import { forbidden } from '../../refusals.ts';
import { fieldsOf, type KubeObject, type ResourceId } from '../../store/object.ts';
import type { Machine } from '../write/write-context.ts';

const PODS = { group: '', resource: 'pods' };
/** Where each kind that makes pods has their specification. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  'cronjobs.batch': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  'daemonsets.apps': ['spec', 'template', 'spec'],
  'deployments.apps': ['spec', 'template', 'spec'],
  'jobs.batch': ['spec', 'template', 'spec'],
  podtemplates: ['template', 'spec'],
  'replicasets.apps': ['spec', 'template', 'spec'],
  replicationcontrollers: ['spec', 'template', 'spec'],
  'statefulsets.apps': ['spec', 'template', 'spec'],
};

/** Throws Forbidden for a new pod. `warn` hears of what is allowed here, and not by the level that is warned of. */
export function checkPodSecurity(
  machine: Machine,
  storage: ResourceId,
  object: KubeObject,
  warn: ((text: string) => void) | undefined,
): void {
  const { namespace, name = '' } = object.metadata ?? {};
  const spec = storage === 'pods' ? (object as Pod).spec : templateSpec(storage, object);
  if (spec === undefined) return;
  const labels = machine.store.get('namespaces', undefined, namespace ?? '')?.metadata.labels;
  if (labels === undefined) return;
  const enforced = storage === 'pods' ? securityComplaint(securityPolicy(labels, 'enforce'), spec) : null;
  if (enforced !== null) throw forbidden(PODS, name, `violates PodSecurity ${enforced}`);
  const warned = warn === undefined ? null : securityComplaint(securityPolicy(labels, 'warn'), spec);
  if (warned !== null) warn?.(`would violate PodSecurity ${warned}`);
}

function templateSpec(storage: ResourceId, object: KubeObject): PodSpec | undefined {
  const path = TEMPLATES[storage];
  if (path === undefined) return undefined;
  const found = path.reduce<unknown>(
    (value, field) => (typeof value === 'object' && value !== null ? fieldsOf(value)[field] : undefined),
    object,
  );
  return found as PodSpec | undefined;
}
