// Which annotations a recording keeps: those of Kubernetes itself and of well-known add-ons. Any other may hold anything.

/** By what stands before the slash. */
const KEPT_DOMAINS = new Set([
  'apps.kubernetes.io',
  'batch.kubernetes.io',
  'bramble',
  'control-plane.alpha.kubernetes.io',
  'defaultVolumeType',
  'deployment.kubernetes.io',
  'deprecated.daemonset.template.generation',
  'endpoints.kubernetes.io',
  'flannel.alpha.coreos.com',
  'ingressclass.kubernetes.io',
  'kubeadm.kubernetes.io',
  'kubernetes.io',
  'local.path.provisioner',
  'meta.helm.sh',
  'node.alpha.kubernetes.io',
  'prometheus.io',
  'pv.kubernetes.io',
  'rbac.authorization.kubernetes.io',
  'scheduler.alpha.kubernetes.io',
  'storageclass.kubernetes.io',
  'volume.beta.kubernetes.io',
  'volume.kubernetes.io',
  'volumes.kubernetes.io',
]);

/** By their whole name. */
const KEPT = new Set([
  'alpha.kubernetes.io/provided-node-ip',
  'k3s.io/hostname',
  'k3s.io/internal-ip',
  'kubectl.kubernetes.io/default-container',
  'kubectl.kubernetes.io/restartedAt',
]);

/** The whole object once more, as its author wrote it. */
const DROPPED = new Set(['kubectl.kubernetes.io/last-applied-configuration']);

/** `emptied`: the name stays, its value does not. */
export function keptAnnotation(key: string): 'kept' | 'emptied' | 'dropped' {
  if (DROPPED.has(key)) return 'dropped';
  return KEPT.has(key) || KEPT_DOMAINS.has(key.split('/')[0] ?? '') ? 'kept' : 'emptied';
}
