// What the dashboard asks a Prometheus, as data: clusters scrape different things, so each question has several ways to
// be asked, best first. `$window`, `$least`, `$namespace` and `$pod` are filled in by `expressionText`.
// Sources: kubelet pkg/kubelet/metrics/collectors/resource_metrics.go (/metrics/resource), cAdvisor
// metrics/prometheus.go (/metrics/cadvisor).

export interface PrometheusExpression {
  /** One name each. */
  name: string;
  text: string;
  /** Those that its series may carry; none of them has to be there. Ranges of raw samples carry more. */
  labels: readonly string[];
}

/** One way to ask for use: cores for CPU, bytes for memory. */
export interface UseExpressions {
  key: string;
  /** Whose figures they are, for people. */
  title: string;
  /** Between the last two measures within `$window`: what `kubectl top` shows too. */
  cpu: PrometheusExpression;
  /**
   * The mean over `$window`, where at least `$least` measures are in it: a rate counts the part of its window in which
   * nobody measured as if nothing had been used.
   */
  cpuMean: PrometheusExpression;
  /** As last measured. */
  memory: PrometheusExpression;
  /** The mean over `$window`: ends with it, where the last measure alone would stand for five minutes more. */
  memoryMean: PrometheusExpression;
  /** When each was last measured, in seconds since the epoch: what a rate itself does not tell. */
  measuredAt: PrometheusExpression;
}

export interface NodeExpressions extends UseExpressions {
  /** Raw samples of the last five minutes: whether there are any, and how far apart. */
  samples: PrometheusExpression;
}

export interface ContainerExpressions extends UseExpressions {
  /** How many containers it knows. */
  present: PrometheusExpression;
  /** Sums over the containers that were measured. */
  namespaceCpu: PrometheusExpression;
  namespaceCpuMean: PrometheusExpression;
  namespaceMemory: PrometheusExpression;
  /** Of the containers of `$pod` in `$namespace`. */
  podCpu: PrometheusExpression;
  podCpuMean: PrometheusExpression;
  podMemory: PrometheusExpression;
  /** Names of the labels that hold pod and container. */
  podLabel: string;
  containerLabel: string;
}

/** By any of them a series says whose it is; `instance` is a node's name, or an address with a port. */
export const NODE_LABELS = ['node', 'kubernetes_node', 'kubernetes_io_hostname', 'nodename', 'instance'] as const;
const BY_NODE = `by (${NODE_LABELS.join(', ')})`;

/** Of one node's cores or cards: apart for each job that scrapes them. */
export function sumOfJob(inner: string): string {
  return `sum by (${NODE_LABELS.join(', ')}, job) (${inner})`;
}

function covered(rate: string, counter: string): string {
  return `${rate} and count_over_time(${counter}[$window]) >= $least`;
}

/** Of two that scrape one node the larger counts: a sum would count it twice. */
export function perNode(name: string, inner: string): PrometheusExpression {
  return { name, text: `max ${BY_NODE} (${inner})`, labels: NODE_LABELS };
}

function nodeExpressions(key: string, title: string, counter: string, gauge: string): NodeExpressions {
  return {
    key,
    title,
    cpu: perNode(`node-cpu-${key}`, `irate(${counter}[$window])`),
    cpuMean: perNode(`node-cpu-mean-${key}`, covered(`rate(${counter}[$window])`, counter)),
    memory: perNode(`node-memory-${key}`, gauge),
    memoryMean: perNode(`node-memory-mean-${key}`, `avg_over_time(${gauge}[$window])`),
    measuredAt: perNode(`node-measured-${key}`, `timestamp(${gauge})`),
    samples: { name: `node-samples-${key}`, text: `${gauge}[5m]`, labels: NODE_LABELS },
  };
}

/** node_exporter counts each core's modes, and tells what is free: collector/cpu_linux.go, meminfo_linux.go. */
const EXPORTER_CPU = 'node_cpu_seconds_total{mode!~"idle|iowait|steal|guest|guest_nice"}';
const EXPORTER_FREE = 'node_memory_MemAvailable_bytes';
const EXPORTER_TOTAL = 'node_memory_MemTotal_bytes';

