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

function of<T extends KubeObject>(printer: Printer<T>): AnyPrinter {
  return printer as unknown as AnyPrinter;
}

const PRINTERS: Readonly<Record<string, AnyPrinter>> = {
  'apiservices.apiregistration.k8s.io': of(apiServices),
  'clusterrolebindings.rbac.authorization.k8s.io': of(roleBindings),
  configmaps: of(configuration.configMaps),
  'cronjobs.batch': of(cronJobs),
  'customresourcedefinitions.apiextensions.k8s.io': of(customResourceDefinitions),
  'daemonsets.apps': of(daemonSets),
  'deployments.apps': of(deployments),
  endpoints: of(endpoints),
  'endpointslices.discovery.k8s.io': of(endpointSlices),
  events: of(events),
  'horizontalpodautoscalers.autoscaling': of(autoscalers),
  'ingresses.networking.k8s.io': of(ingresses),
  'jobs.batch': of(jobs),
  'leases.coordination.k8s.io': of(configuration.leases),
  namespaces: of(configuration.namespaces),
  nodes: of(nodes),
  'poddisruptionbudgets.policy': of(configuration.disruptionBudgets),
  pods: of(pods),
  'priorityclasses.scheduling.k8s.io': of(configuration.priorityClasses),
  'replicasets.apps': of(replicaSets),
  'rolebindings.rbac.authorization.k8s.io': of(roleBindings),
  'scales.autoscaling': of(scales),
  secrets: of(configuration.secrets),
  serviceaccounts: of(configuration.serviceAccounts),
  services: of(services),
  'statefulsets.apps': of(statefulSets),
};

/** apiserver, pkg/registry/rest/table.go: roles and whatever brings no printer. */
const DEFAULT: AnyPrinter = {
  columns: [NAME, column('Created At', 'date')],
  cells: (object) => [nameOf(object), object.metadata?.creationTimestamp ?? '0001-01-01T00:00:00Z'],
};

export function printerOf(resource: ResourceId): AnyPrinter {
  return (Object.hasOwn(PRINTERS, resource) ? PRINTERS[resource] : undefined) ?? DEFAULT;
}
