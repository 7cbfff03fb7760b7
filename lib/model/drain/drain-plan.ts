// What draining a node would do to each pod on it, by kubectl's rules: made before anything is sent.
// Mirrors kubectl pkg/drain/filters.go; a DaemonSet's pod counts as such even where its DaemonSet is gone.
import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { matchesLabelSelector } from '#lib/rules/labels/label-selector.ts';
import { ignoresBudgets, mayGoUnhealthy, whyNoneAllowed } from '#lib/rules/pods/eviction.ts';
import { command } from '../actions/kubectl.ts';
import { compareText } from '../compare-text.ts';
import { topOwner } from '../records/pod-owner.ts';
import type { DrainConsent, DrainPodPlan, DrainPreview } from './drain-view.ts';
import { drainEffects } from './drain-words.ts';

/** Set by the kubelet on the object that stands for a static pod (core/v1 MirrorPodAnnotationKey). */
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

export interface DrainInput {
  node: string;
  isCordoned: boolean;
  /** False where it is NotReady: nobody there can end a pod. */
  answers: boolean;
  /** Those on the node. */
  pods: readonly Pod[];
  /** Null where they may not be read. */
  budgets: readonly PodDisruptionBudget[] | null;
  /** How many other boards could take a pod like this one now; null where that is not known. */
  feasibleCount: (pod: Pod) => number | null;
  consent: DrainConsent;
}

export function planDrain(input: DrainInput): Omit<DrainPreview, 'fingerprint'> {
  const { node, consent } = input;
  const pods = input.pods.map((pod) => podPlan(pod, input)).sort(byName);
  const needed = {
    force: pods.some(({ isLost }) => isLost),
    deleteEmptyDirData: pods.some(({ losesData }) => losesData),
  };
  const flags = [
    ...(pods.some(({ why }) => why === OF_DAEMON_SET) ? ['--ignore-daemonsets'] : []),
    ...(needed.deleteEmptyDirData && consent.deleteEmptyDirData ? ['--delete-emptydir-data'] : []),
    ...(needed.force && consent.force ? ['--force'] : []),
  ];
  return {
    node,
    kubectl: command('kubectl', 'drain', node, ...flags),
    pods,
    missing: (['force', 'deleteEmptyDirData'] as const).filter((flag) => needed[flag] && !consent[flag]),
    effects: drainEffects(pods, input),
  };
}

const OF_DAEMON_SET = "a DaemonSet's: it would come back at once";
const STATIC = 'a static pod: only its kubelet ends it';

function podPlan(pod: Pod, { budgets, feasibleCount }: DrainInput): DrainPodPlan {
  const { namespace = '', name = '', uid = '', labels = {}, annotations = {} } = pod.metadata ?? {};
  const owner = pod.metadata?.ownerReferences?.find(({ controller }) => controller === true) ?? null;
  const hasEnded = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const why = whyLeft(annotations, owner?.kind ?? null, hasEnded);
  const goes = why === null;
  const isLost = goes && owner === null && !hasEnded;
  return {
    namespace,
    name,
    uid,
    owner: topOwner({ owner, labels }),
    fate: goes ? 'evicted' : 'left',
    why,
    isLost,
    losesData: goes && !hasEnded && (pod.spec?.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined),
    budget: goes && budgets !== null ? hurdleOf(pod, budgets) : null,
    feasibleCount: goes && !hasEnded && !isLost ? feasibleCount(pod) : null,
  };
}

function whyLeft(annotations: Readonly<Record<string, string>>, owner: string | null, hasEnded: boolean) {
  if (owner === 'DaemonSet' && !hasEnded) return OF_DAEMON_SET;
  return Object.hasOwn(annotations, MIRROR_ANNOTATION) ? STATIC : null;
}

/** The budget that would refuse its eviction now. */
function hurdleOf(pod: Pod, budgets: readonly PodDisruptionBudget[]): DrainPodPlan['budget'] {
  if (ignoresBudgets(pod)) return null;
  const own = budgets.filter(
    ({ metadata, spec }) =>
      metadata?.namespace === pod.metadata?.namespace && matchesLabelSelector(spec?.selector, pod.metadata?.labels),
  );
  const [budget, ...more] = own;
  if (budget === undefined) return null;
  if (more.length > 0) {
    const name = own.map(({ metadata }) => metadata?.name ?? '').join(', ');
    return { name, why: 'more than one budget covers it, which no eviction can satisfy' };
  }
  if (mayGoUnhealthy(budget, pod) || (budget.status?.disruptionsAllowed ?? 0) > 0) return null;
  return { name: budget.metadata?.name ?? '', why: whyNoneAllowed(budget) };
}

function byName(a: DrainPodPlan, b: DrainPodPlan): number {
  return compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}
