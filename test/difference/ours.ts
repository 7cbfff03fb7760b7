// What the rules here say to a question, in the oracle's form.
import type { Pod } from 'kubernetes-types/core/v1';
import {
  crowdFilters,
  filterNodeFully,
  findFeasible,
  type SchedulingContext,
} from '#lib/rules/scheduling/scheduler.ts';
import {
  type NodeInfo,
  nodeInfo,
  occupiesNode,
  schedulingNode,
  schedulingPod,
} from '#lib/rules/scheduling/scheduling-input.ts';
import { SCORE_WEIGHTS, scoreNodes } from '#lib/rules/scheduling/scoring.ts';
import { podVolumes, type Storage, volumesOn } from '#lib/rules/volumes/volume-binding.ts';
import type { GivenCluster, Question, Refusal, Verdict } from './question.ts';

export function ourVerdicts({ cluster, judge }: Question): Verdict[] {
  const pods = cluster.pods.filter(occupiesNode).map(schedulingPod);
  const infos = cluster.nodes.map((node) => {
    const name = node.metadata?.name;
    return nodeInfo(
      schedulingNode(node),
      pods.filter(({ nodeName }) => nodeName === name),
    );
  });
  return judge.map((pod) => ourVerdict(pod, infos, cluster));
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
    const { name } = info.node;
    const first = found.failures.get(name);
    const all = filterNodeFully(input, info, crowd);
    // A node left out beforehand is not looked at.
    nodes[name] = first !== undefined && !all.some((one) => sameRefusal(one, first)) ? [first] : [...all];
  }
  const { labelsOfNamespace = () => ({}) } = context;
  const scored = scoreNodes(input, found.feasible, { nodes: infos, defaultSpreadSelector: null, labelsOfNamespace });
  const scores = scored.map(({ node, scores: parts }) => {
    const weighted = Object.entries(SCORE_WEIGHTS).map(([plugin, weight]) => {
      return [plugin, weight * parts[plugin as keyof typeof SCORE_WEIGHTS]] as const;
    });
    return [node, Object.fromEntries(weighted)] as const;
  });
  return { nodes, ...(scores.length > 0 && { scores: Object.fromEntries(scores) }), message };
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
