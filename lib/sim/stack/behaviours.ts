// Which programs of well-known images do more than run: found by the image's repository, decided by what the pod says.
import { type Behaviours, ORDINARY } from '../kubelet/behaviour.ts';
import type { ImageRegistry } from '../kubelet/image-registry.ts';
import type { BehaviourGround, BehaviourOf } from './behaviour-of.ts';
import { metricsServer } from './metrics-server.ts';
import { ngrokAgent } from './ngrok-agent.ts';
import { python } from './script.ts';
import { traefik } from './traefik.ts';

const BY_IMAGE: ReadonlyMap<string, BehaviourOf> = new Map([
  ['registry.k8s.io/metrics-server/metrics-server', metricsServer],
  ['ngrok/ngrok', ngrokAgent],
  ['python', python],
  ['traefik', traefik],
  ['influxdb', ownCommand('influxdb', 'influxd')],
  ['gcr.io/google_containers/heapster-amd64', ownCommand('heapster', 'heapster')],
]);

/** Images that are remembered: it is asked at each measurement of each container. */
const IMAGES_MAX = 1_000;

export function behavioursOf(registry: ImageRegistry, ground: BehaviourGround): Behaviours {
  const known = new Map<string, BehaviourOf>();
  return (pod, container) => {
    const { image = '' } = container;
    let behaviour = known.get(image);
    if (behaviour === undefined) {
      behaviour = BY_IMAGE.get(registry.factsOf(image)?.name ?? '') ?? ((_ground, ...one) => ORDINARY(...one));
      if (known.size >= IMAGES_MAX) known.clear();
      known.set(image, behaviour);
    }
    return behaviour(ground, pod, container);
  };
}

/** A command that names the image's own program is no other. */
function ownCommand(application: string, binary: string): BehaviourOf {
  return (_ground, _pod, { command = [] }) =>
    command[0]?.split('/').at(-1) === binary ? { application: { name: application } } : {};
}
