// What generated pods ask for and are refused for, counted: a rule that hardly occurs is hardly compared.
import type { Pod, PodSpec } from 'kubernetes-types/core/v1';
import type { Verdict } from './question.ts';

type Asks = (spec: PodSpec) => boolean;

const required = (spec: PodSpec) =>
  spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
const near = ({ affinity }: PodSpec) => affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
const far = ({ affinity }: PodSpec) => affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
const preferences = ({ affinity }: PodSpec) => [
  ...(affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []),
  ...(affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []),
];
const spread = (spec: PodSpec) => spec.topologySpreadConstraints ?? [];
const starting = (spec: PodSpec) => spec.initContainers ?? [];
const containers = (spec: PodSpec) => [...spec.containers, ...starting(spec)];
const expressions = (spec: PodSpec) => required(spec).flatMap(({ matchExpressions = [] }) => matchExpressions);
const uses =
  (operator: string): Asks =>
  (spec) =>
    expressions(spec).some((expression) => expression.operator === operator);
const asksFor =
  (name: (resource: string) => boolean): Asks =>
  (spec) =>
    containers(spec).some(({ resources }) => Object.keys(resources?.requests ?? {}).some(name));

const ASKED: Readonly<Record<string, Asks>> = {
  'tolerates some taints': ({ tolerations = [] }) => tolerations.some(({ key }) => key !== undefined),
  'tolerates every taint': ({ tolerations = [] }) => tolerations.some(({ key }) => key === undefined),
  'node selector': ({ nodeSelector }) => nodeSelector !== undefined,
  'node affinity In': uses('In'),
  'node affinity NotIn': uses('NotIn'),
  'node affinity Exists': uses('Exists'),
  'node affinity DoesNotExist': uses('DoesNotExist'),
  'node affinity Gt or Lt': (spec) => uses('Gt')(spec) || uses('Lt')(spec),
  'node affinity by name': (spec) => required(spec).some(({ matchFields = [] }) => matchFields.length > 0),
  'preferred nodes': ({ affinity }) =>
    affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution !== undefined,
  'pod affinity': (spec) => near(spec).length > 0,
  'pod anti-affinity': (spec) => far(spec).length > 0,
  'preferred pods': (spec) => preferences(spec).length > 0,
  'pods of other namespaces': (spec) =>
    [...near(spec), ...far(spec)].some((term) => term.namespaces !== undefined || term.namespaceSelector !== undefined),
  'hard spread': (spec) => spread(spec).some(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule'),
  'soft spread': (spec) => spread(spec).some(({ whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway'),
  'spread over so many domains': (spec) => spread(spec).some(({ minDomains }) => minDomains !== undefined),
  'spread with policies': (spec) =>
    spread(spec).some((one) => one.nodeAffinityPolicy !== undefined || one.nodeTaintsPolicy !== undefined),
  'spread by revision': (spec) => spread(spec).some(({ matchLabelKeys }) => matchLabelKeys !== undefined),
  'host ports': (spec) => containers(spec).some(({ ports = [] }) => ports.length > 0),
  'init containers': (spec) => starting(spec).some(({ restartPolicy }) => restartPolicy === undefined),
  sidecars: (spec) => starting(spec).some(({ restartPolicy }) => restartPolicy === 'Always'),
  'cpu or memory': asksFor((name) => name === 'cpu' || name === 'memory'),
  'ephemeral storage': asksFor((name) => name === 'ephemeral-storage'),
  'extended resources': asksFor((name) => name.includes('/')),
  'resources of the whole pod': (spec) => 'resources' in spec,
  overhead: ({ overhead }) => overhead !== undefined,
  claims: ({ volumes = [] }) => volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined),
  'ephemeral volumes': ({ volumes = [] }) => volumes.some(({ ephemeral }) => ephemeral !== undefined),
  'a node by its name': ({ nodeName }) => nodeName !== undefined,
  'never preempts': ({ preemptionPolicy }) => preemptionPolicy === 'Never',
};

export class Tally {
  pods = 0;
  pending = 0;
  /** Pods of which nobody can say where they may land. */
  unknowns = 0;
  /** Of those, by reason. */
  readonly unknownFor = new Map<string, number>();
  /** Pods that ask for it, by predicate. */
  readonly asked = new Map<string, number>(Object.keys(ASKED).map((name) => [name, 0]));
  /** Pods that some node, or all of them, refuse for it, by plugin and reason. */
  readonly refused = new Map<string, number>();

  count({ spec }: Pod, verdict: Verdict): void {
    if (spec === undefined) return;
    this.pods += 1;
    if (verdict.message !== '') this.pending += 1;
    for (const [name, asks] of Object.entries(ASKED)) if (asks(spec)) add(this.asked, name);
    const refusals = [...Object.values(verdict.nodes ?? {}).flat(), ...(verdict.preFilter ? [verdict.preFilter] : [])];
    // Names of claims and volumes are as many as there are pods.
    const reasons = refusals.flatMap(({ plugin, reasons: given }) => given.map((one) => `${plugin}: ${nameless(one)}`));
    for (const reason of new Set(reasons)) add(this.refused, reason);
  }

  unknown(reasons: readonly string[]): void {
    if (reasons.length > 0) this.unknowns += 1;
    for (const reason of reasons) add(this.unknownFor, reason);
  }

  /** Predicates that fewer than so many pods have. */
  rare(least: number): string[] {
    return [...this.asked].filter(([, count]) => count < least).map(([name]) => name);
  }

  lines(): string[] {
    const line = ([name, count]: readonly [string, number]) => `${String(count).padStart(6)} ${name}`;
    return [
      'pods that ask for',
      ...[...this.asked].map(line),
      'pods that a node refuses for',
      ...[...this.refused].sort(([a], [b]) => (a < b ? -1 : 1)).map(line),
      'pods that the rules cannot know about',
      ...[...this.unknownFor].map(line),
      `${this.pods} pods, ${this.unknowns} of them unknown (${percent(this.unknowns, this.pods)} %)`,
      `${this.pods} pods, ${this.pending} of them pending (${percent(this.pending, this.pods)} %)`,
    ];
  }
}

function percent(part: number, of: number): string {
  return ((100 * part) / Math.max(1, of)).toFixed(1);
}

function nameless(reason: string): string {
  return reason
    .replaceAll(/"[^"]+"/g, '"..."')
    .replaceAll(/PVC \S+ was not created for pod \S+/g, 'PVC ... was not created for pod ...');
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
