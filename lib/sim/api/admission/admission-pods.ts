// What admission adds to a new pod: limits, its service account with a token, its priority, tolerations of lost nodes.
import type { Pod, PodSpec, Toleration, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import { podQosClass } from '#lib/rules/pods/qos.ts';
import { forbidden } from '../../refusals.ts';
import type { Machine } from '../write/write-context.ts';
import { withPriority } from './default-classes.ts';
import { withDefaultLimits } from './limit-ranges.ts';
import { withRuntimeClass } from './runtime-classes.ts';

/** plugin/pkg/admission/defaulttolerationseconds: how long a pod stays on a lost node. */
const TOLERATION_SECONDS = 300;
const LOST = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

const DEFAULT_ACCOUNT = 'default';
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** An hour and a little, as the API server extends it (serviceaccount/admission.go TokenVolumeSource). */
const TOKEN_SECONDS = 3607;
const READ_ONLY_MODE = 0o644;

const PODS = { group: '', resource: 'pods' };

type PodWithSpec = Pod & { spec: PodSpec };

export function admitPod(machine: Machine, pod: Pod): Pod {
  const { spec } = pod;
  if (spec === undefined) return pod;
  const filled = withDefaultLimits(machine, { ...pod, spec });
  // Its class of service is that of the limits it got here (strategy.PrepareForCreate comes after admission).
  const limited = { ...filled, status: { ...filled.status, qosClass: podQosClass(filled) } };
  return withRuntimeClass(machine, withTolerations(withPriority(machine, withServiceAccount(machine, limited))));
}

export function admitPodUpdate(pod: Pod, previous: Pod): Pod {
  const { spec } = pod;
  if (spec === undefined) return pod;
  const { priority, preemptionPolicy } = previous.spec ?? {};
  // A client that does not know of priorities leaves them as they are.
  const kept = {
    ...(priority === undefined ? {} : { priority }),
    ...(preemptionPolicy === undefined ? {} : { preemptionPolicy }),
  };
  return withTolerations({ ...pod, spec: { ...kept, ...spec } });
}

function tolerates(tolerations: readonly Toleration[], key: string): boolean {
  return tolerations.some((one) => (one.key === key || !one.key) && (one.effect === 'NoExecute' || !one.effect));
}

/** plugin/pkg/admission/defaulttolerationseconds/admission.go. */
function withTolerations(pod: PodWithSpec): PodWithSpec {
  const given = pod.spec.tolerations ?? [];
  const added = LOST.filter((key) => !tolerates(given, key)).map((key) => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: TOLERATION_SECONDS,
  }));
  return added.length === 0 ? pod : { ...pod, spec: { ...pod.spec, tolerations: [...given, ...added] } };
}

/** plugin/pkg/admission/serviceaccount/admission.go. */
function withServiceAccount(machine: Machine, pod: PodWithSpec): PodWithSpec {
  const { namespace = '', name = '' } = pod.metadata ?? {};
  const account = pod.spec.serviceAccountName || DEFAULT_ACCOUNT;
  const found = machine.store.get('serviceaccounts', namespace, account);
  if (found === undefined) {
    const why = `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`;
    throw forbidden(PODS, name, why);
  }
  const spec = { ...pod.spec, serviceAccountName: account, serviceAccount: account };
  const mounts = spec.automountServiceAccountToken ?? found.automountServiceAccountToken ?? true;
  return { ...pod, spec: mounts ? withToken(machine, spec) : spec };
}

function withToken(machine: Machine, spec: PodSpec): PodSpec {
  const isMounted = ({ volumeMounts = [] }: { volumeMounts?: VolumeMount[] }) =>
    volumeMounts.some(({ mountPath }) => mountPath === TOKEN_PATH);
  // Validation, which asks for containers, comes after admission.
  const given: Partial<PodSpec> = spec;
  const { containers: own = [] } = given;
  const containers = [...own, ...(spec.initContainers ?? [])];
  if (containers.every(isMounted)) return spec;
  const name = `kube-api-access-${machine.random.suffix()}`;
  const mount: VolumeMount = { name, readOnly: true, mountPath: TOKEN_PATH };
  const mounted = <T extends { volumeMounts?: VolumeMount[] }>(container: T): T =>
    isMounted(container) ? container : { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
  return {
    ...spec,
    volumes: [...(spec.volumes ?? []), tokenVolume(name)],
    containers: own.map(mounted),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(mounted) }),
  };
}

function tokenVolume(name: string): Volume {
  const fieldRef = { apiVersion: 'v1', fieldPath: 'metadata.namespace' };
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef }] } },
      ],
      defaultMode: READ_ONLY_MODE,
    },
  };
}
