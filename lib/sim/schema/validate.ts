// Refuses objects that the API server would refuse, in its words. Every rule names the upstream file it mirrors.
import type { KubeObject } from '../store/object.ts';
import type { ResourceType } from './resources.ts';
import { validateBinding, validateRole } from './validation/access.ts';
import { validateAutoscaler } from './validation/autoscalers.ts';
import {
  validateApiService,
  validateDisruptionBudget,
  validateEvent,
  validateLease,
} from './validation/cluster-policies.ts';
import { validateConfigMap, validateNamespace, validateSecret } from './validation/configuration.ts';
import { validateDefinition } from './validation/definitions.ts';
import { FieldErrors, throwInvalid } from './validation/field-errors.ts';
import { validateMetadata, validateMetadataUpdate } from './validation/metadata.ts';
import { nameRuleOf } from './validation/names.ts';
import { validateNode } from './validation/nodes.ts';
import { validateNewPod, validatePod, validatePodUpdate } from './validation/pods.ts';
import { validateEndpointSlice, validateService } from './validation/services.ts';
import {
  validateDaemonSet,
  validateDeployment,
  validateReplicaSet,
  validateStatefulSet,
} from './validation/workloads.ts';

type Rule = (errors: FieldErrors, object: never, previous: never) => void;

/** By store id. The decoder has made sure that fields have their types, so each rule may read its own kind. */
const RULES: Readonly<Record<string, Rule>> = {
  'apiservices.apiregistration.k8s.io': validateApiService,
  'clusterrolebindings.rbac.authorization.k8s.io': (errors, object, previous) =>
    validateBinding(errors, object, previous, false),
  'clusterroles.rbac.authorization.k8s.io': (errors, object) => validateRole(errors, object, false),
  configmaps: validateConfigMap,
  'customresourcedefinitions.apiextensions.k8s.io': validateDefinition,
  'daemonsets.apps': validateDaemonSet,
  'deployments.apps': validateDeployment,
  'endpointslices.discovery.k8s.io': validateEndpointSlice,
  events: validateEvent,
  'horizontalpodautoscalers.autoscaling': validateAutoscaler,
  'leases.coordination.k8s.io': validateLease,
  namespaces: validateNamespace,
  nodes: validateNode,
  'poddisruptionbudgets.policy': validateDisruptionBudget,
  pods: (errors, object, previous) => {
    validatePod(errors, object);
    if (previous === undefined) validateNewPod(errors, object);
    else validatePodUpdate(errors, object, previous);
  },
  'replicasets.apps': validateReplicaSet,
  'rolebindings.rbac.authorization.k8s.io': (errors, object, previous) =>
    validateBinding(errors, object, previous, true),
  'roles.rbac.authorization.k8s.io': (errors, object) => validateRole(errors, object, true),
  secrets: validateSecret,
  services: validateService,
  'statefulsets.apps': validateStatefulSet,
};

/**
 * Checks an object of a built-in type in its stored version, decoded and with defaults, and with its name generated;
 * `previous` is the stored object it replaces. Not for updates of the status.
 * Throws a StatusError Invalid (422) that lists every field that is wrong.
 */
export function validateObject(type: ResourceType, object: KubeObject, previous: KubeObject | undefined): void {
  const errors = new FieldErrors();
  const metadata = object.metadata ?? {};
  validateMetadata(errors, metadata, type.namespaced, nameRuleOf(type.id));
  if (previous !== undefined) validateMetadataUpdate(errors, metadata, previous.metadata ?? {});
  RULES[type.id]?.(errors, object as never, previous as never);
  throwInvalid(type.kind, type.group, metadata.name ?? '', errors.list);
}
