// Autoscalers and the APIs that metrics come from, as records.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { autoscalerFromV1 } from '#lib/rules/hpa/v1-form.ts';
import { withoutBookkeeping } from './project-ground.ts';
import type { ApiServiceRecord, AutoscalerRecord } from './records.ts';

export function projectAutoscaler(autoscaler: HorizontalPodAutoscaler): AutoscalerRecord {
  return { ...autoscaler, metadata: withoutBookkeeping(autoscaler.metadata) };
}

/** Its metrics, behavior and conditions are in annotations; it is called by the version that it was read in. */
export function projectV1Autoscaler(object: Record<string, unknown>): AutoscalerRecord {
  // What a conversion gives has the shape of what it converts to.
  const autoscaler = autoscalerFromV1(object) as HorizontalPodAutoscaler;
  return { ...projectAutoscaler(autoscaler), servedIn: 'autoscaling/v1' };
}

/** apiregistration.k8s.io/v1, as much of it as is kept. */
interface ApiService {
  metadata?: ObjectMeta;
  spec?: { group?: string; version?: string; service?: { namespace?: string; name?: string } | null };
  status?: {
    conditions?: readonly {
      type: string;
      status: string;
      reason?: string;
      message?: string;
      lastTransitionTime?: string;
    }[];
  };
}

export function projectApiService({ metadata, spec, status }: ApiService): ApiServiceRecord {
  const available = (status?.conditions ?? []).find(({ type }) => type === 'Available');
  const { namespace = '', name = '' } = spec?.service ?? {};
  return {
    name: metadata?.name ?? '',
    group: spec?.group ?? '',
    version: spec?.version ?? '',
    service: spec?.service ? { namespace, name } : null,
    available:
      available === undefined
        ? null
        : {
            isTrue: available.status === 'True',
            reason: available.reason ?? '',
            message: available.message ?? '',
            since: available.lastTransitionTime ?? null,
          },
  };
}
