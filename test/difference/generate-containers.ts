// What generated pods run, ask for and listen on.
import type { Container, ContainerPort } from 'kubernetes-types/core/v1';
import type { Draw } from './draw.ts';
import { IMAGES, LED } from './words.ts';

const CPU = ['50m', '0.25', '100m', '500m', '1', '1500m', '3'] as const;
const MEMORY = ['32Mi', '64Mi', '256Mi', '1e8', '0.5Gi', '1Gi', '3G'] as const;
const STORAGE = ['100Mi', '2Gi', '10Gi', '30Gi'] as const;
const PORTS = [80, 443, 9100] as const;

export function generateContainers(
  draw: Draw,
  mayAskMuch: boolean,
): { containers: Container[]; initContainers?: Container[] } {
  const containers = draw.times(1, 2, (index) => container(draw, `c${index}`, mayAskMuch));
  const [first] = containers;
  if (first !== undefined && draw.percent(20)) first.ports = hostPorts(draw);
  const isStarted = draw.percent(20);
  if (!isStarted) return { containers };
  const initContainers = draw.times(1, 3, (index) => ({
    ...container(draw, `i${index}`, mayAskMuch),
    ...draw.maybe(50, () => ({ restartPolicy: 'Always' })),
  }));
  const [sidecar] = initContainers;
  if (sidecar?.restartPolicy === 'Always' && draw.percent(30)) {
    sidecar.ports = [{ containerPort: 7070, hostPort: 7070, protocol: 'TCP' }];
  }
  return { containers, initContainers };
}

/** Of whole pods, on top of what containers ask for: at least as much as they do together. */
export function generatePodLevel(draw: Draw): { resources: { requests: Record<string, string> } } {
  return { resources: { requests: { cpu: draw.pick(['7', '8']), memory: draw.pick(['9Gi', '12Gi']) } } };
}

function container(draw: Draw, name: string, mayAskMuch: boolean): Container {
  const all = draw.percent(mayAskMuch ? 60 : 0);
  const requests: Record<string, string> = {
    ...draw.maybe(60, () => ({ cpu: draw.pick(all ? CPU : CPU.slice(0, 3)) })),
    ...draw.maybe(60, () => ({ memory: draw.pick(all ? MEMORY : MEMORY.slice(0, 3)) })),
    ...draw.maybe(12, () => ({ 'ephemeral-storage': draw.pick(all ? STORAGE : STORAGE.slice(0, 1)) })),
  };
  // An extended resource is asked for as much as it is limited to.
  const leds = draw.maybe(all ? 12 : 4, () => ({ [LED]: draw.pick(['1', '2']) }));
  Object.assign(requests, leds);
  return {
    name,
    image: draw.pick([...IMAGES.map((image) => image.name), 'registry.test/cache', 'registry.test/other:2']),
    resources: { requests, ...(Object.keys(leds).length > 0 && { limits: leds }) },
  };
}

function hostPorts(draw: Draw): ContainerPort[] {
  return draw.some(PORTS, 1, 2).map((port) => ({
    containerPort: port,
    hostPort: port,
    protocol: draw.percent(85) ? 'TCP' : 'UDP',
    ...draw.maybe(30, () => ({ hostIP: draw.pick(['127.0.0.1', '10.0.0.1', '0.0.0.0']) })),
  }));
}
