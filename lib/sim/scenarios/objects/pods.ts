// Pods that have been running for a while, as admission, scheduler and kubelet leave them.
import type { Container, Pod, Toleration, Volume } from 'kubernetes-types/core/v1';
import { type Built, type Ground, meta } from './ground.ts';
import { type RunningPod, statusOf } from './pod-status.ts';

/** admission/defaulttolerationseconds: 300 s for pods that say nothing themselves. */
const DEFAULT_TOLERATIONS: readonly Toleration[] = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

const MIRROR = 'kubernetes.io/config.mirror';

export function runningPod(ground: Ground, input: RunningPod): Built<Pod> {
  const { template, namespace, owner, generateName } = input;
  const spec = template.spec;
  const own: Toleration[] = [...(spec?.tolerations ?? []), ...(input.tolerations ?? [])];
  const annotations = { ...template.metadata?.annotations, ...input.annotations };
  const token = tokenVolume(`kube-api-access-${ground.random.suffix()}`);
  // A static pod has no service account: its kubelet had made it before there was an API to ask.
  const isMirror = annotations[MIRROR] !== undefined;
  const access = isMirror ? [] : [token];
  const account = spec?.serviceAccountName ?? 'default';
  const mounted = (container: Container): Container => {
    const volumeMounts = [...(container.volumeMounts ?? []), ...access.map(tokenMount)];
    return volumeMounts.length === 0 ? container : { ...container, volumeMounts };
  };
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta(ground, {
      name: input.name,
      namespace,
      age: input.age,
      generation: 1,
      labels: { ...template.metadata?.labels, ...input.labels },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ...(generateName === undefined ? {} : { generateName }),
      ...(owner === undefined ? {} : { owner }),
    }),
    spec: {
      ...spec,
      ...(spec?.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(mounted) }),
      containers: (spec?.containers ?? []).map(mounted),
      volumes: [...(spec?.volumes ?? []), ...access],
      nodeName: input.node,
      ...(input.hostname === undefined ? {} : { hostname: input.hostname }),
      ...(isMirror ? {} : { serviceAccountName: account, serviceAccount: account }),
      tolerations: [...own, ...missingTolerations(own)],
      priority: priorityOf(spec?.priorityClassName),
      preemptionPolicy: 'PreemptLowerPriority',
      enableServiceLinks: true,
    },
  };
  return { ...pod, status: statusOf(ground, input, pod) } as Built<Pod>;
}

function missingTolerations(own: readonly Toleration[]): Toleration[] {
  const covers = (toleration: Toleration, key: string | undefined) =>
    (toleration.key === undefined || toleration.key === key) &&
    (toleration.effect === undefined || toleration.effect === 'NoExecute');
  return DEFAULT_TOLERATIONS.filter(({ key }) => !own.some((toleration) => covers(toleration, key)));
}

/** scheduling/types.go: the two classes every cluster has. */
function priorityOf(className: string | undefined): number {
  if (className === 'system-node-critical') return 2_000_001_000;
  return className === 'system-cluster-critical' ? 2_000_000_000 : 0;
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
        {
          downwardAPI: {
            items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
          },
        },
      ],
    },
  };
}

function tokenMount(volume: Volume) {
  return { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: volume.name, readOnly: true };
}
