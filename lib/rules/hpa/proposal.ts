// What one metric of an autoscaler asks for, how its status shows it, and how its failure is told.
// Mirrors kubernetes pkg/controller/podautoscaler/horizontal.go (computeReplicasForMetric, computeStatusFor*).
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from 'kubernetes-types/autoscaling/v2';
import type { Pod } from 'kubernetes-types/core/v1';
import { cpuMillicores, formatQuantity, type QuantityFormat } from '../quantity.ts';
import { cappedSum, INT64_MAX, runningSum } from './integers.ts';
import { during, MetricError, type MetricSource } from './metric-source.ts';
import { averageValueReplicas, type PerPodTerms, utilizationReplicas } from './per-pod-replicas.ts';
import { requireUsable, selectorText, UnusableSelector } from './selector-text.ts';
import type { Tolerances } from './tolerance.ts';
import { type ShareTerms, shareReplicas, type TotalTerms, valueReplicas } from './total-replicas.ts';

/** What a double cannot hold. */
const INT64_MAX_EXACT = 2n ** 63n - 1n;

export type Terms = PerPodTerms | TotalTerms | ShareTerms;

export interface Proposal {
  replicas: number;
  /** As conditions and events call the metric. */
  name: string;
  status: MetricStatus;
  /** How the number came about. */
  terms: Terms;
}

export interface ProposalFailure {
  /** Of the event and of the condition. */
  reason: string;
  message: string;
  /** The whole error, with what was tried in front. */
  error: string;
}

export interface ProposalInput {
  namespace: string;
  /** spec.replicas and status.replicas of the target's scale. */
  specReplicas: number;
  statusReplicas: number;
  tolerances: Tolerances;
  /** Those the target's selector matches. */
  pods: readonly Pod[];
  source: MetricSource;
  nowMs: number;
}

export type MetricOutcome = { ok: true; proposal: Proposal } | { ok: false; failure: ProposalFailure };

export function proposalFor(spec: MetricSpec, input: ProposalInput): MetricOutcome {
  const { kind, compute, prefix } = computationOf(spec, input);
  try {
    return { ok: true, proposal: compute() };
  } catch (error) {
    if (!(error instanceof MetricError)) throw error;
    // An average over an object or outside series is told of once more in the error than in the event.
    const isUnasked = error instanceof UnusableSelector && spec.object !== undefined;
    const inner = isShared(spec) && !isUnasked ? `failed to get ${sharedName(spec)}: ${error.message}` : error.message;
    return {
      ok: false,
      failure: { reason: kind, message: error.message, error: prefix === '' ? inner : `${prefix}: ${inner}` },
    };
  }
}

function isShared({ object, external }: MetricSpec): boolean {
  return object?.target.type === 'AverageValue' || external !== undefined;
}

function sharedName({ object, external }: MetricSpec): string {
  if (object !== undefined) return `${object.metric.name} object metric`;
  const name = external?.metric.name ?? '';
  return external?.target.averageValue === undefined ? `external metric ${name}` : `${name} external metric`;
}

interface Computation {
  kind: string;
  /** What the whole error begins with. */
  prefix: string;
  compute: () => Proposal;
}

function computationOf(spec: MetricSpec, input: ProposalInput): Computation {
  const { resource, containerResource, pods, object, external } = spec;
  if (spec.type === 'Resource' && resource !== undefined) {
    return {
      kind: 'FailedGetResourceMetric',
      prefix: `failed to get ${resource.name} resource metric value`,
      compute: () => resourceProposal(input, spec, { ...resource, container: '' }),
    };
  }
  if (spec.type === 'ContainerResource' && containerResource !== undefined) {
    return {
      kind: 'FailedGetContainerResourceMetric',
      prefix: `failed to get ${containerResource.container} container metric value`,
      compute: () => resourceProposal(input, spec, containerResource),
    };
  }
  if (spec.type === 'Pods' && pods !== undefined) {
    const compute = () => podsProposal(input, pods);
    return { kind: 'FailedGetPodsMetric', prefix: 'failed to get pods metric value', compute };
  }
  if (spec.type === 'Object' && object !== undefined) {
    const compute = () => objectProposal(input, object);
    return { kind: 'FailedGetObjectMetric', prefix: 'failed to get object metric value', compute };
  }
  if (spec.type === 'External' && external !== undefined) {
    const prefix = `failed to get ${external.metric.name} external metric value`;
    return { kind: 'FailedGetExternalMetric', prefix, compute: () => externalProposal(input, external) };
  }
  return {
    kind: 'InvalidMetricSourceType',
    prefix: '',
    compute() {
      throw new MetricError(`unknown metric source type "${spec.type}"`);
    },
  };
}

