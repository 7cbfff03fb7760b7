// What a behaviour is decided by: the pod, the container, and what else the cluster holds.
import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { Behaviour } from '../kubelet/behaviour.ts';
import type { ObjectSource } from '../usage/load.ts';

export interface BehaviourGround {
  source: ObjectSource;
  /** Kubelets that nobody signed a certificate for serve with their own: kubeadm leaves it so. */
  selfSignedKubelets: boolean;
}

export type BehaviourOf = (ground: BehaviourGround, pod: Pod, container: Container) => Behaviour;
