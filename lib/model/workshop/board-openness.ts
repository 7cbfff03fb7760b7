// Which boards ordinary pods land on, and which are never tainted here.
import { isArchitectureKey, rolesOf } from '#lib/rules/nodes/platform.ts';
import { HARD_EFFECTS } from '#lib/rules/nodes/taints.ts';
import type { NodeRecord } from '../records/records.ts';

const CONTROL_PLANE_ROLES: readonly string[] = ['control-plane', 'master', 'etcd'];

/** Its API server is there: nothing that keeps pods away is put on it. */
export function isControlPlane({ labels, taints }: Pick<NodeRecord, 'labels' | 'taints'>): boolean {
  return (
    rolesOf(labels).some((role) => CONTROL_PLANE_ROLES.includes(role)) ||
    taints.some(({ key }) => CONTROL_PLANE_ROLES.some((role) => key === `node-role.kubernetes.io/${role}`))
  );
}

/** Whether pods that say nothing of taints land there: what keeps architectures apart is not counted. */
export function takesOrdinaryPods({ unschedulable, taints }: Pick<NodeRecord, 'unschedulable' | 'taints'>): boolean {
  return !unschedulable && taints.every(({ key, effect }) => isArchitectureKey(key) || !HARD_EFFECTS.includes(effect));
}
