// What generated autoscalers follow and come to, counted: a rule that hardly occurs is hardly compared.
import type { Answer, Question } from './question.ts';

type Asks = (question: Question) => boolean;

const metricsOf = ({ autoscaler }: Question) => autoscaler.spec?.metrics ?? [];
const follows =
  (type: string, target: string): Asks =>
  (question) =>
    metricsOf(question).some((metric) => {
      const source = metric.resource ?? metric.containerResource ?? metric.pods ?? metric.object ?? metric.external;
      return metric.type === type && source?.target.type === target;
    });
const rulesOf = ({ autoscaler: { spec } }: Question) => [spec?.behavior?.scaleUp, spec?.behavior?.scaleDown];
const has =
  (isSo: (rules: NonNullable<ReturnType<typeof rulesOf>[number]>) => boolean): Asks =>
  (question) =>
    rulesOf(question).some((rules) => rules !== undefined && isSo(rules));
const pods = ({ looks }: Question) => looks.flatMap((look) => look.pods);
const readings = ({ looks }: Question) => looks.flatMap(({ metrics }) => Object.values(metrics));

const ASKED: Readonly<Record<string, Asks>> = {
  'Resource, Utilization': follows('Resource', 'Utilization'),
  'Resource, AverageValue': follows('Resource', 'AverageValue'),
  'ContainerResource, Utilization': follows('ContainerResource', 'Utilization'),
  'ContainerResource, AverageValue': follows('ContainerResource', 'AverageValue'),
  'Pods, AverageValue': follows('Pods', 'AverageValue'),
  'Object, Value': follows('Object', 'Value'),
  'Object, AverageValue': follows('Object', 'AverageValue'),
  'External, Value': follows('External', 'Value'),
  'External, AverageValue': follows('External', 'AverageValue'),
  'several metrics': (question) => metricsOf(question).length > 1,
  'several metrics, some in error': (question) =>
    question.looks.some(({ metrics }) => {
      const failed = Object.values(metrics).filter(({ error }) => error !== undefined).length;
      return failed > 0 && failed < Object.keys(metrics).length;
    }),
  'a metric in error': (question) => readings(question).some(({ error }) => error !== undefined),
  'no behavior': ({ autoscaler }) => autoscaler.spec?.behavior === undefined,
  'its own tolerance': has((rules) => 'tolerance' in rules),
  'policy of pods': has(({ policies = [] }) => policies.some(({ type }) => type === 'Pods')),
  'policy of percent': has(({ policies = [] }) => policies.some(({ type }) => type === 'Percent')),
  'the least policy': has(({ selectPolicy }) => selectPolicy === 'Min'),
  'a direction disabled': has(({ selectPolicy }) => selectPolicy === 'Disabled'),
  'a stabilisation window': has(({ stabilizationWindowSeconds = 0 }) => stabilizationWindowSeconds > 0),
  'minimum of zero': ({ autoscaler }) => autoscaler.spec?.minReplicas === 0,
  'pods not ready': (question) =>
    pods(question).some(({ status }) => status?.conditions?.some(({ status: is }) => is === 'False') === true),
  'pods pending': (question) => pods(question).some(({ status }) => status?.phase === 'Pending'),
  'pods failed': (question) => pods(question).some(({ status }) => status?.phase === 'Failed'),
  'pods on their way out': (question) =>
    pods(question).some(({ metadata }) => metadata?.deletionTimestamp !== undefined),
  'pods without a metric': ({ looks }) =>
    looks.some(({ metrics, pods: present }) =>
      Object.values(metrics).some(({ pods: known }) => known && Object.keys(known).length < present.length),
    ),
  'a target nobody can read': ({ looks }) => looks.some(({ scaleError }) => scaleError !== undefined),
  'a target nobody may change': ({ looks }) => looks.some(({ refusal }) => refusal !== undefined),
  'looks with a history': ({ looks }) => looks.length > 2,
};

export class Tally {
  questions = 0;
  looks = 0;
  rescales = 0;
  proposals = 0;
  /** Questions that have it, by what they have. */
  readonly asked = new Map<string, number>(Object.keys(ASKED).map((name) => [name, 0]));
  /** Looks after which a condition is so, by type, status and reason. */
  readonly conditions = new Map<string, number>();
  /** Looks by how many replicas are added or taken away. */
  readonly steps = new Map<number, number>();

  count(question: Question, real: Answer): void {
    this.questions += 1;
    for (const [name, asks] of Object.entries(ASKED)) if (asks(question)) add(this.asked, name);
    for (const { status, rescale } of real.looks) {
      this.looks += 1;
      if (rescale !== null) this.rescales += 1;
      add(this.steps, rescale === null ? 0 : rescale - (status.currentReplicas ?? 0));
      for (const { type, status: is, reason } of status.conditions ?? [])
        add(this.conditions, `${type}=${is} ${reason}`);
    }
  }

  /** What fewer than so many questions have. */
  rare(least: number): string[] {
    return [...this.asked].filter(([, count]) => count < least).map(([name]) => name);
  }

  lines(): string[] {
    const line = ([name, count]: readonly [string | number, number]) => `${String(count).padStart(6)} ${name}`;
    const steps = [...this.steps].sort(([a], [b]) => a - b);
    return [
      'autoscalers with',
      ...[...this.asked].map(line),
      'looks after which',
      ...[...this.conditions].sort(([a], [b]) => (a < b ? -1 : 1)).map(line),
      'looks that add so many replicas',
      ...steps.map(([step, count]) => line([step > 0 ? `+${step}` : step, count])),
      `${this.questions} autoscalers, ${this.looks} looks, ${this.rescales} of them change replicas, ${this.proposals} proposals of one metric of several`,
    ];
  }
}

function add<T>(counts: Map<T, number>, name: T): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
