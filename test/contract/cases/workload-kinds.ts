// Objects of the kinds that make pods, with none to make, or nowhere to put them.
import { deployment } from '../build.ts';
import { at, IS_JUDGED, IS_OBSERVED, metadata, NOWHERE, type Sample, template } from './kind-sample.ts';

export const WORKLOAD_KINDS: readonly Sample[] = [
  { path: at('apps/v1', 'deployments'), object: deployment('a'), ...IS_JUDGED },
  {
    path: at('apps/v1', 'replicasets'),
    object: {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata,
      spec: { replicas: 0, selector: { matchLabels: { app: 'a' } }, template },
    } as never,
    ...IS_OBSERVED,
  },
  {
    path: at('apps/v1', 'statefulsets'),
    object: {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec: { replicas: 0, serviceName: 'a', selector: { matchLabels: { app: 'a' } }, template },
    } as never,
    ...IS_OBSERVED,
  },
  {
    path: at('apps/v1', 'daemonsets'),
    object: {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata,
      spec: {
        selector: { matchLabels: { app: 'a' } },
        template: { ...template, spec: { ...NOWHERE, nodeSelector: { no: 'such' } } },
      },
    } as never,
    ...IS_OBSERVED,
  },
  {
    path: at('apps/v1', 'controllerrevisions'),
    object: { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, revision: 4, data: { a: 1 } } as never,
  },
  {
    path: at('batch/v1', 'jobs'),
    object: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata,
      spec: { suspend: true, template: { spec: { ...NOWHERE, restartPolicy: 'Never' } } },
    } as never,
    ...IS_JUDGED,
  },
  {
    path: at('batch/v1', 'cronjobs'),
    object: {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: {
        schedule: '0 0 1 1 *',
        timeZone: 'Europe/Berlin',
        suspend: true,
        jobTemplate: { spec: { template: { spec: { ...NOWHERE, restartPolicy: 'Never' } } } },
      },
    } as never,
  },
  {
    path: at('autoscaling/v2', 'horizontalpodautoscalers'),
    object: {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'none' } },
    } as never,
    ...IS_JUDGED,
  },
];
