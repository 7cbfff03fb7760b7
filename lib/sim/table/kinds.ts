// Which printer shows which resource; a resource without one has Name and Created At.
import type { KubeObject, ResourceId } from '../store/object.ts';
import { roleBindings } from './access.ts';
import { apiServices } from './api-services.ts';
import { autoscalers } from './autoscaling.ts';
import { column, NAME, nameOf, type Printer } from './column.ts';
import * as configuration from './configuration.ts';
import { customResourceDefinitions } from './definitions.ts';
import { events } from './events.ts';
import { cronJobs, jobs } from './jobs.ts';
import { nodes } from './nodes.ts';
import { pods } from './pods.ts';
import * as policies from './policies.ts';
import * as revisions from './revisions.ts';
import { endpointSlices, endpoints, ingresses, services } from './services.ts';
import * as storage from './storage.ts';
import { daemonSets, deployments, replicaSets, replicationControllers, scales, statefulSets } from './workloads.ts';

/** A printer reads only fields its own kind has, and is given no other kind: see the table below. */
type AnyPrinter = Printer<KubeObject>;

const PRINTERS: Readonly<Record<string, AnyPrinter>> = {
  'apiservices.apiregistration.k8s.io': apiServices,
  'certificatesigningrequests.certificates.k8s.io': revisions.signingRequests,
  'clusterrolebindings.rbac.authorization.k8s.io': roleBindings,
  configmaps: configuration.configMaps,
  'controllerrevisions.apps': revisions.controllerRevisions,
  'cronjobs.batch': cronJobs,
  'csidrivers.storage.k8s.io': storage.drivers,
  'csinodes.storage.k8s.io': storage.csiNodes,
  'customresourcedefinitions.apiextensions.k8s.io': customResourceDefinitions,
  'daemonsets.apps': daemonSets,
  'deployments.apps': deployments,
  endpoints: endpoints,
  'endpointslices.discovery.k8s.io': endpointSlices,
  events: events,
  'horizontalpodautoscalers.autoscaling': autoscalers,
  'ingressclasses.networking.k8s.io': policies.ingressClasses,
  'ingresses.networking.k8s.io': ingresses,
  'jobs.batch': jobs,
  'leases.coordination.k8s.io': configuration.leases,
  namespaces: configuration.namespaces,
  'networkpolicies.networking.k8s.io': policies.networkPolicies,
  nodes: nodes,
  persistentvolumeclaims: storage.claims,
  persistentvolumes: storage.volumes,
  'poddisruptionbudgets.policy': configuration.disruptionBudgets,
  pods: pods,
  podtemplates: revisions.podTemplates,
  'priorityclasses.scheduling.k8s.io': configuration.priorityClasses,
  'replicasets.apps': replicaSets,
  replicationcontrollers: replicationControllers,
  resourcequotas: policies.quotas,
  'rolebindings.rbac.authorization.k8s.io': roleBindings,
  'runtimeclasses.node.k8s.io': policies.runtimeClasses,
  'scales.autoscaling': scales,
  secrets: configuration.secrets,
  serviceaccounts: configuration.serviceAccounts,
  services: services,
  'statefulsets.apps': statefulSets,
  'storageclasses.storage.k8s.io': storage.storageClasses,
  'volumeattachments.storage.k8s.io': storage.attachments,
};

/** apiserver, pkg/registry/rest/table.go: roles and whatever brings no printer. */
const DEFAULT: AnyPrinter = {
  columns: [NAME, column('Created At', 'date')],
  cells: (object) => [nameOf(object), object.metadata?.creationTimestamp ?? '0001-01-01T00:00:00Z'],
};

export function printerOf(resource: ResourceId): AnyPrinter {
  return (Object.hasOwn(PRINTERS, resource) ? PRINTERS[resource] : undefined) ?? DEFAULT;
}
