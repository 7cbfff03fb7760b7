// An autoscaler to create, and its row in the list.
import type { Locator, Page } from '@playwright/test';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';

/** Of a Deployment's CPU, in the namespace `default`. */
export function autoscalerOf(name: string, deployment: string): HorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment },
      minReplicas: 3,
      maxReplicas: 7,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
      ],
    },
  };
}

export function rowOf(page: Page, name: string): Locator {
  return page.getByRole('table', { name: 'Autoscalers' }).getByRole('row').filter({ hasText: name });
}
