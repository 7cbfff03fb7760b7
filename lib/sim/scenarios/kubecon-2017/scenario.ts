// The cluster of the 2017 talk "Autoscaling a multi-platform Kubernetes cluster", at the moment its pods were listed.
import type { Pod } from 'kubernetes-types/core/v1';
import { ImageRegistry } from '../../kubelet/image-registry.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Ground } from '../objects/ground.ts';
import { imagesOn } from '../objects/node-images.ts';
import { nodeObjects } from '../objects/nodes.ts';
import type { BuiltScenario, Scenario, ScenarioStart } from '../scenario.ts';
import { apiObjects } from './apis.ts';
import { BOARDS, NODES } from './boards.ts';
import { eventObjects } from './events.ts';
import { foundationObjects } from './foundation.ts';
import { IMAGES } from './images.ts';
import { SAMPLE_LOAD } from './load.ts';
import { SCRAPES } from './scrapes.ts';
import { serviceObjects } from './services.ts';
import { workloadObjects } from './workloads.ts';

const CONTROL_PLANE = 'upboard1';

export const kubecon2017: Scenario = {
  name: 'kubecon-2017',
  title: 'The cluster of the 2017 talk',
  summary:
    'Five boards of three architectures with the 32 pods of the talk, one board gone and one about to come back.',
  build,
};

function build({ nowMs, random }: ScenarioStart): BuiltScenario {
  const registry = new ImageRegistry(IMAGES);
  const ground: Ground = { nowMs, random, registry };
  const controlPlaneUid = random.uuid();
  const workloads = workloadObjects(ground, controlPlaneUid);
  const pods = workloads.filter((object): object is Pod => object.kind === 'Pod');
  const nodes = NODES.flatMap((input) => {
    const [node, lease] = nodeObjects(ground, { ...input, images: imagesOn(registry, input.name, pods) });
    const metadata = { ...node?.metadata, ...(input.name === CONTROL_PLANE ? { uid: controlPlaneUid } : {}) };
    return [{ ...node, metadata }, lease ?? {}];
  });
  const objects: KubeObject[] = [
    ...foundationObjects(ground),
    ...nodes,
    ...workloads,
    ...serviceObjects(ground, pods),
    ...apiObjects(ground),
  ];
  return {
    startMs: nowMs,
    objects: [...objects, ...eventObjects(ground, objects)],
    boards: BOARDS,
    images: IMAGES,
    scrapes: SCRAPES,
    load: [{ namespace: 'default', service: 'sample-metrics-app', requestsPerSecond: SAMPLE_LOAD }],
    // As kubeadm left them then: whoever asked them did not look at their certificates.
    selfSignedKubelets: true,
  };
}
