// Autoscalers of autoscaling/v1, which says only a CPU target: the rest of v2 travels in annotations
// (pkg/apis/autoscaling/v1/conversion.go).

type JsonDraft = Record<string, unknown>;

const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';
const CURRENT_METRICS = 'autoscaling.alpha.kubernetes.io/current-metrics';
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior';
const CONDITIONS = 'autoscaling.alpha.kubernetes.io/conditions';
const ROUND_TRIP = [METRICS, CURRENT_METRICS, BEHAVIOR, CONDITIONS];

const SOURCES = ['resource', 'containerResource', 'pods', 'object', 'external'] as const;

function isObject(value: unknown): value is JsonDraft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsAt(value: unknown, ...path: readonly string[]): JsonDraft | undefined {
  let at = value;
  for (const name of path) at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return isObject(at) ? at : undefined;
}

/** Drops what is undefined, so that a conversion there and back gives the same object. */
function compact(object: JsonDraft): JsonDraft {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function isCpuUtilization(metric: JsonDraft, amount: 'current' | 'target'): boolean {
  const resource = fieldsAt(metric, 'resource');
  return resource?.name === 'cpu' && fieldsAt(resource, amount)?.averageUtilization !== undefined;
}

/** A metric of v2 in v1's flat shape; `amount` is `target` in a spec and `current` in a status. */
function flatMetric(metric: JsonDraft, amount: 'current' | 'target'): JsonDraft {
  const name = SOURCES.find((one) => isObject(metric[one]));
  const source = name === undefined ? undefined : fieldsAt(metric, name);
  if (name === undefined || source === undefined) return metric;
  const { averageUtilization, averageValue, value } = fieldsAt(source, amount) ?? {};
  const id = fieldsAt(source, 'metric');
  const flat: JsonDraft = {
    target: source.describedObject,
    name: source.name,
    container: source.container,
    metricName: id?.name,
  };
  flat[`${amount}AverageUtilization`] = averageUtilization;
  if (name === 'object') {
    flat[`${amount}Value`] = value ?? '0';
    flat.averageValue = averageValue;
  } else {
    flat[`${amount}Value`] = value;
    flat[`${amount}AverageValue`] = averageValue;
  }
  flat[name === 'external' ? 'metricSelector' : 'selector'] = id?.selector;
  return { type: metric.type, [name]: compact(flat) };
}

function deepMetric(metric: JsonDraft, amount: 'current' | 'target'): JsonDraft {
  const name = SOURCES.find((one) => isObject(metric[one]));
  const flat = name === undefined ? undefined : fieldsAt(metric, name);
  if (name === undefined || flat === undefined) return metric;
  const averageUtilization = flat[`${amount}AverageUtilization`];
  const averageValue = name === 'object' ? flat.averageValue : flat[`${amount}AverageValue`];
  const value = averageValue !== undefined && name === 'object' ? undefined : flat[`${amount}Value`];
  const type = averageUtilization !== undefined ? 'Utilization' : averageValue !== undefined ? 'AverageValue' : 'Value';
  const amounts = compact({ type: amount === 'target' ? type : undefined, value, averageValue, averageUtilization });
  const selector = flat.selector ?? flat.metricSelector;
  const id = flat.metricName === undefined ? undefined : compact({ name: flat.metricName, selector });
  const { name: resource, container, target: describedObject } = flat;
  return {
    type: metric.type,
    [name]: compact({ name: resource, container, describedObject, metric: id, [amount]: amounts }),
  };
}

/** The behaviour is written as Go's internal type, field names with a capital. */
function recased(value: unknown, change: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => recased(item, change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(
    entries.map(([name, field]) => [change(name.charAt(0)) + name.slice(1), recased(field, change)]),
  );
}

/** Other JSON than a list of objects counts as nothing, as upstream ignores it. */
function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function listIn(text: unknown): JsonDraft[] {
  const value = parsed(text);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function withAnnotations(object: JsonDraft, annotations: JsonDraft): JsonDraft {
  const { annotations: _before, ...metadata } = fieldsAt(object, 'metadata') ?? {};
  return Object.keys(annotations).length > 0 ? { ...metadata, annotations } : metadata;
}

function otherAnnotations(object: JsonDraft): JsonDraft {
  const given = Object.entries(fieldsAt(object, 'metadata', 'annotations') ?? {});
  return Object.fromEntries(given.filter(([name]) => !ROUND_TRIP.includes(name)));
}

export function autoscalerToV1(object: JsonDraft): JsonDraft {
  const { metrics, behavior, ...spec } = fieldsAt(object, 'spec') ?? {};
  const { currentMetrics, conditions, ...status } = fieldsAt(object, 'status') ?? {};
  const all = Array.isArray(metrics) ? metrics.filter(isObject) : [];
  const now = Array.isArray(currentMetrics) ? currentMetrics.filter(isObject) : [];
  const cpu = all.find((metric) => isCpuUtilization(metric, 'target'));
  const cpuNow = now.find((metric) => isCpuUtilization(metric, 'current'));
  const others = all.filter((metric) => !isCpuUtilization(metric, 'target'));
  const annotations = otherAnnotations(object);
  if (others.length > 0) annotations[METRICS] = JSON.stringify(others.map((one) => flatMetric(one, 'target')));
  if (now.length > 0) annotations[CURRENT_METRICS] = JSON.stringify(now.map((one) => flatMetric(one, 'current')));
  if (behavior !== undefined) annotations[BEHAVIOR] = JSON.stringify(recased(behavior, (first) => first.toUpperCase()));
  if (Array.isArray(conditions) && conditions.length > 0) annotations[CONDITIONS] = JSON.stringify(conditions);
  const target = fieldsAt(cpu, 'resource', 'target')?.averageUtilization;
  const current = fieldsAt(cpuNow, 'resource', 'current')?.averageUtilization;
  return {
    ...object,
    apiVersion: 'autoscaling/v1',
    metadata: withAnnotations(object, annotations),
    spec: compact({ ...spec, targetCPUUtilizationPercentage: target }),
    status: compact({
      ...status,
      currentReplicas: status.currentReplicas ?? 0,
      currentCPUUtilizationPercentage: current,
    }),
  };
}

export function autoscalerFromV1(object: JsonDraft): JsonDraft {
  const { targetCPUUtilizationPercentage: cpu, ...spec } = fieldsAt(object, 'spec') ?? {};
  const { currentCPUUtilizationPercentage: _cpuNow, ...status } = fieldsAt(object, 'status') ?? {};
  const annotations = fieldsAt(object, 'metadata', 'annotations') ?? {};
  const metrics = listIn(annotations[METRICS]).map((metric) => deepMetric(metric, 'target'));
  if (cpu !== undefined) {
    const target = { type: 'Utilization', averageUtilization: cpu };
    metrics.push({ type: 'Resource', resource: { name: 'cpu', target } });
  }
  const behavior = recased(parsed(annotations[BEHAVIOR]), (first) => first.toLowerCase());
  const now = listIn(annotations[CURRENT_METRICS]).map((metric) => deepMetric(metric, 'current'));
  const conditions = listIn(annotations[CONDITIONS]);
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    metadata: withAnnotations(object, otherAnnotations(object)),
    spec: compact({
      ...spec,
      metrics: metrics.length > 0 ? metrics : undefined,
      behavior: isObject(behavior) ? behavior : undefined,
    }),
    status: compact({
      ...status,
      currentMetrics: now.length > 0 ? now : undefined,
      conditions: conditions.length > 0 ? conditions : undefined,
    }),
  };
}
