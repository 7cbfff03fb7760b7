// Services and the EndpointSlices behind them.

import type { Pod, Service, ServicePort } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import type { KubeObject } from '../../store/object.ts';
import { endpoints, kubernetesEndpoints } from './endpoints.ts';
import { type Age, type Built, type Ground, meta } from './ground.ts';

export interface ServiceInput {
  name: string;
  namespace: string;
  age: Age;
  /** `None` for a headless one. */
  clusterIP: string;
  /** Targets are of the same number unless given. */
  ports: { name?: string; port: number; protocol?: 'TCP' | 'UDP'; targetPort?: number | string; nodePort?: number }[];
  selector?: Record<string, string>;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** What a load balancer has given it. */
  externalIPs?: readonly string[];
}

/** A field the type package does not know: the address is the balancer's own, traffic to it is not rerouted. */
const VIRTUAL: object = { ipMode: 'VIP' };

export function service(ground: Ground, input: ServiceInput): Built<Service> {
  const { name, namespace, age, clusterIP, selector, labels, annotations, type = 'ClusterIP', externalIPs } = input;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta(ground, {
      name,
      namespace,
      age,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    }) as Built<Service>['metadata'],
    spec: {
      clusterIP,
      clusterIPs: [clusterIP],
      ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
      ...(type === 'ClusterIP' ? {} : { externalTrafficPolicy: 'Cluster' }),
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: input.ports.map(servicePort),
      ...(selector === undefined ? {} : { selector }),
      sessionAffinity: 'None',
      type,
    },
    status: {
      loadBalancer: externalIPs === undefined ? {} : { ingress: externalIPs.map((ip) => ({ ip, ...VIRTUAL })) },
    },
  };
}

function servicePort(port: ServiceInput['ports'][number]): ServicePort {
  return {
    ...(port.name === undefined ? {} : { name: port.name }),
    ...(port.nodePort === undefined ? {} : { nodePort: port.nodePort }),
    port: port.port,
    protocol: port.protocol ?? 'TCP',
    targetPort: port.targetPort ?? port.port,
  };
}

type Endpoint = EndpointSlice['endpoints'][number];

/** The slice of one service; pods it selects are given by the caller. */
export function endpointSlice(ground: Ground, of: Built<Service>, pods: readonly Pod[], age: Age): KubeObject {
  const { name, namespace = '' } = of.metadata;
  const headless: Record<string, string> =
    of.spec?.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {};
  const slice: EndpointSlice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: meta(ground, {
      name: `${name}-${ground.random.suffix()}`,
      generateName: `${name}-`,
      namespace,
      age,
      generation: 1,
      labels: {
        ...of.metadata.labels,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': name,
        ...headless,
      },
      owner: {
        apiVersion: 'v1',
        kind: 'Service',
        name,
        uid: of.metadata.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    }),
    addressType: 'IPv4',
    endpoints: pods.map((pod) => endpoint(name, pod)),
    ports: (of.spec?.ports ?? []).map((port) => ({
      name: port.name ?? '',
      port: numberOf(port, pods[0]),
      protocol: port.protocol ?? 'TCP',
    })),
  };
  return slice;
}

function endpoint(service: string, pod: Pod): Endpoint {
  const ready = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready, serving: ready, terminating: false },
    ...(pod.spec?.hostname && pod.spec.subdomain === service ? { hostname: pod.spec.hostname } : {}),
    ...(pod.spec?.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: {
      kind: 'Pod',
      ...(pod.metadata?.name === undefined ? {} : { name: pod.metadata.name }),
      ...(pod.metadata?.namespace === undefined ? {} : { namespace: pod.metadata.namespace }),
      ...(pod.metadata?.uid === undefined ? {} : { uid: pod.metadata.uid }),
    },
  };
}

/** A named target port is looked up in the pod. */
function numberOf(port: ServicePort, pod: Pod | undefined): number {
  if (typeof port.targetPort === 'number') return port.targetPort;
  const ports = pod?.spec?.containers.flatMap((container) => container.ports ?? []) ?? [];
  return ports.find(({ name }) => name === port.targetPort)?.containerPort ?? port.port;
}

/** Services and the slices of the pods they select. */
export function serviceObjects(ground: Ground, inputs: readonly ServiceInput[], pods: readonly Pod[]): KubeObject[] {
  return inputs.flatMap((input) => {
    const made = service(ground, input);
    const behind = podsOf(input, pods);
    const slice = endpointSlice(ground, made, behind, input.age);
    return input.selector === undefined ? [made, slice] : [made, slice, endpoints(made, behind)];
  });
}

function podsOf({ namespace, selector = {} }: ServiceInput, pods: readonly Pod[]): Pod[] {
  const matches = (pod: Pod) => matchesLabelSet(selector, pod.metadata?.labels);
  return pods.filter((pod) => pod.metadata?.namespace === namespace && matches(pod));
}

/** The API server's own: it has no selector, and the API server writes its endpoints itself. */
export function kubernetesService(
  ground: Ground,
  { age, clusterIP, address }: { age: Age; clusterIP: string; address: string },
): KubeObject[] {
  const made = service(ground, {
    name: 'kubernetes',
    namespace: 'default',
    age,
    clusterIP,
    ports: [{ name: 'https', port: 443, targetPort: 6443 }],
    labels: { component: 'apiserver', provider: 'kubernetes' },
  });
  const slice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      uid: ground.random.uuid(),
      creationTimestamp: made.metadata.creationTimestamp,
      generation: 1,
      labels: { 'kubernetes.io/service-name': 'kubernetes' },
    },
    addressType: 'IPv4',
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  };
  return [made, slice, kubernetesEndpoints(made, address)];
}
