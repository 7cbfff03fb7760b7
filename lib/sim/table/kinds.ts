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
import { endpointSlices, endpoints, ingresses, services } from './services.ts';
import { daemonSets, deployments, replicaSets, scales, statefulSets } from './workloads.ts';

/** A printer reads only fields its own kind has, and is given no other kind: see the table below. */
type AnyPrinter = Printer<KubeObject>;

const PRINTERS: Readonly<Record<string, AnyPrinter>> = {
  'apiservices.apiregistration.k8s.io': apiServices,
  'clusterrolebindings.rbac.authorization.k8s.io': roleBindings,
  configmaps: configuration.configMaps,
  'cronjobs.batch': cronJobs,
  'customresourcedefinitions.apiextensions.k8s.io': customResourceDefinitions,
  'daemonsets.apps': daemonSets,
  'deployments.apps': deployments,
  endpoints: endpoints,
  'endpointslices.discovery.k8s.io': endpointSlices,
  events: events,
  'horizontalpodautoscalers.autoscaling': autoscalers,
  'ingresses.networking.k8s.io': ingresses,
  'jobs.batch': jobs,
  'leases.coordination.k8s.io': configuration.leases,
  namespaces: configuration.namespaces,
  nodes: nodes,
  'poddisruptionbudgets.policy': configuration.disruptionBudgets,
  pods: pods,
  'priorityclasses.scheduling.k8s.io': configuration.priorityClasses,
  'replicasets.apps': replicaSets,
  'rolebindings.rbac.authorization.k8s.io': roleBindings,
  'scales.autoscaling': scales,
  secrets: configuration.secrets,
  serviceaccounts: configuration.serviceAccounts,
  services: services,
  'statefulsets.apps': statefulSets,
};

/** apiserver, pkg/registry/rest/table.go: roles and whatever brings no printer. */
const DEFAULT: AnyPrinter = {
  columns: [NAME, column('Created At', 'date')],
  cells: (object) => [nameOf(object), object.metadata?.creationTimestamp ?? '0001-01-01T00:00:00Z'],
};

export function printerOf(resource: ResourceId): AnyPrinter {
  return (Object.hasOwn(PRINTERS, resource) ? PRINTERS[resource] : undefined) ?? DEFAULT;
}
