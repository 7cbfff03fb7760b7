// Pods that an autoscaler's target has: most run and are ready, the others are in every state that counts otherwise.
import type { Container, Pod, PodSpec } from 'kubernetes-types/core/v1';
import type { Draw } from '../draw.ts';
import { CONTAINERS } from './generate-metrics.ts';

const CPU_REQUESTS = ['100m', '250m', '1', '1500m'] as const;
const MEMORY_REQUESTS = ['64Mi', '100M', '1Gi'] as const;
/** Around the periods in which a starting pod's CPU is taken with care. */
const AGES_SECONDS = [0, 10, 29, 30, 31, 60, 120, 299, 300, 301, 3_600, 90_000] as const;

export function drawnPods(draw: Draw, replicas: number, nowMs: number): Pod[] {
  const count = draw.percent(85) ? replicas : draw.between(0, replicas + 3);
  // Troubles come together, or the ready ones would hardly ever be alone.
  const trouble = draw.pick([0, 0, 10, 40]);
  // Of one template: which pod an error names depends on which comes first, and they come in no order.
  const spec = specOf(draw);
  const pods = Array.from({ length: count }, (_, index) => podOf(draw, `web-${index}`, { trouble, spec, nowMs }));
  return draw.percent(15) ? [...pods, ...draw.times(1, 2, (index) => stranger(`other-${index}`))] : pods;
}

interface Circumstances {
  /** In so many of a hundred something is not as it should be. */
  trouble: number;
  spec: PodSpec;
  nowMs: number;
}

function podOf(draw: Draw, name: string, { trouble, spec, nowMs }: Circumstances): Pod {
  const ago = (seconds: number) => new Date(nowMs - seconds * 1_000).toISOString().replace('.000Z', 'Z');
  const isTroubled = draw.percent(trouble);
  const ageSeconds = isTroubled ? draw.pick(AGES_SECONDS) : draw.pick([3_600, 90_000]);
  const readySeconds = isTroubled ? draw.between(0, ageSeconds) : ageSeconds - 10;
  const ready = isTroubled ? draw.pick(['True', 'False', 'False', 'Unknown']) : 'True';
  const phase = isTroubled ? draw.pick(['Running', 'Running', 'Running', 'Pending', 'Failed', 'Succeeded']) : 'Running';
  const isLeaving = isTroubled && draw.percent(15);
  const condition = { type: 'Ready', status: ready, lastTransitionTime: ago(readySeconds) };
  return {
    metadata: {
      name,
      namespace: 'home',
      labels: { app: 'web' },
      ...(isLeaving && { deletionTimestamp: ago(-20), deletionGracePeriodSeconds: 30 }),
    },
    spec,
    status: {
      phase,
      ...(!(isTroubled && draw.percent(10)) && { startTime: ago(ageSeconds) }),
      conditions: isTroubled && draw.percent(10) ? [] : [condition],
    },
  };
}

function specOf(draw: Draw): PodSpec {
  const isAllThere = draw.percent(90);
  const requested = () => ({
    ...((isAllThere || draw.percent(85)) && { cpu: draw.pick(CPU_REQUESTS) }),
    ...((isAllThere || draw.percent(85)) && { memory: draw.pick(MEMORY_REQUESTS) }),
  });
  const container = (name: string): Container => ({ name, image: 'web:1', resources: { requests: requested() } });
  const helper = { ...container('helper'), ...draw.maybe(50, () => ({ restartPolicy: 'Always' })) };
  return {
    containers: CONTAINERS.slice(0, draw.percent(70) ? 2 : 1).map(container),
    ...draw.maybe(10, () => ({ initContainers: [helper] })),
    ...draw.maybe(6, () => ({ resources: { requests: requested() } })),
  };
}

/** The selector leaves it out. */
function stranger(name: string): Pod {
  return {
    metadata: { name, namespace: 'home', labels: { app: 'other' } },
    spec: { containers: [{ name: 'one', image: 'other:1' }] },
    status: { phase: 'Running' },
  };
}
