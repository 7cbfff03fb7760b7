// What the rules here say to a question, in the oracle's form.
import type { Pod } from 'kubernetes-types/core/v1';
import { type LabelRequirements, selectorRequirements } from '#lib/rules/labels/label-selector.ts';
import { explainer } from '#lib/rules/scheduling/explainer.ts';
import { crowdFilters, filterNodeFully } from '#lib/rules/scheduling/filters.ts';
import { findFeasible, type SchedulingContext } from '#lib/rules/scheduling/scheduler.ts';
import {
  type NodeInfo,
  nodeInfo,
  occupiesNode,
  schedulingNode,
  schedulingPod,
} from '#lib/rules/scheduling/scheduling-input.ts';
import { SCORE_WEIGHTS, type ScoreContext, scoreNodes } from '#lib/rules/scheduling/scoring.ts';
import { podVolumes, type Storage } from '#lib/rules/volumes/pod-volumes.ts';
import { volumeScore, volumesOn } from '#lib/rules/volumes/volume-binding.ts';
import type { Explanations } from './compare-explanation.ts';
import type { GivenCluster, Question, Refusal, Verdict } from './question.ts';

const LEFT_OUT = "node(s) didn't satisfy plugin(s)";

export function ourVerdicts({ cluster, judge }: Question): Verdict[] {
  const infos = infosOf(cluster);
  return judge.map((pod) => ourVerdict(pod, infos, cluster));
}

/** Of each pod, what is explained of each node. */
export function ourExplanations({ cluster, judge }: Question): Explanations[] {
  const infos = infosOf(cluster);
  return judge.map((pod) => {
    const { explain } = explainer(schedulingPod(pod), infos, contextOf(pod, cluster));
    return Object.fromEntries(infos.map((info) => [info.node.name, explain(info)]));
  });
}

function infosOf(cluster: GivenCluster): NodeInfo[] {
  const pods = cluster.pods.filter(occupiesNode).map(schedulingPod);
  return cluster.nodes.map((node) => {
    const name = node.metadata?.name;
    return nodeInfo(
      schedulingNode(node),
      pods.filter(({ nodeName }) => nodeName === name),
    );
  });
}

function ourVerdict(pod: Pod, infos: readonly NodeInfo[], cluster: GivenCluster): Verdict {
  const input = schedulingPod(pod);
  const context = contextOf(pod, cluster);
  const found = findFeasible(input, infos, context);
  const message = found.message ?? '';
  const { preFilter } = found;
  if (preFilter !== null) return { preFilter, message };
  const crowd = crowdFilters(input, infos, context);
  const nodes: Record<string, Refusal[]> = {};
  for (const info of infos) {
    const first = found.failures.get(info.node.name);
    // The filters of a node that is left out beforehand are not asked.
    if (first?.reasons[0]?.startsWith(LEFT_OUT) === true) nodes[info.node.name] = [first];
    else nodes[info.node.name] = firstOf(first, filterNodeFully(input, info, crowd));
  }
  const { labelsOfNamespace = () => ({}) } = context;
  const defaultSpreadSelector = serviceSelector(pod, cluster);
  const given = { nodes: infos, defaultSpreadSelector, labelsOfNamespace, ...suitability(pod, cluster) };
  const scores = scoreNodes(input, found.feasible, given).map(({ node, scores: parts }) => {
    const weighted = Object.entries(SCORE_WEIGHTS).map(([plugin, weight]) => {
      return [plugin, weight * parts[plugin as keyof typeof SCORE_WEIGHTS]] as const;
    });
    return [node, Object.fromEntries(weighted)] as const;
  });
  return { nodes, ...(scores.length > 0 && { scores: Object.fromEntries(scores) }), message };
}

/** The attempt stops at the first that refuses; were it another than the first of all, that would show. */
function firstOf(first: Refusal | undefined, all: readonly Refusal[]): Refusal[] {
  if (first === undefined) return [...all];
  return [first, ...all.filter((one) => !sameRefusal(one, first))];
}

function suitability(pod: Pod, cluster: GivenCluster): Pick<ScoreContext, 'volumesOn'> {
  const storage = storageOf(cluster);
  const volumes = podVolumes(pod, storage);
  if (volumes === null) return {};
  return {
    volumesOn: ({ node }) => {
      const verdict = volumesOn(volumes, node, storage);
      return verdict.fits ? volumeScore(verdict.plan) : 0;
    },
  };
}

/** What the services that select the pod select together; null where none does. */
function serviceSelector({ metadata }: Pod, { services }: GivenCluster): LabelRequirements | null {
  const selectors = services
    .filter((service) => service.metadata?.namespace === metadata?.namespace)
    .map(({ spec }) => spec?.selector ?? {})
    .filter((selector) => Object.entries(selector).every(([key, value]) => metadata?.labels?.[key] === value));
  return selectors.length === 0 ? null : selectorRequirements({ matchLabels: Object.assign({}, ...selectors) });
}

function sameRefusal(a: Refusal, b: Refusal): boolean {
  return a.plugin === b.plugin && a.reasons.join() === b.reasons.join();
}

function contextOf(pod: Pod, cluster: GivenCluster): SchedulingContext {
  const storage = storageOf(cluster);
  const volumes = podVolumes(pod, storage);
  const labels = new Map(cluster.namespaces.map(({ metadata }) => [metadata?.name, metadata?.labels ?? {}]));
  const labelsOfNamespace = (namespace: string) => labels.get(namespace) ?? {};
  if (volumes === null) return { labelsOfNamespace };
  const on = ({ node }: NodeInfo) => {
    const verdict = volumesOn(volumes, node, storage);
    return verdict.fits ? [] : verdict.reasons;
  };
  return { labelsOfNamespace, volumes: { refusal: volumes.refusal, on } };
}

function storageOf({ persistentVolumeClaims, persistentVolumes, storageClasses }: GivenCluster): Storage {
  return {
    claim: (namespace, name) =>
      persistentVolumeClaims.find(({ metadata }) => metadata?.namespace === namespace && metadata.name === name),
    volume: (name) => persistentVolumes.find(({ metadata }) => metadata?.name === name),
    storageClass: (name) => storageClasses.find(({ metadata }) => metadata?.name === name),
    volumes: () => persistentVolumes,
  };
}
