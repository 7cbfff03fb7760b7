// Which of the feasible nodes the scheduler prefers: plugin scores from 0 to 100, weighted and summed.
// Mirrors the score plugins and weights of kubernetes pkg/scheduler/apis/config/v1/default_plugins.go.
import type { LabelRequirements } from '../labels/label-selector.ts';
import { untoleratedTaints } from '../nodes/taints.ts';
import { hasPreferredNodes, preferredNodeScore } from './node-affinity.ts';
import type { NamespaceLabels } from './pod-affinity.ts';
import { podAffinityScores } from './pod-affinity-score.ts';
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';
import { spreadScores } from './topology-spread.ts';

export const SCORE_MAX = 100;

export const SCORE_WEIGHTS = {
  VolumeBinding: 1,
  TaintToleration: 3,
  NodeAffinity: 2,
  PodTopologySpread: 2,
  InterPodAffinity: 2,
  NodeResourcesFit: 1,
  NodeResourcesBalancedAllocation: 1,
  ImageLocality: 1,
} as const;

export type ScorePlugin = keyof typeof SCORE_WEIGHTS;

export interface NodeScore {
  node: string;
  /** Weighted sum. */
  total: number;
  /** 0 to 100 each, before the weight. */
  scores: Readonly<Record<ScorePlugin, number>>;
}

export interface ScoreContext {
  /** Every node of the cluster: image spread and topology domains count over all of them. */
  nodes: readonly NodeInfo[];
  /** What the pod's Services and controller select; null where nothing does. */
  defaultSpreadSelector: LabelRequirements | null;
  labelsOfNamespace?: NamespaceLabels;
  /** 0 to 100: how well the pod's volumes suit it there; absent for a pod without claims. */
  volumesOn?: (info: NodeInfo) => number;
}

/** In the order of `feasible`. The scheduler takes the highest total, and among equals any. */
export function scoreNodes(pod: SchedulingPod, feasible: readonly NodeInfo[], context: ScoreContext): NodeScore[] {
  const { volumesOn } = context;
  const columns: Record<ScorePlugin, readonly number[]> = {
    VolumeBinding: volumesOn === undefined ? [] : feasible.map(volumesOn),
    TaintToleration: reversed(feasible.map((info) => untolerated(pod, info))),
    NodeAffinity: hasPreferredNodes(pod) ? upwards(feasible.map(({ node }) => preferredNodeScore(pod, node))) : [],
    PodTopologySpread: spreadScores(pod, feasible, context.nodes, context.defaultSpreadSelector) ?? [],
    InterPodAffinity: podAffinityScores(pod, feasible, context.nodes, context.labelsOfNamespace) ?? [],
    NodeResourcesFit: feasible.map((info) => leastAllocated(pod, info)),
    NodeResourcesBalancedAllocation: feasible.map((info) => balancedAllocation(pod, info)),
    ImageLocality: imageLocality(pod, feasible, context.nodes),
  };
  return feasible.map(({ node }, index) => {
    const score = (plugin: ScorePlugin) => columns[plugin][index] ?? 0;
    const scores = {
      VolumeBinding: score('VolumeBinding'),
      TaintToleration: score('TaintToleration'),
      NodeAffinity: score('NodeAffinity'),
      PodTopologySpread: score('PodTopologySpread'),
      InterPodAffinity: score('InterPodAffinity'),
      NodeResourcesFit: score('NodeResourcesFit'),
      NodeResourcesBalancedAllocation: score('NodeResourcesBalancedAllocation'),
      ImageLocality: score('ImageLocality'),
    };
    const total = Object.entries(SCORE_WEIGHTS).reduce(
      (sum, [plugin, weight]) => sum + weight * score(plugin as ScorePlugin),
      0,
    );
    return { node: node.name, total, scores };
  });
}

function untolerated(pod: SchedulingPod, { node }: NodeInfo): number {
  return untoleratedTaints(node.taints, pod.tolerations, ['PreferNoSchedule']).length;
}

/** plugins/helper/normalize_score.go DefaultNormalizeScore. */
function upwards(raw: readonly number[]): number[] {
  const most = Math.max(0, ...raw);
  return raw.map((score) => (most === 0 ? 0 : Math.trunc((SCORE_MAX * score) / most)));
}

function reversed(raw: readonly number[]): number[] {
  return upwards(raw).map((score) => SCORE_MAX - score);
}

/** noderesources/least_allocated.go, with its default resources: cpu and memory, weight 1 each. */
function leastAllocated(pod: SchedulingPod, info: NodeInfo): number {
  const shares: number[] = [];
  for (const resource of ['cpu', 'memory']) {
    const capacity = info.node.allocatable[resource] ?? 0;
    if (capacity === 0) continue;
    const requested = (info.scoringRequested[resource] ?? 0) + (pod.scoringRequests[resource] ?? 0);
    shares.push(requested > capacity ? 0 : Math.trunc(((capacity - requested) * SCORE_MAX) / capacity));
  }
  return shares.length === 0 ? 0 : Math.trunc(shares.reduce((sum, share) => sum + share, 0) / shares.length);
}

/** noderesources/balanced_allocation.go: how much the pod evens out cpu against memory; a best-effort pod scores 0. */
function balancedAllocation(pod: SchedulingPod, info: NodeInfo): number {
  const asked = [pod.requests['cpu'] ?? 0, pod.requests['memory'] ?? 0];
  if (asked.every((amount) => amount === 0)) return 0;
  const half = SCORE_MAX / 2;
  return half + Math.trunc((half + balance(info, pod) - balance(info, null)) / 2);
}

function balance(info: NodeInfo, pod: SchedulingPod | null): number {
  const fractions: number[] = [];
  for (const resource of ['cpu', 'memory']) {
    const capacity = info.node.allocatable[resource] ?? 0;
    if (capacity === 0) continue;
    const requested = (info.requested[resource] ?? 0) + (pod?.requests[resource] ?? 0);
    fractions.push(Math.min(1, requested / capacity));
  }
  const [cpu, memory] = fractions;
  const deviation = cpu === undefined || memory === undefined ? 0 : Math.abs((cpu - memory) / 2);
  return Math.trunc((1 - deviation) * SCORE_MAX);
}

const MEBIBYTE = 1024 ** 2;
/** imagelocality/image_locality.go: images below count nothing, and each container's at most. */
const IMAGES_BYTES_MIN = 23 * MEBIBYTE;
const IMAGE_BYTES_MAX = 1000 * MEBIBYTE;

function imageLocality(pod: SchedulingPod, feasible: readonly NodeInfo[], nodes: readonly NodeInfo[]): number[] {
  const images = pod.images.map(withTag);
  if (images.length === 0 || nodes.length === 0) return [];
  const holders = new Map(images.map((image) => [image, nodes.filter(({ node }) => node.images.has(image)).length]));
  return feasible.map(({ node }) => {
    let sum = 0;
    for (const image of images) {
      const bytes = node.images.get(image);
      if (bytes !== undefined) sum += Math.trunc((bytes * (holders.get(image) ?? 0)) / nodes.length);
    }
    const most = IMAGE_BYTES_MAX * images.length;
    const clamped = Math.min(Math.max(sum, IMAGES_BYTES_MIN), most);
    return Math.trunc((SCORE_MAX * (clamped - IMAGES_BYTES_MIN)) / (most - IMAGES_BYTES_MIN));
  });
}

function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
