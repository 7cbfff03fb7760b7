// Five boards on the table of a classroom, just joined: kubeadm's control plane, flannel, and nothing else yet.
import type { Pod } from 'kubernetes-types/core/v1';
import { ImageRegistry } from '../../kubelet/image-registry.ts';
import type { KubeObject } from '../../store/object.ts';
import { eventObjects, joined } from '../objects/events.ts';
import { imagesOn } from '../objects/node-images.ts';
import { nodeObjects } from '../objects/nodes.ts';
import { Placing } from '../objects/placing.ts';
import { kubernetesService, serviceObjects } from '../objects/services.ts';
import { daemonSet, deployment } from '../objects/workloads.ts';
import type { BuiltScenario, Scenario, ScenarioStart } from '../scenario.ts';
import { BOARDS, CONTROL_PLANE, NODES } from './boards.ts';
import { controlPlanePods } from './control-plane.ts';
import { foundationObjects } from './foundation.ts';
import * as templates from './templates.ts';

export const classroom: Scenario = {
  name: 'classroom',
  title: 'A classroom on its first day',
  summary:
    'Five fresh boards of three architectures with kubeadm and flannel and nothing deployed; the 32-bit Arm board runs Kubernetes 1.26, the last release made for it.',
  build,
};

function build({ nowMs, random }: ScenarioStart): BuiltScenario {
  const registry = new ImageRegistry([]);
  const placing = new Placing({ nowMs, random, registry }, { nodes: NODES, runtime: 'containerd' });
  const { ground } = placing;
  const controlPlaneUid = random.uuid();
  const workloads = workloadObjects(placing, controlPlaneUid);
  const pods = workloads.filter((object): object is Pod => object.kind === 'Pod');
  const nodes = NODES.map((input): { age: string; objects: KubeObject[] } => {
    const [node = {}, ...rest] = nodeObjects(ground, { ...input, images: imagesOn(registry, input.name, pods) });
    const metadata = { ...node.metadata, ...(input.name === CONTROL_PLANE ? { uid: controlPlaneUid } : {}) };
    return { age: input.age, objects: [{ ...node, metadata }, ...rest] };
  });
  const objects: KubeObject[] = [
    ...foundationObjects(ground),
    ...nodes.flatMap((node) => node.objects),
    ...workloads,
    ...kubernetesService(ground, {
      age: '20m55s',
      clusterIP: '10.96.0.1',
      address: placing.node(CONTROL_PLANE).address,
    }),
    ...serviceObjects(ground, [DNS], pods),
  ];
  const events = nodes.flatMap(({ age, objects: [node = {}] }) => joined(node, age));
  return {
    startMs: nowMs,
    objects: [...objects, ...eventObjects(ground, events)],
    boards: BOARDS,
    images: [],
    // As kubeadm leaves them without serverTLSBootstrap.
    selfSignedKubelets: true,
  };
}

const DNS = {
  name: 'kube-dns',
  namespace: 'kube-system',
  age: '20m48s',
  clusterIP: '10.96.0.10',
  ports: [
    { name: 'dns', port: 53, protocol: 'UDP' as const },
    { name: 'dns-tcp', port: 53 },
    { name: 'metrics', port: 9153 },
  ],
  selector: { 'k8s-app': 'kube-dns' },
  labels: {
    'k8s-app': 'kube-dns',
    'kubernetes.io/cluster-service': 'true',
    'kubernetes.io/name': 'CoreDNS',
  },
  annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
};

function workloadObjects(placing: Placing, controlPlaneUid: string): KubeObject[] {
  return [
    ...controlPlanePods(placing, controlPlaneUid),
    ...deployment(placing, {
      namespace: 'kube-system',
      name: 'coredns',
      template: templates.COREDNS,
      maxUnavailable: 1,
      pods: `4zxqd 20m45s up-1 10.244.0.2
             9b7wm 20m45s up-1 10.244.0.3`,
    }),
    ...daemonSet(placing, {
      namespace: 'kube-system',
      name: 'kube-proxy',
      template: templates.KUBE_PROXY,
      pods: `dk2hv 20m45s up-1
             6rpl9 14m40s up-2
             z8nfc 13m5s  pi4-64
             v5xjt 12m20s pi3-64`,
    }),
    ...daemonSet(placing, {
      namespace: 'kube-system',
      name: 'kube-proxy-arm',
      template: templates.KUBE_PROXY_ARM,
      pods: 'h7gds 10m15s pi3-32',
    }),
    ...daemonSet(placing, {
      namespace: 'kube-flannel',
      name: 'kube-flannel-ds',
      template: templates.FLANNEL,
      labels: { app: 'flannel', 'k8s-app': 'flannel', tier: 'node' },
      selector: { app: 'flannel' },
      pods: `b4w7k 17m30s up-1
             tq6mn 14m40s up-2
             2jzrd 13m5s  pi4-64
             mx9pc 12m20s pi3-64
             f8vhl 10m15s pi3-32`,
    }),
  ];
}
