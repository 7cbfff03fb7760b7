// Several metrics together: the one that asks for the most replicas wins, and no one scales down past a failed one.
// Mirrors kubernetes pkg/controller/podautoscaler/horizontal.go (computeReplicasForMetrics).
import type { MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2';
import type { ConditionChange } from './conditions.ts';
import { type MetricOutcome, type ProposalInput, proposalFor, type Terms } from './proposal.ts';

export interface Combined {
  /** Null where nothing can be done. */
  replicas: number | null;
  /** Of the metric that won. */
  name: string;
  /** One for each metric; a failed one is there by an empty type, as upstream's arrays leave it. */
  statuses: MetricStatus[];
  /** How each number came about, in the spec's order; null for a failed one. */
  terms: readonly (Terms | null)[];
  condition: ConditionChange;
  /** Events of failed metrics. */
  failures: readonly { reason: string; message: string }[];
  /** What went wrong, if anything. */
  error: string | null;
}

export function combined(metrics: readonly MetricSpec[], input: ProposalInput): Combined {
  const outcomes = metrics.map((metric) => proposalFor(metric, input));
  const proposals = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.proposal] : []));
  const failures = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.failure]));
  const winner = proposals.reduce(
    (best, { replicas, name }) => (best.replicas === 0 || replicas > best.replicas ? { replicas, name } : best),
    { replicas: 0, name: '' },
  );
  const common = {
    statuses: outcomes.map(statusOf),
    terms: outcomes.map((outcome) => (outcome.ok ? outcome.proposal.terms : null)),
    failures: failures.map(({ reason, message }) => ({ reason, message })),
  };
  const [first] = failures;
  const error =
    first === undefined
      ? null
      : `invalid metrics (${failures.length} invalid out of ${metrics.length}), first error is: ${first.error}`;
  if (first !== undefined && (proposals.length === 0 || winner.replicas < input.specReplicas)) {
    const message = `the HPA was unable to compute the replica count: ${first.message}`;
    const condition = { type: 'ScalingActive', isTrue: false, reason: first.reason, message } as const;
    return { ...common, replicas: null, name: '', condition, error };
  }
  const message = `the HPA was able to successfully calculate a replica count from ${winner.name}`;
  const condition = { type: 'ScalingActive', isTrue: true, reason: 'ValidMetricFound', message } as const;
  return { ...common, ...winner, condition, error };
}

function statusOf(outcome: MetricOutcome): MetricStatus {
  return outcome.ok ? outcome.proposal.status : { type: '' };
}
