// Made-up autoscalers, and what their controller finds from look to look; the same for the same seed.
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerStatus } from 'kubernetes-types/autoscaling/v2';
import { Draw } from '../draw.ts';
import { behaviorOf } from './generate-behavior.ts';
import { drawnMetrics, type GivenMetric } from './generate-metrics.ts';
import { drawnPods } from './generate-pods.ts';
import { readingsOf } from './generate-readings.ts';
import { FIRST_LOOK_MS, type GivenLook, type Question } from './question.ts';

const NAMESPACE = 'home';
const SELECTOR = 'app=web';

const SYNC_SECONDS = [5, 15, 15, 15, 30, 60, 150] as const;
const LOOKS_MAX = 7;
const REPLICAS_MAX = 12;

export function generateQuestion(seed: number): Question {
  const draw = new Draw(seed);
  const metrics = drawnMetrics(draw);
  const isOutside = metrics.some(({ spec: { type } }) => type === 'Object' || type === 'External');
  const minReplicas = isOutside && draw.percent(40) ? 0 : draw.between(1, 3);
  const maxReplicas = draw.percent(20)
    ? Math.max(minReplicas, 1)
    : minReplicas + draw.between(1, draw.pick([4, 15, 60]));
  const replicas = firstReplicas(draw, minReplicas, maxReplicas);
  const autoscaler: HorizontalPodAutoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: NAMESPACE, uid: `uid-${seed}`, generation: draw.between(1, 4) },
    spec: {
      minReplicas,
      maxReplicas,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: metrics.map(({ spec }) => spec),
      ...draw.maybe(65, () => ({ behavior: behaviorOf(draw) })),
    },
    ...draw.maybe(replicas === 0 ? 80 : 15, () => ({ status: statusBefore(draw, replicas) })),
  };
  const syncSeconds = draw.pick(SYNC_SECONDS);
  // A crowd of the same size throughout makes histories; one of another size at each look makes surprises.
  const hasHistory = draw.percent(60);
  const count = hasHistory ? draw.between(2, LOOKS_MAX) : draw.between(1, 2);
  let present = replicas;
  const looks = Array.from({ length: count }, (_, index) => {
    const nowMs = FIRST_LOOK_MS + index * syncSeconds * 1_000;
    const isScaled = index === 0 || draw.percent(8);
    if (isScaled && index > 0) present = draw.between(0, REPLICAS_MAX);
    if (!isScaled && draw.percent(70)) present = Math.max(0, present + draw.between(-3, 4));
    return drawnLook(draw, { metrics, replicas: present, isScaled, nowMs });
  });
  return { autoscaler, syncSeconds, looks };
}

function firstReplicas(draw: Draw, minReplicas: number, maxReplicas: number): number {
  if (draw.percent(8)) return 0;
  if (draw.percent(8)) return Math.max(0, minReplicas - 1);
  if (draw.percent(8)) return maxReplicas + draw.between(1, 3);
  return draw.between(Math.max(1, minReplicas), Math.max(1, Math.min(maxReplicas, REPLICAS_MAX)));
}

/** As an earlier controller left it: this one has only begun. */
function statusBefore(draw: Draw, replicas: number): HorizontalPodAutoscalerStatus {
  const condition = (type: string, percentTrue: number, reason: string) => ({
    type,
    status: draw.percent(percentTrue) ? 'True' : 'False',
    lastTransitionTime: '1999-12-31T20:00:00Z',
    reason,
    message: `${reason} said so`,
  });
  return {
    ...draw.maybe(50, () => ({ lastScaleTime: '1999-12-31T21:00:00Z' })),
    ...(replicas > 0 && { currentReplicas: replicas }),
    desiredReplicas: draw.between(0, REPLICAS_MAX),
    conditions: [
      condition('ScaledToZero', replicas === 0 ? 80 : 20, 'ScaledToZero'),
      ...(draw.percent(60) ? [condition('AbleToScale', 80, 'SucceededGetScale')] : []),
      ...(draw.percent(60) ? [condition('ScalingActive', 60, 'FailedGetResourceMetric')] : []),
    ],
  };
}

function drawnLook(
  draw: Draw,
  given: { metrics: readonly GivenMetric[]; replicas: number; isScaled: boolean; nowMs: number },
): GivenLook {
  const { metrics, replicas, isScaled, nowMs } = given;
  const statusReplicas = draw.percent(85) ? replicas : draw.between(0, REPLICAS_MAX);
  const pods = drawnPods(draw, statusReplicas, nowMs);
  return {
    ...(isScaled && { specReplicas: replicas }),
    statusReplicas,
    selector: draw.percent(3) ? '' : SELECTOR,
    ...draw.maybe(3, () => ({ scaleError: 'deployments.apps "web" not found' })),
    ...draw.maybe(4, () => ({ refusal: 'deployments.apps "web" is forbidden: not today' })),
    pods,
    metrics: readingsOf(draw, metrics, pods, { replicas, nowMs }),
  };
}
