// Refuses objects that the API server would refuse, in its words. Every rule names the upstream file it mirrors.
import type { KubeObject } from '../store/object.ts';
import type { ResourceType } from './resources.ts';
import { validateBinding, validateRole } from './validation/access.ts';
import { validateAutoscaler } from './validation/autoscalers.ts';
import { validateSigningRequest } from './validation/certificates.ts';
import { validatePriorityClass, validateRuntimeClass, validateStorageClass } from './validation/classes.ts';
import {
  validateApiService,
  validateDisruptionBudget,
  validateEvent,
  validateLease,
} from './validation/cluster-policies.ts';
import { validateConfigMap, validateNamespace, validateSecret } from './validation/configuration.ts';
import { validateAttachment, validateCsiNode, validateDriver } from './validation/container-storage.ts';
import { validateEndpoints, validatePodTemplate, validateReplicationController } from './validation/controllers.ts';
import { validateCronJob } from './validation/cron-jobs.ts';
import { validateDefinition } from './validation/definitions.ts';
import { FieldErrors, throwInvalid } from './validation/field-errors.ts';
import { validateIngress, validateIngressClass } from './validation/ingresses.ts';
import { validateJob } from './validation/jobs.ts';
import { validateLimitRange } from './validation/limit-ranges.ts';
import { validateMetadata, validateMetadataUpdate } from './validation/metadata.ts';
import { nameRuleOf } from './validation/names.ts';
import { validateNetworkPolicy } from './validation/network-policies.ts';
import { validateNode } from './validation/nodes.ts';
import { validateNewPod, validatePod, validatePodUpdate } from './validation/pods.ts';
import { validateQuota } from './validation/quotas.ts';
import { validateEndpointSlice, validateService } from './validation/services.ts';
import { validateClaim, validateVolume } from './validation/volumes.ts';
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
  'certificatesigningrequests.certificates.k8s.io': validateSigningRequest,
  'clusterrolebindings.rbac.authorization.k8s.io': (errors, object, previous) =>
    validateBinding(errors, object, previous, false),
  'clusterroles.rbac.authorization.k8s.io': (errors, object) => validateRole(errors, object, false),
  configmaps: validateConfigMap,
  'cronjobs.batch': validateCronJob,
  'csidrivers.storage.k8s.io': validateDriver,
  'csinodes.storage.k8s.io': validateCsiNode,
  'customresourcedefinitions.apiextensions.k8s.io': validateDefinition,
  'daemonsets.apps': validateDaemonSet,
  'deployments.apps': validateDeployment,
  endpoints: validateEndpoints,
  'endpointslices.discovery.k8s.io': validateEndpointSlice,
  events: validateEvent,
  'horizontalpodautoscalers.autoscaling': validateAutoscaler,
  'ingressclasses.networking.k8s.io': validateIngressClass,
  'ingresses.networking.k8s.io': validateIngress,
  'jobs.batch': validateJob,
  'leases.coordination.k8s.io': validateLease,
  limitranges: validateLimitRange,
  namespaces: validateNamespace,
  'networkpolicies.networking.k8s.io': validateNetworkPolicy,
  nodes: validateNode,
  persistentvolumeclaims: validateClaim,
  persistentvolumes: validateVolume,
  'poddisruptionbudgets.policy': validateDisruptionBudget,
  pods: (errors, object, previous) => {
    validatePod(errors, object);
    if (previous === undefined) validateNewPod(errors, object);
    else validatePodUpdate(errors, object, previous);
  },
  podtemplates: validatePodTemplate,
  'priorityclasses.scheduling.k8s.io': validatePriorityClass,
  'replicasets.apps': validateReplicaSet,
  replicationcontrollers: validateReplicationController,
  resourcequotas: validateQuota,
  'rolebindings.rbac.authorization.k8s.io': (errors, object, previous) =>
    validateBinding(errors, object, previous, true),
  'roles.rbac.authorization.k8s.io': (errors, object) => validateRole(errors, object, true),
  'runtimeclasses.node.k8s.io': validateRuntimeClass,
  secrets: validateSecret,
  services: validateService,
  'statefulsets.apps': validateStatefulSet,
  'storageclasses.storage.k8s.io': validateStorageClass,
  'volumeattachments.storage.k8s.io': validateAttachment,
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
