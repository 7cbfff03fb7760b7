// Exercises of autoscalers that do not get a number, or cannot have what they want.
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, MetricSpec } from 'kubernetes-types/autoscaling/v2';
import {
  deployment,
  type Exercise,
  type LeftOut,
  metaOf,
  type Named,
  NO_HOST,
  type Planned,
  webServer,
} from './exercise.ts';
import type { Ground } from './ground.ts';

const RESOURCE_METRICS = 'metrics.k8s.io';
const CUSTOM_METRICS = 'custom.metrics.k8s.io';
const EXTERNAL_METRICS = 'external.metrics.k8s.io';
const HOST_PORT = 18_081;
const CAP = 2;
const ROOM_WANTED = 3;

/** Every container uses more: whoever goes by this wants as many pods as it may have. */
const ALWAYS_MORE: MetricSpec = {
  type: 'Resource',
  resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Mi' } },
};

export function autoscalingExercises(ground: Ground): (Exercise | LeftOut)[] {
  const needs = (group: string | null, make: (name: string) => Exercise, name: string): Exercise | LeftOut => {
    if (ground.hosts.length === 0) return { name, why: NO_HOST };
    return group === null || ground.apiGroups.has(group) ? make(name) : { name, why: `there is no API ${group}` };
  };
  return [
    withoutTarget('hpa-target'),
    needs(null, twoOfOne, 'hpa-two'),
    needs(RESOURCE_METRICS, withoutRequests, 'hpa-requests'),
    needs(RESOURCE_METRICS, atItsCap, 'hpa-cap'),
    needs(RESOURCE_METRICS, (name) => withoutRoom(name, ground), 'hpa-room'),
    needs(CUSTOM_METRICS, withUnknownMetric, 'hpa-metric'),
    needs(CUSTOM_METRICS, withoutObject, 'hpa-object'),
    needs(EXTERNAL_METRICS, selectingNothing, 'hpa-selector'),
  ];
}

function withoutTarget(name: string): Exercise {
  const finds = 'Its autoscaler scales a Deployment called nobody, and there is none.';
  const named = { name, finds };
  return { ...named, objects: [scaler(named, { maxReplicas: 3, metrics: [ALWAYS_MORE] }, 'nobody')] };
}

function twoOfOne(name: string): Exercise {
  const finds = 'Two autoscalers select the same pods: both stand back.';
  const named = { name, finds };
  const spec = { maxReplicas: CAP, metrics: [ALWAYS_MORE] };
  const other = scaler(named, spec);
  const { metadata } = other.object;
  const second = { ...other, object: { ...other.object, metadata: { ...metadata, name: `${name}-other` } } };
  return { ...named, objects: [deployment(named, {}), scaler(named, spec), second] };
}

function withoutRequests(name: string): Exercise {
  const finds = 'Its autoscaler goes by a share of the cpu that its containers request, and they request none.';
  const target = { type: 'Utilization', averageUtilization: 50 };
  return scaled({ name, finds }, { type: 'Resource', resource: { name: 'cpu', target } });
}

function atItsCap(name: string): Exercise {
  const finds = `Its autoscaler wants more than ${CAP} pods, and may have no more: it is at its maxReplicas.`;
  return scaled({ name, finds }, ALWAYS_MORE, CAP);
}

function withoutRoom(name: string, { hosts: [host] }: Ground): Exercise {
  const finds = `Its autoscaler has ${ROOM_WANTED} pods, which all want port ${HOST_PORT} of ${host?.name}: one runs, the others find no room.`;
  const named = { name, finds };
  const pod = {
    nodeSelector: { 'kubernetes.io/hostname': host?.name ?? '' },
    containers: [webServer({ ports: [{ containerPort: 80, hostPort: HOST_PORT }] })],
  };
  const spec = { maxReplicas: ROOM_WANTED, metrics: [ALWAYS_MORE] };
  return { ...named, objects: [deployment(named, pod), scaler(named, spec)] };
}

function withUnknownMetric(name: string): Exercise {
  const finds = 'Its autoscaler goes by http_request of each pod; the metric that there is has one letter more.';
  const target = { type: 'AverageValue', averageValue: '100' };
  return scaled({ name, finds }, { type: 'Pods', pods: { metric: { name: 'http_request' }, target } });
}

function withoutObject(name: string): Exercise {
  const finds = 'Its autoscaler goes by the requests to a Service called nowhere, and there is none.';
  const describedObject = { apiVersion: 'v1', kind: 'Service', name: 'nowhere' };
  const target = { type: 'AverageValue', averageValue: '100' };
  return scaled(
    { name, finds },
    { type: 'Object', object: { metric: { name: 'http_requests' }, describedObject, target } },
  );
}

function selectingNothing(name: string): Exercise {
  const finds = 'Its autoscaler goes by an external metric of the label service=nowhere, which no value has.';
  const metric = { name: 'ingress_requests_per_second', selector: { matchLabels: { service: 'nowhere' } } };
  const target = { type: 'AverageValue', averageValue: '100' };
  return scaled({ name, finds }, { type: 'External', external: { metric, target } });
}

function scaled(named: Named, metric: MetricSpec, maxReplicas = 3): Exercise {
  return { ...named, objects: [deployment(named, {}), scaler(named, { maxReplicas, metrics: [metric] })] };
}

function scaler(named: Named, spec: Omit<HorizontalPodAutoscalerSpec, 'scaleTargetRef'>, of = named.name): Planned {
  const object: HorizontalPodAutoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metaOf(named),
    spec: { ...spec, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: of } },
  };
  return { resource: 'horizontalpodautoscalers.autoscaling', object };
}
