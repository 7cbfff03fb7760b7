// What a Job's own policies make of failed pods and succeeded indexes. Mirrors kubernetes pkg/controller/job/
// {pod_failure_policy.go,success_policy.go}.
import type {
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  SuccessPolicy,
} from 'kubernetes-types/batch/v1';
import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { countIndexes, type Indexes, parseIndexes } from './job-indexes.ts';

export interface FailureVerdict {
  /** Whether the failure counts towards backoffLimit. */
  counts: boolean;
  /** Undefined where no rule matched. */
  action?: string;
  /** Why the whole Job fails; only with the action FailJob. */
  message?: string;
}

const ACTIONS: readonly string[] = ['Ignore', 'FailIndex', 'Count', 'FailJob'];

export function judgeFailure(policy: PodFailurePolicy | undefined, pod: Pod): FailureVerdict {
  for (const [index, rule] of (policy?.rules ?? []).entries()) {
    const what = matchOf(rule.onExitCodes, rule.onPodConditions, pod);
    if (what === null || !ACTIONS.includes(rule.action)) continue;
    if (rule.action === 'Ignore') return { counts: false, action: rule.action };
    if (rule.action !== 'FailJob') return { counts: true, action: rule.action };
    return { counts: true, action: rule.action, message: `${what} matching FailJob rule at index ${index}` };
  }
  return { counts: true };
}

function matchOf(
  onExitCodes: PodFailurePolicyOnExitCodesRequirement | undefined,
  onPodConditions: readonly { type: string; status?: string }[] | undefined,
  { metadata, status }: Pod,
): string | null {
  const podName = `${metadata?.namespace}/${metadata?.name}`;
  if (onExitCodes !== undefined) {
    const ended =
      endedAs(status?.containerStatuses, onExitCodes) ?? endedAs(status?.initContainerStatuses, onExitCodes);
    const exitCode = ended?.state?.terminated?.exitCode;
    return ended === undefined ? null : `Container ${ended.name} for pod ${podName} failed with exit code ${exitCode}`;
  }
  const found = status?.conditions?.find((condition) =>
    onPodConditions?.some((wanted) => wanted.type === condition.type && (wanted.status ?? 'True') === condition.status),
  );
  return found === undefined ? null : `Pod ${podName} has condition ${found.type}`;
}

function endedAs(
  statuses: readonly ContainerStatus[] | undefined,
  { containerName, operator, values }: PodFailurePolicyOnExitCodesRequirement,
): ContainerStatus | undefined {
  return statuses?.find(({ name, state }) => {
    const exitCode = state?.terminated?.exitCode ?? 0;
    if (exitCode === 0 || (containerName !== undefined && containerName !== name)) return false;
    if (operator === 'In') return values.includes(exitCode);
    return operator === 'NotIn' && !values.includes(exitCode);
  });
}

/** What the Job says when it is done early; null where the policy is not met. */
export function successMessage(
  policy: SuccessPolicy | undefined,
  completions: number,
  succeeded: Indexes,
): string | null {
  if (countIndexes(succeeded) === 0) return null;
  const met = (policy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) {
      return succeededCount !== undefined && countIndexes(succeeded) >= succeededCount;
    }
    const wanted = parseIndexes(succeededIndexes, completions);
    if (wanted.length === 0) return false;
    const overlap = overlapOf(wanted, succeeded);
    return overlap === countIndexes(wanted) || (succeededCount !== undefined && overlap >= succeededCount);
  });
  return met < 0 ? null : `Matched rules at index ${met}`;
}

function overlapOf(a: Indexes, b: Indexes): number {
  let count = 0;
  for (const [first, last] of a) {
    for (const [from, to] of b) count += Math.max(0, Math.min(last, to) - Math.max(first, from) + 1);
  }
  return count;
}
