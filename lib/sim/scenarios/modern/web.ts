// A blog on three architectures, scaled by its use of CPU, never fewer than two at once.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { KubeObject } from '../../store/object.ts';
import { ago, type Ground, meta } from '../objects/ground.ts';
import type { Placing } from '../objects/placing.ts';
import { template } from '../objects/templates.ts';
import { deployment } from '../objects/workloads.ts';

const NAMESPACE = 'web';
const NAME = 'blog';
const SELECTOR = { app: NAME };
const AGE = '12d';
/** What its readers ask for: three pods have enough to do, and are not overworked. */
export const READS_PER_SECOND = 75;

const BLOG = template({
  labels: SELECTOR,
  tolerations: [{ key: 'kubernetes.io/arch', operator: 'Exists', effect: 'NoSchedule' }],
  containers: [
    {
      name: 'nginx',
      image: 'nginx:1.29',
      ports: [{ name: 'http', port: 80 }],
      requests: '50m/32Mi',
      limits: '/96Mi',
      more: { readinessProbe: { httpGet: { path: '/', port: 'http', scheme: 'HTTP' }, periodSeconds: 5 } },
    },
  ],
  more: {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/arch',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: SELECTOR },
      },
    ],
  },
});

export function webObjects(placing: Placing): KubeObject[] {
  const { ground } = placing;
  return [
    ...deployment(placing, {
      namespace: NAMESPACE,
      name: NAME,
      template: BLOG,
      pods: `5dcvg 12d  n100       10.42.3.10
             hq8zt 12d  raspi4     10.42.1.14
             nw4rk 11d6h visionfive 10.42.4.3`,
    }),
    autoscaler(ground),
    budget(ground),
  ];
}

function autoscaler(ground: Ground): KubeObject {
  const condition = (type: string, status: 'True' | 'False', age: string, reason: string, message: string) => ({
    type,
    status,
    lastTransitionTime: ago(ground, age),
    reason,
    message,
  });
  const hpa: HorizontalPodAutoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: meta(ground, { name: NAME, namespace: NAMESPACE, age: AGE }),
    spec: {
      minReplicas: 3,
      maxReplicas: 6,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: NAME },
    },
    status: {
      conditions: [
        condition('AbleToScale', 'True', AGE, 'ReadyForNewScale', 'recommended size matches current size'),
        condition(
          'ScalingActive',
          'True',
          '11d',
          'ValidMetricFound',
          'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
        ),
        condition(
          'ScalingLimited',
          'True',
          '11d',
          'TooFewReplicas',
          'the desired replica count is less than the minimum replica count',
        ),
      ],
      currentMetrics: [
        { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 22, averageValue: '11m' } } },
      ],
      currentReplicas: 3,
      desiredReplicas: 3,
      lastScaleTime: ago(ground, '11d6h'),
    },
  };
  return hpa;
}

function budget(ground: Ground): KubeObject {
  const object: PodDisruptionBudget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: meta(ground, { name: NAME, namespace: NAMESPACE, age: AGE, generation: 1 }),
    spec: { minAvailable: 2, selector: { matchLabels: SELECTOR } },
    status: {
      conditions: [
        {
          type: 'DisruptionAllowed',
          status: 'True',
          lastTransitionTime: ago(ground, AGE, 30_000),
          observedGeneration: 1,
          reason: 'SufficientPods',
          message: '',
        },
      ],
      currentHealthy: 3,
      desiredHealthy: 2,
      disruptionsAllowed: 1,
      expectedPods: 3,
      observedGeneration: 1,
    },
  };
  return object;
}