export const NODE_EXPRESSIONS: readonly NodeExpressions[] = [
  nodeExpressions(
    'cadvisor',
    "the kubelets' cAdvisor",
    'container_cpu_usage_seconds_total{id="/"}',
    'container_memory_working_set_bytes{id="/"}',
  ),
  nodeExpressions(
    'resource',
    "the kubelets' resource metrics",
    'node_cpu_usage_seconds_total',
    'node_memory_working_set_bytes',
  ),
  {
    key: 'exporter',
    title: 'node_exporter',
    cpu: perNode('node-cpu-exporter', sumOfJob(`irate(${EXPORTER_CPU}[$window])`)),
    cpuMean: perNode('node-cpu-mean-exporter', sumOfJob(covered(`rate(${EXPORTER_CPU}[$window])`, EXPORTER_CPU))),
    memory: perNode('node-memory-exporter', `${EXPORTER_TOTAL} - ${EXPORTER_FREE}`),
    memoryMean: perNode(
      'node-memory-mean-exporter',
      `avg_over_time(${EXPORTER_TOTAL}[$window]) - avg_over_time(${EXPORTER_FREE}[$window])`,
    ),
    measuredAt: perNode('node-measured-exporter', `timestamp(${EXPORTER_FREE})`),
    samples: { name: 'node-samples-exporter', text: `${EXPORTER_FREE}[5m]`, labels: NODE_LABELS },
  },
];

const CPU = 'container_cpu_usage_seconds_total';
const MEMORY = 'container_memory_working_set_bytes';

function containerExpressions(key: string, title: string, pod: string, container: string): ContainerExpressions {
  // A pod's sandbox is called POD, the groups above containers have no name.
  const all = `${container}!="",${container}!="POD"`;
  const one = `${all},namespace="$namespace",${pod}="$pod"`;
  const labels = ['namespace', pod, container];
  // A container that was started anew is there twice for a while.
  const each = (name: string, inner: string): PrometheusExpression => ({
    name: `${name}-${key}`,
    text: `max by (${labels.join(', ')}) (${inner})`,
    labels,
  });
  const sum = (name: string, inner: PrometheusExpression): PrometheusExpression => ({
    name: `${name}-${key}`,
    text: `sum by (namespace) (${inner.text})`,
    labels: ['namespace'],
  });
  const cpu = each('container-cpu', `irate(${CPU}{${all}}[$window])`);
  const cpuMean = each('container-cpu-mean', covered(`rate(${CPU}{${all}}[$window])`, `${CPU}{${all}}`));
  const memoryMean = each('container-memory-mean', `avg_over_time(${MEMORY}{${all}}[$window])`);
  return {
    key,
    title,
    cpu,
    cpuMean,
    memory: each('container-memory', `${MEMORY}{${all}}`),
    memoryMean,
    measuredAt: each('container-measured', `timestamp(${MEMORY}{${all}})`),
    present: { name: `container-present-${key}`, text: `count(${MEMORY}{${all}})`, labels: [] },
    namespaceCpu: sum('namespace-cpu', cpu),
    namespaceCpuMean: sum('namespace-cpu-mean', cpuMean),
    namespaceMemory: sum('namespace-memory', memoryMean),
    podCpu: each('pod-cpu', `irate(${CPU}{${one}}[$window])`),
    podCpuMean: each('pod-cpu-mean', covered(`rate(${CPU}{${one}}[$window])`, `${CPU}{${one}}`)),
    podMemory: each('pod-memory', `avg_over_time(${MEMORY}{${one}}[$window])`),
    podLabel: pod,
    containerLabel: container,
  };
}

/** cAdvisor and the resource metrics share the names; before Kubernetes 1.16 the labels had others. */
export const CONTAINER_EXPRESSIONS: readonly ContainerExpressions[] = [
  containerExpressions('kubelet', 'the kubelets', 'pod', 'container'),
  containerExpressions('old-kubelet', 'kubelets before 1.16', 'pod_name', 'container_name'),
];

/** The text to send. Names are quoted for PromQL's strings. */
export function expressionText(
  { text }: PrometheusExpression,
  fill: { windowSeconds?: number; leastCount?: number; namespace?: string; pod?: string } = {},
): string {
  const { windowSeconds = 300, leastCount = 2, namespace = '', pod = '' } = fill;
  const values: Readonly<Record<string, string>> = {
    window: `${Math.max(1, Math.ceil(windowSeconds))}s`,
    least: String(leastCount),
    namespace: quoted(namespace),
    pod: quoted(pod),
  };
  return text.replace(/\$(window|least|namespace|pod)\b/g, (_, name: string) => values[name] ?? '');
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
