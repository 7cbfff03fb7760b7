// What Kubernetes' defaulting adds to workloads and autoscalers (pkg/apis/{apps,autoscaling}/*/defaults.go).

import { type JsonDraft, objectAt, objectsAt } from '../../json.ts';
import { type DefaultRule, setDefault, setPointer } from './default-rule.ts';

const APPS = 'io.k8s.api.apps.v1';

const REVISION_HISTORY_LIMIT = 10;
const PROGRESS_DEADLINE_SECONDS = 600;
/** autoscaling DefaultCPUUtilization. */
const CPU_UTILIZATION_PERCENT = 80;
const SCALING_PERIOD_SECONDS = 15;

/** The object under a name, made when it is not there. */
function childOf(object: JsonDraft, name: string): JsonDraft {
  const child = objectAt(object, name) ?? {};
  object[name] = child;
  return child;
}

function rollingUpdate(strategy: JsonDraft, defaults: JsonDraft): void {
  setDefault(strategy, 'type', 'RollingUpdate');
  if (strategy['type'] !== 'RollingUpdate') return;
  const rolling = childOf(strategy, 'rollingUpdate');
  for (const [name, value] of Object.entries(defaults)) setPointer(rolling, name, value);
}

function deploymentSpec(spec: JsonDraft): void {
  setPointer(spec, 'replicas', 1);
  rollingUpdate(childOf(spec, 'strategy'), { maxUnavailable: '25%', maxSurge: '25%' });
  setPointer(spec, 'revisionHistoryLimit', REVISION_HISTORY_LIMIT);
  setPointer(spec, 'progressDeadlineSeconds', PROGRESS_DEADLINE_SECONDS);
}

function daemonSetSpec(spec: JsonDraft): void {
  rollingUpdate(childOf(spec, 'updateStrategy'), { maxUnavailable: 1, maxSurge: 0 });
  setPointer(spec, 'revisionHistoryLimit', REVISION_HISTORY_LIMIT);
}

function statefulSetSpec(spec: JsonDraft): void {
  setDefault(spec, 'podManagementPolicy', 'OrderedReady');
  const strategy = childOf(spec, 'updateStrategy');
  const given = strategy['type'];
  // An explicit RollingUpdate without parameters stays without them.
  if (given === undefined || given === '' || objectAt(strategy, 'rollingUpdate') !== undefined) {
    rollingUpdate(strategy, { partition: 0, maxUnavailable: 1 });
  }
  const retention = childOf(spec, 'persistentVolumeClaimRetentionPolicy');
  setDefault(retention, 'whenDeleted', 'Retain');
  setDefault(retention, 'whenScaled', 'Retain');
  setPointer(spec, 'replicas', 1);
  setPointer(spec, 'revisionHistoryLimit', REVISION_HISTORY_LIMIT);
  for (const claim of objectsAt(spec, 'volumeClaimTemplates')) {
    setDefault(claim, 'apiVersion', 'v1');
    setDefault(claim, 'kind', 'PersistentVolumeClaim');
  }
}

function scalingRules(behavior: JsonDraft, name: string, defaults: JsonDraft): void {
  const rules = childOf(behavior, name);
  for (const [field, value] of Object.entries(defaults)) setPointer(rules, field, value);
}

function scaleUpRules(): JsonDraft {
  return {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: SCALING_PERIOD_SECONDS },
      { type: 'Percent', value: 100, periodSeconds: SCALING_PERIOD_SECONDS },
    ],
  };
}

function scaleDownRules(): JsonDraft {
  return {
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: SCALING_PERIOD_SECONDS }],
  };
}

function autoscalerSpec(spec: JsonDraft): void {
  setPointer(spec, 'minReplicas', 1);
  const metrics = spec['metrics'];
  if (!Array.isArray(metrics) || metrics.length === 0) {
    const target = { type: 'Utilization', averageUtilization: CPU_UTILIZATION_PERCENT };
    spec['metrics'] = [{ type: 'Resource', resource: { name: 'cpu', target } }];
  }
  const behavior = objectAt(spec, 'behavior');
  if (behavior === undefined) return;
  scalingRules(behavior, 'scaleUp', scaleUpRules());
  scalingRules(behavior, 'scaleDown', scaleDownRules());
}

/** The count of templates is an annotation since it is no field any more (pkg/apis/apps/v1/conversion.go). */
function daemonSet(object: JsonDraft): void {
  const metadata = objectAt(object, 'metadata');
  if (metadata === undefined) return;
  metadata['annotations'] = { 'deprecated.daemonset.template.generation': '0', ...objectAt(metadata, 'annotations') };
}

export const APPS_RULES: Readonly<Record<string, DefaultRule>> = {
  [`${APPS}.DaemonSet`]: daemonSet,
  [`${APPS}.DaemonSetSpec`]: daemonSetSpec,
  [`${APPS}.DeploymentSpec`]: deploymentSpec,
  [`${APPS}.ReplicaSetSpec`]: (spec) => setPointer(spec, 'replicas', 1),
  [`${APPS}.StatefulSetSpec`]: statefulSetSpec,
  'io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec': (spec) => setPointer(spec, 'minReplicas', 1),
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec': autoscalerSpec,
};
