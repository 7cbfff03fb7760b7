// The registration of an API that the server answers itself (kube-aggregator pkg/controllers/autoregister).
import type { APIService } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';

/** Tells registrations the server made itself: `onstart` those of built-in APIs, `true` those that come and go. */
export const AUTOMANAGED = 'kube-aggregator.kubernetes.io/automanaged';

export interface LocalApi {
  group: string;
  version: string;
  automanaged: 'onstart' | 'true';
  groupPriorityMinimum: number;
  versionPriority: number;
}

export function localApiService(api: LocalApi, nowMs: number): APIService {
  const { group, version, automanaged, groupPriorityMinimum, versionPriority } = api;
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `${version}.${group}`, labels: { [AUTOMANAGED]: automanaged } },
    spec: { ...(group === '' ? {} : { group }), version, groupPriorityMinimum, versionPriority },
    status: {
      conditions: [
        {
          type: 'Available',
          status: 'True',
          reason: 'Local',
          message: 'Local APIServices are always available',
          lastTransitionTime: timestamp(nowMs),
        },
      ],
    },
  };
}
