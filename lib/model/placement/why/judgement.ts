// Every node's verdict about one pod, with the score of those that could take it.
import { controllerSelector } from '#lib/rules/pods/template-hash.ts';
import { DEFAULT_SCHEDULER } from '#lib/rules/scheduling/beyond-rules.ts';
import { defaultSelector } from '#lib/rules/scheduling/default-selector.ts';
import type { NodeExplanation } from '#lib/rules/scheduling/explain.ts';
import { explainer } from '#lib/rules/scheduling/explainer.ts';
import type { FilterFailure } from '#lib/rules/scheduling/filter-failure.ts';
import type { NodeInfo } from '#lib/rules/scheduling/scheduling-input.ts';
import { SCORE_WEIGHTS, type ScorePlugin, scoreNodes } from '#lib/rules/scheduling/scoring.ts';
import { volumeLooks } from '#lib/rules/volumes/volume-looks.ts';
import type { PodRecord, WorkloadRecord } from '../../records/records.ts';
import { unplaced } from '../judged-pod.ts';
import { without } from '../node-infos.ts';
import type { ClusterPicture } from '../picture.ts';
import { contextOf, volumesOf } from '../pod-context.ts';
import type { NodeVerdictView } from './why-view.ts';

export interface Judgement {
  /** What keeps the pod from every node before any is looked at; null otherwise. */
  refusal: FilterFailure | null;
  /** In the picture's order. */
  nodes: readonly JudgedNode[];
  feasibleCount: number;
  /** Placed by a scheduler whose rules are not known here. */
  isForeign: boolean;
}

export interface JudgedNode {
  info: NodeInfo;
  explanation: NodeExplanation;
  score: NodeVerdictView['score'];
}

/** `workload`: its owner, null where that is not known. A pod that has a node is judged as if it were nowhere yet. */
export function judge(pod: PodRecord, workload: WorkloadRecord | null, picture: ClusterPicture): Judgement {
  const asked = unplaced(pod);
  const infos = pod.nodeName === null ? picture.infos : picture.infos.map((info) => without(pod, info));
  const volumes = volumesOf(asked, picture);
  const context = contextOf(picture.known.storage ? volumes : null, picture);
  const { refusal, explain } = explainer(asked, infos, context);
  const explained = infos.map((info) => ({ info, explanation: explain(info) }));
  const feasible = explained.filter(({ explanation }) => explanation.failure === null).map(({ info }) => info);
  const scores = new Map(
    scoreNodes(asked, feasible, {
      nodes: infos,
      defaultSpreadSelector: defaultSelector(
        pod.labels,
        picture.serviceSelectors(pod.namespace),
        workload === null ? null : controllerSelector(pod.labels, workload),
      ),
      labelsOfNamespace: picture.labelsOfNamespace,
      ...(volumes === null || !picture.known.storage ? {} : { volumesOn: volumeLooks(volumes, picture.storage).score }),
    }).map((score) => [score.node, score]),
  );
  const totals = [...scores.values()].map(({ total }) => total);
  const nodes = explained.map(({ info, explanation }): JudgedNode => {
    const score = scores.get(info.node.name);
    if (score === undefined) return { info, explanation, score: null };
    const { total } = score;
    const rank = 1 + totals.filter((other) => other > total).length;
    return { info, explanation, score: { total, rank, parts: weighted(score.scores) } };
  });
  const isForeign = pod.schedulerName !== DEFAULT_SCHEDULER;
  return { refusal, nodes, feasibleCount: feasible.length, isForeign };
}

/** Points as they count in the total. */
function weighted(scores: Readonly<Record<ScorePlugin, number>>): Record<string, number> {
  const plugins = Object.keys(SCORE_WEIGHTS) as ScorePlugin[];
  return Object.fromEntries(plugins.map((plugin) => [plugin, SCORE_WEIGHTS[plugin] * scores[plugin]]));
}
