// Pods that no board of the talk takes, one for each reason: what a page says of them leaves no choice to a scheduler.
import type { Pod, PodSpec } from 'kubernetes-types/core/v1';

const EVERYTHING: PodSpec['tolerations'] = [{ operator: 'Exists' }];
const PORT = 18_099;

function pod(name: string, spec: Partial<PodSpec>, container: object = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '3600'], ...container }], ...spec },
  };
}

function asking(requests: Record<string, string>): object {
  return { resources: { requests } };
}

const onPort = { ports: [{ containerPort: PORT, hostPort: PORT }] };
const ofName = (name: string): PodSpec['affinity'] => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }],
    },
  },
});
const besideNobody: PodSpec['affinity'] = {
  podAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'nobody' } } },
    ],
  },
};

/** Takes the port that another asks for. */
export const PORT_HOLDER = pod('port-holder', { nodeName: 'pi7', tolerations: EVERYTHING }, onPort);

export const WAITING_PODS: readonly Pod[] = [
  pod('no-toleration', { nodeSelector: { 'kubernetes.io/arch': 'arm' } }),
  pod('no-such-disk', { tolerations: EVERYTHING, nodeSelector: { disk: 'ssd' } }),
  pod('too-much-memory', { tolerations: EVERYTHING }, asking({ memory: '64Gi' })),
  pod('too-much-cpu', { tolerations: EVERYTHING }, asking({ cpu: '500' })),
  pod('no-such-device', { tolerations: EVERYTHING }, { resources: { limits: { 'example.com/lamp': '1' } } }),
  pod('port-taken', { tolerations: EVERYTHING, affinity: ofName('pi7') }, onPort),
  pod('beside-nobody', { tolerations: EVERYTHING, affinity: besideNobody }),
  pod('no-claim', {
    tolerations: EVERYTHING,
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'nowhere' } }],
  }),
];

/** With pi5 cordoned, pi6 tainted and pi7 labelled another architecture: pi5, pi6, upboard1, upboard2, pi7. */
export const WAITING_LETTERS = {
  'no-toleration': 'RTTAT',
  'no-such-disk': 'AAAAA',
  'too-much-memory': 'MMMMM',
  'too-much-cpu': 'CCCCC',
  'no-such-device': 'PPPPP',
  'port-taken': 'AAAAS',
  'beside-nobody': 'SSSSS',
  'no-claim': 'SSSSS',
};
