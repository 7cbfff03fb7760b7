import 'server-only';
// Which services lead to a workload's pods, and how the API server's proxy reaches them.
import type { Service, ServiceList } from 'kubernetes-types/core/v1';
import { StatusError, type Transport } from '#lib/kube/index.ts';
import { PlanError } from '#lib/model/actions/action-plan.ts';
import { objectPath, type WorkloadObject } from '#lib/model/actions/workload-kind.ts';
import type { LoadChoices, ServicePort } from '#lib/model/autoscaling/load.ts';
import { compareText } from '#lib/model/compare-text.ts';
import type { WorkloadRef } from '#lib/model/placement/workload-ref.ts';
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import { readObject } from '../actions/read-object.ts';

const TLS_PORTS: ReadonlySet<number> = new Set([443, 6443, 8443]);

/** Throws StatusError: the API's where the workload or services cannot be read, 422 for a kind that has no pods' template. */
export async function servicesOf(transport: Transport, workload: WorkloadRef): Promise<LoadChoices['services']> {
  const [object, services] = await Promise.all([
    readObject<WorkloadObject>(transport, pathOf(workload)),
    readObject<ServiceList>(transport, `/api/v1/namespaces/${workload.namespace}/services`),
  ]);
  const labels = workload.kind === 'Pod' ? object.metadata?.labels : object.spec?.template?.metadata?.labels;
  return services.items
    .filter(({ spec }) => isSelector(spec?.selector) && matchesLabelSet(spec.selector, labels))
    .map(({ metadata, spec }) => ({ name: metadata?.name ?? '', ports: portsOf(spec?.ports) }))
    .filter(({ ports }) => ports.length > 0)
    .sort((a, b) => compareText(a.name, b.name));
}

function pathOf(workload: WorkloadRef): string {
  try {
    return objectPath(workload);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new StatusError(422, error.reason, error.message);
  }
}

/** A service without a selector selects nothing. */
function isSelector(selector: Record<string, string> | undefined): selector is Record<string, string> {
  return Object.keys(selector ?? {}).length > 0;
}

/** HTTP is spoken over TCP. */
function portsOf(ports: NonNullable<Service['spec']>['ports'] = []): ServicePort[] {
  return ports
    .filter(({ protocol }) => protocol === undefined || protocol === 'TCP')
    .map(({ port, name, appProtocol }) => ({
      port,
      name: name ?? null,
      isTls: TLS_PORTS.has(port) || name?.startsWith('https') === true || appProtocol?.endsWith('https') === true,
    }));
}