function resourceProposal(
  input: ProposalInput,
  { type }: MetricSpec,
  { name, target, container }: { name: string; target: MetricTarget; container: string },
): Proposal {
  const isAverage = target.averageValue !== undefined;
  const { averageUtilization } = target;
  if (!isAverage && averageUtilization === undefined) {
    throw new MetricError(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    );
  }
  const terms = attempt(`failed to get ${name} ${isAverage ? 'usage' : 'utilization'}`, () => {
    const readings = attempt(`unable to get metrics for resource ${name}`, () =>
      input.source.resource(name, container),
    );
    const perPod = { ...input, currentReplicas: input.specReplicas, readings, resource: name };
    return averageUtilization === undefined || isAverage
      ? averageValueReplicas(perPod, milliOf(target.averageValue))
      : utilizationReplicas(perPod, container, averageUtilization);
  });
  const average = milliText(terms.averageMilli, name === 'memory' ? 'BinarySI' : 'DecimalSI');
  const current: MetricValueStatus =
    terms.utilizationPercent === null
      ? { averageValue: average }
      : { averageUtilization: terms.utilizationPercent, averageValue: average };
  const isContainer = type === 'ContainerResource';
  const of = isContainer ? 'container resource utilization' : 'resource utilization';
  return {
    replicas: terms.replicas,
    name: isAverage ? `${name} resource` : `${name} ${of} (percentage of request)`,
    status: isContainer
      ? { type, containerResource: { name, container, current } }
      : { type: 'Resource', resource: { name, current } },
    terms,
  };
}

function podsProposal(input: ProposalInput, { metric, target }: NonNullable<MetricSpec['pods']>): Proposal {
  requireUsable(metric.selector);
  const readings = attempt(`unable to get metric ${metric.name}`, () => input.source.pods(metric));
  const perPod = { ...input, currentReplicas: input.specReplicas, readings, resource: '' };
  const terms = averageValueReplicas(perPod, milliOf(target.averageValue));
  const current = { averageValue: milliText(terms.averageMilli) };
  return {
    replicas: terms.replicas,
    name: `pods metric ${metric.name}`,
    status: { type: 'Pods', pods: { metric, current } },
    terms,
  };
}

function objectProposal(input: ProposalInput, spec: NonNullable<MetricSpec['object']>): Proposal {
  const { metric, describedObject: about, target } = spec;
  requireUsable(metric.selector);
  if ((target.type === 'Value' ? target.value : target.averageValue) === undefined) {
    throw new MetricError('invalid object metric source: neither a value target nor an average value target was set');
  }
  const what = `unable to get metric ${metric.name} on ${about.kind} ${input.namespace}/${about.name}`;
  const totalMilli = attempt(what, () => input.source.object(metric, about));
  const name =
    target.type === 'Value'
      ? `${about.kind} metric ${metric.name}`
      : `external metric ${metric.name}(${selectorText(metric.selector)})`;
  return totalProposal(input, target, totalMilli, name, (current) => ({
    type: 'Object',
    object: { describedObject: about, metric, current },
  }));
}

function externalProposal(input: ProposalInput, spec: NonNullable<MetricSpec['external']>): Proposal {
  const { metric, target } = spec;
  if (target.averageValue === undefined && target.value === undefined) {
    throw new MetricError('invalid external metric source: neither a value target nor an average value target was set');
  }
  requireUsable(metric.selector);
  const selector = selectorText(metric.selector);
  const what = `unable to get external metric ${input.namespace}/${metric.name}/${selector}`;
  const values = attempt(what, () => input.source.external(metric));
  const totalMilli = target.averageValue === undefined ? cappedSum(values) : runningSum(values);
  const name = `external metric ${metric.name}(${selector})`;
  return totalProposal(input, target, totalMilli, name, (current) => ({
    type: 'External',
    external: { metric, current },
  }));
}

function totalProposal(
  input: ProposalInput,
  target: MetricTarget,
  totalMilli: number,
  name: string,
  statusOf: (current: MetricValueStatus) => MetricStatus,
): Proposal {
  const { tolerances, specReplicas, statusReplicas, pods } = input;
  if (target.averageValue !== undefined) {
    const targetMilli = milliOf(target.averageValue);
    const terms = shareReplicas({ statusReplicas, totalMilli, targetMilli, tolerances });
    return { replicas: terms.replicas, name, status: statusOf({ averageValue: milliText(terms.averageMilli) }), terms };
  }
  const targetMilli = milliOf(target.value);
  const terms = valueReplicas({ currentReplicas: specReplicas, totalMilli, targetMilli, tolerances, pods });
  return { replicas: terms.replicas, name, status: statusOf({ value: milliText(totalMilli) }), terms };
}

function attempt<T>(what: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw during(what, error);
  }
}

/** Thousandths, rounded up as Quantity.MilliValue does. */
function milliOf(quantity: string | undefined): number {
  return cpuMillicores(quantity ?? '0');
}

function milliText(milli: number, format: QuantityFormat = 'DecimalSI'): string {
  const exact = milli < INT64_MAX ? BigInt(milli) : INT64_MAX_EXACT;
  return formatQuantity({ nanos: exact * 1_000_000n, format });
}
