// What giving a workload an autoscaler would do, and taking it away again.
import type { HorizontalPodAutoscaler, MetricSpec } from 'kubernetes-types/autoscaling/v2';
import { formatCount } from '#lib/format/count.ts';
import { metricTitle } from '../autoscaling/metric-view.ts';
import type { ActionPlan } from './action-plan.ts';
import { PlanError } from './action-plan.ts';
import type { AutoscalerAction, NewMetric } from './autoscaler-action.ts';
import { AUTOSCALING_ROOT, amountOf, autoscalerPath, settingsOf } from './autoscaler-plan.ts';
import { behaviorWords } from './autoscaler-words.ts';
import { command, shellQuoted } from './kubectl.ts';
import type { Autoscaler } from './scale-plan.ts';
import { factsOf, isActedKind, type WorkloadObject } from './workload-kind.ts';

type Creation = Extract<AutoscalerAction, { action: 'autoscale' }>;
type Deletion = Extract<AutoscalerAction, { action: 'delete-autoscaler' }>;

/** `others`: the autoscaler that scales it already; 'unknown' where they may not be read. @throws {PlanError} */
export function planAutoscale(
  object: WorkloadObject,
  other: Autoscaler | 'unknown' | null,
  action: Creation,
): ActionPlan {
  const { workload, name, settings } = action;
  if (!factsOf(workload).scales) {
    throw new PlanError(
      'Invalid',
      `${workload.kind} ${workload.name} cannot be scaled, so not by an autoscaler either`,
    );
  }
  if (other !== null && other !== 'unknown') {
    const why = `HorizontalPodAutoscaler ${other.name} scales ${workload.name} already, and two would not do anything`;
    throw new PlanError('Conflict', `${why}: change that one`);
  }
  const created = autoscalerOf(action);
  const collection = `${AUTOSCALING_ROOT}/namespaces/${workload.namespace}/horizontalpodautoscalers`;
  return {
    write: { kind: 'create', collection, object: created },
    kubectl: kubectlOf(action, created),
    changes: true,
    effects: [
      `creates HorizontalPodAutoscaler ${name}: it keeps ${workload.name} between ${settings.min} and ${settings.max} pods`,
      aimWords(action.metric),
      ...(settings.behavior === null ? [] : behaviorWords(settings.behavior)),
      ...requestEffects(object, action.metric),
      ...startEffects(object, settings),
      ...(other === 'unknown' ? ['whether another autoscaler scales it already may not be read'] : []),
    ],
    evicts: [],
    undo: { action: 'delete-autoscaler', autoscaler: { namespace: workload.namespace, name } },
  };
}

export function planAutoscalerDeletion(object: HorizontalPodAutoscaler, { autoscaler }: Deletion): ActionPlan {
  const { kind, name } = object.spec?.scaleTargetRef ?? { kind: '', name: '' };
  const uid = object.metadata?.uid;
  const undo = creationOf(object, autoscaler);
  return {
    write: {
      kind: 'delete',
      path: autoscalerPath(autoscaler),
      body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } },
    },
    kubectl: command('kubectl', 'delete', 'hpa', autoscaler.name, '-n', autoscaler.namespace),
    changes: true,
    effects: [
      `deletes HorizontalPodAutoscaler ${autoscaler.name}: ${kind} ${name} keeps the pods it has`,
      ...(undo === null ? ['this cannot be undone from here: keep its YAML'] : []),
    ],
    evicts: [],
    undo,
  };
}

function autoscalerOf({ workload, name, metric, settings }: Creation): HorizontalPodAutoscaler {
  const { kind, namespace } = workload;
  const { apiVersion } = factsOf(workload);
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace },
    spec: {
      scaleTargetRef: { apiVersion, kind, name: workload.name },
      minReplicas: settings.min,
      maxReplicas: settings.max,
      metrics: [metricOf(metric)],
      ...(settings.behavior === null ? {} : { behavior: settings.behavior }),
    },
  };
}

function metricOf(metric: NewMetric): MetricSpec {
  if (metric.type === 'Resource') {
    const { resource: name, utilization: averageUtilization } = metric;
    return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
  }
  const averageValue = amountOf(metric.average, metric.metric);
  return {
    type: 'Object',
    object: {
      describedObject: { apiVersion: 'v1', kind: 'Service', name: metric.service },
      metric: { name: metric.metric },
      target: { type: 'AverageValue', averageValue },
    },
  };
}

/** The other way round; null where it was given more than can be asked for here. */
function creationOf(object: HorizontalPodAutoscaler, { namespace, name }: Deletion['autoscaler']): Creation | null {
  const [metric, ...more] = object.spec?.metrics ?? [];
  const target = object.spec?.scaleTargetRef;
  if (metric === undefined || more.length > 0 || target === undefined || !isActedKind(target.kind)) return null;
  const given = newMetricOf(metric);
  if (given === null) return null;
  const { targets: _targets, ...settings } = settingsOf(object);
  return {
    action: 'autoscale',
    workload: { kind: target.kind, namespace, name: target.name },
    name,
    metric: given,
    settings,
  };
}

function newMetricOf({ resource, object }: MetricSpec): NewMetric | null {
  const utilization = resource?.target.averageUtilization;
  if (utilization !== undefined && (resource?.name === 'cpu' || resource?.name === 'memory')) {
    return { type: 'Resource', resource: resource.name, utilization };
  }
  const average = object?.target.averageValue;
  if (object === undefined || average === undefined || object.metric.selector !== undefined) return null;
  const { kind, name } = object.describedObject;
  return kind === 'Service'
    ? { type: 'Object', metric: object.metric.name, service: name, average: String(average) }
    : null;
}

function kubectlOf({ workload, name, metric, settings }: Creation, created: HorizontalPodAutoscaler): string {
  const isPlain = metric.type === 'Resource' && settings.behavior === null;
  if (!isPlain) return `echo ${shellQuoted(JSON.stringify(created))} | kubectl create -f -`;
  const flags = [
    ...(name === workload.name ? [] : [`--name=${name}`]),
    `--min=${settings.min}`,
    `--max=${settings.max}`,
    `--${metric.resource}=${metric.utilization}%`,
  ];
  return command('kubectl', 'autoscale', factsOf(workload).word, workload.name, '-n', workload.namespace, ...flags);
}

function aimWords(metric: NewMetric): string {
  if (metric.type === 'Resource')
    return `aims at ${metric.utilization}% of the ${metric.resource} that its pods request`;
  return `aims at ${metric.average} for each replica, of ${metricTitle(metricOf(metric))}`;
}

/** Without a request in every container there is no utilization (metrics/utilization.go). */
function requestEffects({ spec }: WorkloadObject, metric: NewMetric): string[] {
  if (metric.type !== 'Resource') return [];
  const containers = spec?.template?.spec?.containers ?? [];
  const without = containers.filter(({ resources }) => resources?.requests?.[metric.resource] === undefined);
  if (without.length === 0) return [];
  const names = without.map(({ name }) => name).join(', ');
  return [`${names} requests no ${metric.resource}: until it does, the autoscaler shows <unknown> and scales nothing`];
}

function startEffects({ spec }: WorkloadObject, { min, max }: Creation['settings']): string[] {
  const replicas = spec?.replicas ?? 1;
  if (replicas === 0) return ['does nothing while it wants 0 pods'];
  if (replicas > max) return [`scales it from ${replicas} down to ${max} at once`];
  if (replicas < min) return [`scales it from ${replicas} up to ${formatCount(min, 'pod')} at once`];
  return [];
}
