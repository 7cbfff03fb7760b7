// Table of APIServices (kube-aggregator, pkg/registry/apiservice/etcd/etcd.go).
import type { APIService } from '../store/object.ts';
import { AGE, ageOf, column, NAME, nameOf, type Printer } from './column.ts';

export const apiServices: Printer<APIService> = {
  columns: [NAME, column('Service'), column('Available'), AGE],
  cells: (api, nowMs) => {
    const service = api.spec?.service;
    return [
      nameOf(api),
      service === undefined ? 'Local' : `${service.namespace ?? ''}/${service.name ?? ''}`,
      availableText(api),
      ageOf(api, nowMs),
    ];
  },
};

function availableText({ status }: APIService): string {
  const available = status?.conditions?.find(({ type }) => type === 'Available');
  if (available === undefined) return 'Unknown';
  return available.status === 'True' || !available.reason
    ? available.status
    : `${available.status} (${available.reason})`;
}
