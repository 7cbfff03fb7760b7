// Which nodes a DaemonSet wants a pod on, and what its pods get so that they stay there.
// Mirrors kubernetes pkg/controller/daemon/{daemon_controller.go,util/daemonset_util.go}.
import type { DaemonSet } from 'kubernetes-types/apps/v1';
import type { Affinity, Node, Pod, PodSpec, PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';
import { untoleratedTaints } from '#lib/rules/nodes/taints.ts';
import { daemonTolerations } from '#lib/rules/pods/daemon-tolerations.ts';
import { matchesNodeAffinity } from '#lib/rules/scheduling/node-affinity.ts';
import type { Stored } from '../../store/object.ts';

const NAME_FIELD = 'metadata.name';

export interface NodeVerdict {
  /** A pod should be started there. */
  shouldRun: boolean;
  /** A pod that is there may stay. */
  mayStay: boolean;
}

/** Stored objects never change in place, so a verdict on a template and a node holds: each is asked for often. */
const VERDICTS = new WeakMap<PodTemplateSpec, WeakMap<Node, NodeVerdict>>();

export function nodeVerdict(set: DaemonSet, node: Stored<Node>): NodeVerdict {
  const template = set.spec?.template ?? {};
  const verdicts = VERDICTS.get(template) ?? new WeakMap<Node, NodeVerdict>();
  VERDICTS.set(template, verdicts);
  const known = verdicts.get(node);
  if (known !== undefined) return known;
  const verdict = judge(template.spec, node);
  verdicts.set(node, verdict);
  return verdict;
}

function judge(spec: PodSpec | undefined, node: Stored<Node>): NodeVerdict {
  const isElsewhere = Boolean(spec?.nodeName) && spec?.nodeName !== node.metadata.name;
  const place = { name: node.metadata.name, labels: node.metadata.labels ?? {} };
  const pod = { nodeSelector: spec?.nodeSelector, affinity: spec?.affinity };
  if (isElsewhere || !matchesNodeAffinity(pod, place)) return { shouldRun: false, mayStay: false };
  const taints = node.spec?.taints ?? [];
  const tolerations = tolerationsOf(spec);
  if (untoleratedTaints(taints, tolerations).length === 0) return { shouldRun: true, mayStay: true };
  return { shouldRun: false, mayStay: untoleratedTaints(taints, tolerations, ['NoExecute']).length === 0 };
}

function tolerationsOf(spec: PodSpec | undefined): Toleration[] {
  return daemonTolerations(spec?.tolerations ?? [], spec?.hostNetwork === true);
}

/** The template for a pod on this node: pinned by affinity, because the scheduler binds it like any other. */
export function daemonTemplate(
  set: DaemonSet,
  node: string,
  labels: Readonly<Record<string, string>>,
): PodTemplateSpec {
  const template = set.spec?.template ?? {};
  const spec = template.spec ?? { containers: [] };
  return {
    ...template,
    metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...labels } },
    spec: { ...spec, affinity: pinned(spec.affinity, node), tolerations: tolerationsOf(spec) },
  };
}

function pinned(affinity: Affinity | undefined, node: string): Affinity {
  const matchFields = [{ key: NAME_FIELD, operator: 'In', values: [node] }];
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
}

/** GetTargetNodeName: where a pod is, or is meant to go; undefined where it does not say. */
export function targetNode(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  for (const { matchFields } of required?.nodeSelectorTerms ?? []) {
    for (const { key, operator, values } of matchFields ?? []) {
      if (key === NAME_FIELD && operator === 'In' && values?.length === 1) return values[0];
    }
  }
  return undefined;
}
