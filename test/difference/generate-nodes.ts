// Boards of several architectures, small enough to be full soon.
import type { Node, Taint } from 'kubernetes-types/core/v1';
import type { Draw } from './draw.ts';
import { ARCH, ARCHITECTURES, HOSTNAME, IMAGES, LABEL_VALUES, LED, TAINTS } from './words.ts';

export function generateNode(draw: Draw, name: string): Node {
  const architecture = draw.pick(ARCHITECTURES);
  const labels: Record<string, string> = { [HOSTNAME]: name, [ARCH]: architecture, 'kubernetes.io/os': 'linux' };
  for (const [key, values] of Object.entries(LABEL_VALUES)) {
    if (key !== ARCH && draw.percent(75)) labels[key] = draw.pick(values);
  }
  const taints: Taint[] = draw.percent(35) ? draw.some(TAINTS, 1, 2).map((taint) => ({ ...taint })) : [];
  const isCordoned = draw.percent(10);
  if (isCordoned) taints.push({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' });
  const allocatable: Record<string, string> = {
    cpu: draw.pick(['1', '2', '4', '3900m']),
    memory: draw.pick(['870Mi', '1Gi', '3884320Ki', '8Gi']),
    'ephemeral-storage': draw.pick(['7Gi', '27G', '111e9']),
    pods: draw.pick(['3', '5', '110']),
    ...draw.maybe(40, () => ({ [LED]: draw.pick(['1', '2', '8']) })),
  };
  const images = draw.some(IMAGES, 0, 3).map(({ name: image, sizeBytes }) => ({ names: [image], sizeBytes }));
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: draw.uid(), labels },
    spec: { ...(taints.length > 0 && { taints }), ...(isCordoned && { unschedulable: true }) },
    status: { capacity: { ...allocatable }, allocatable, images },
  };
}
