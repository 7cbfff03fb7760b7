// The pods of one workload: what they have in common is made once and shared, or 150,000 of them would not fit.
import type { Pod, PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import { containerIdOf } from '../../kubelet/runtime-ids.ts';
import { withDefaults } from '../../schema/defaults/defaults.ts';
import type { Age, Built, Ground } from '../objects/ground.ts';
import { runningPod } from '../objects/pods.ts';
import type { BigBoard } from './boards.ts';
import type { Place } from './placement.ts';

export interface Kin {
  namespace: string;
  age: Age;
  template: PodTemplateSpec;
  labels: Record<string, string>;
  owner: OwnerReference;
  tolerations?: readonly Toleration[];
}

export interface OwnPart {
  name: string;
  board: BigBoard;
  place: Place;
  /** On top of the kin's. */
  labels?: Record<string, string>;
  spec?: Partial<NonNullable<Pod['spec']>>;
}

/** Makes pods that are whole: with all their defaults, and at rest. */
export function podsOfKin(ground: Ground, kin: Kin): (own: OwnPart) => Built<Pod> {
  const { owner, template } = kin;
  const input = {
    ...kin,
    name: '',
    node: '',
    hostIP: '',
    runtime: 'containerd',
    generateName: `${owner.name}-`,
  } as const;
  const model = withDefaults('v1', 'Pod', runningPod(ground, input));
  const { metadata, spec, status } = model;
  const isOnHost = template.spec?.hostNetwork === true;
  return ({ name, board, place, labels, spec: extra }) => {
    const uid = ground.random.uuid();
    const hostIP = board.node.address;
    const podIP = isOnHost ? hostIP : place.podIP;
    return {
      ...model,
      metadata: {
        ...metadata,
        name,
        uid,
        ...(labels === undefined ? {} : { labels: { ...metadata.labels, ...labels } }),
      },
      spec: { ...spec, containers: spec?.containers ?? [], nodeName: board.node.name, ...extra },
      status: {
        ...status,
        hostIP,
        hostIPs: [{ ip: hostIP }],
        podIP,
        podIPs: [{ ip: podIP }],
        containerStatuses: (status?.containerStatuses ?? []).map((container) => ({
          ...container,
          containerID: containerIdOf(uid, container.name, container.restartCount, 'containerd'),
        })),
      },
    };
  };
}
