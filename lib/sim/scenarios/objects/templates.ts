// Pod templates from the little that differs between the workloads of a scenario.
import type { Container, PodSpec, PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';

export interface ContainerInput {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  ports?: { name?: string; port: number; protocol?: 'TCP' | 'UDP'; hostPort?: number }[];
  /** `50m/32Mi`: requested cpu and memory. */
  requests?: string;
  limits?: string;
  env?: Record<string, string>;
  /** What few containers have: probes, mounts, security contexts. */
  more?: Partial<Container>;
}

export interface TemplateInput {
  labels: Record<string, string>;
  containers: ContainerInput[];
  annotations?: Record<string, string>;
  tolerations?: Toleration[];
  nodeSelector?: Record<string, string>;
  hostNetwork?: boolean;
  serviceAccount?: string;
  priorityClassName?: string;
  /** What few pods have: affinity, volumes, init containers. */
  more?: Partial<PodSpec>;
}

export function template(input: TemplateInput): PodTemplateSpec {
  return {
    metadata: {
      labels: input.labels,
      ...(input.annotations === undefined ? {} : { annotations: input.annotations }),
    },
    spec: {
      containers: input.containers.map(container),
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      ...(input.nodeSelector === undefined ? {} : { nodeSelector: input.nodeSelector }),
      ...(input.serviceAccount === undefined
        ? {}
        : { serviceAccountName: input.serviceAccount, serviceAccount: input.serviceAccount }),
      ...(input.hostNetwork === true ? { hostNetwork: true } : {}),
      securityContext: {},
      schedulerName: 'default-scheduler',
      ...(input.tolerations === undefined ? {} : { tolerations: input.tolerations }),
      ...(input.priorityClassName === undefined ? {} : { priorityClassName: input.priorityClassName }),
      ...input.more,
    } satisfies PodSpec,
  };
}

export function container(input: ContainerInput): Container {
  const { name, image, command, args, ports, requests, limits, env, more } = input;
  return {
    name,
    image,
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(ports === undefined
      ? {}
      : {
          ports: ports.map(({ name: portName, port, protocol = 'TCP', hostPort }) => ({
            ...(portName === undefined ? {} : { name: portName }),
            containerPort: port,
            ...(hostPort === undefined ? {} : { hostPort }),
            protocol,
          })),
        }),
    ...(env === undefined ? {} : { env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }),
    resources: {
      ...(limits === undefined ? {} : { limits: amounts(limits) }),
      ...(requests === undefined ? {} : { requests: amounts(requests) }),
    },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    ...more,
  };
}

function amounts(text: string): Record<string, string> {
  const [cpu = '', memory = ''] = text.split('/');
  return { ...(cpu === '' ? {} : { cpu }), ...(memory === '' ? {} : { memory }) };
}
