// What a Prometheus is asked of an autoscaler's past, where it scrapes kube-state-metrics: what the controller itself wrote.
// Source: kube-state-metrics internal/store/horizontalpodautoscaler.go (status_target_metric since 2.6) and pod.go.

export interface AutoscalerPlace {
  namespace: string;
  name: string;
  /** `http_requests`, `cpu`. */
  metric: string;
  target: 'value' | 'average' | 'utilization';
  workload: { kind: string; name: string };
}

export interface AutoscalerExpressions {
  metric: string;
  desired: string;
  /** By node. */
  ready: string;
}

export function autoscalerExpressions({
  namespace,
  name,
  metric,
  target,
  workload,
}: AutoscalerPlace): AutoscalerExpressions {
  const own = `namespace=${text(namespace)},horizontalpodautoscaler=${text(name)}`;
  const pods = `namespace=${text(namespace)},pod=~${text(podPattern(workload))}`;
  const isReady = `kube_pod_status_ready{${pods},condition="true"}`;
  return {
    metric: `max(kube_horizontalpodautoscaler_status_target_metric{${own},metric_name=${text(metric)},metric_target_type="${target}"})`,
    desired: `max(kube_horizontalpodautoscaler_status_desired_replicas{${own}})`,
    ready: `sum by (node) (${isReady} * on (namespace, pod) group_left (node) kube_pod_info{${pods}})`,
  };
}

/** Names of pods as their controllers make them. */
function podPattern({ kind, name }: AutoscalerPlace['workload']): string {
  const literal = name.replace(/\./g, '\\.');
  if (kind === 'Deployment') return `${literal}-[a-z0-9]+-[a-z0-9]{5}`;
  return kind === 'StatefulSet' ? `${literal}-[0-9]+` : `${literal}-[a-z0-9]{5}`;
}

/** Go's quoting is JSON's here: names have neither quotes nor control characters. */
function text(value: string): string {
  return JSON.stringify(value);
}
