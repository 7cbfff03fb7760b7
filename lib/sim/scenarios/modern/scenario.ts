// A home of today on five boards of four architectures: k3s, and the workloads people run at home.
import type { Pod } from 'kubernetes-types/core/v1';
import { ImageRegistry } from '../../kubelet/image-registry.ts';
import type { KubeObject } from '../../store/object.ts';
import { imagesOn } from '../objects/node-images.ts';
import { nodeObjects } from '../objects/nodes.ts';
import { Placing } from '../objects/placing.ts';
import type { BuiltScenario, Scenario, ScenarioStart } from '../scenario.ts';
import { BOARDS, NODES } from './boards.ts';
import { eventObjectsOf } from './events.ts';
import { foundationObjects } from './foundation.ts';
import { homeObjects } from './home.ts';
import { IMAGES } from './images.ts';
import { k3sObjects } from './k3s.ts';
import { monitoringObjects } from './monitoring.ts';
import { networkObjects } from './network.ts';
import { SCRAPES } from './scrapes.ts';
import { READS_PER_SECOND, webObjects } from './web.ts';

export const modern: Scenario = {
  name: 'modern',
  title: 'A home of today',
  summary:
    'k3s on a Raspberry Pi 5, 4 and 32-bit 3, a mini PC and a RISC-V board: everyday workloads, volumes, hourly jobs, and images that do not exist for every architecture.',
  build,
};

function build({ nowMs, random }: ScenarioStart): BuiltScenario {
  const registry = new ImageRegistry(IMAGES);
  const placing = new Placing({ nowMs, random, registry }, { nodes: NODES, runtime: 'containerd' });
  const { ground } = placing;
  const workloads = [
    ...k3sObjects(placing),
    ...homeObjects(placing),
    ...monitoringObjects(placing),
    ...webObjects(placing),
  ];
  const pods = workloads.filter((object): object is Pod => object.kind === 'Pod');
  const objects: KubeObject[] = [
    ...foundationObjects(ground),
    ...NODES.flatMap((input) => nodeObjects(ground, { ...input, images: imagesOn(registry, input.name, pods) })),
    ...workloads,
    ...networkObjects(
      ground,
      pods.filter(({ status }) => status?.phase === 'Running'),
    ),
  ];
  return {
    startMs: nowMs,
    objects: [...objects, ...eventObjectsOf(ground, objects)],
    boards: BOARDS,
    images: IMAGES,
    scrapes: SCRAPES,
    load: [{ namespace: 'web', service: 'blog', requestsPerSecond: READS_PER_SECOND }],
  };
}
