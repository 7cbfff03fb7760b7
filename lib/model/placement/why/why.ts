// Why a pod is where it is, or nowhere: the whole answer, for one pod and every node.
import { architecturesOf, formatPlatform, type Platform } from '#lib/rules/images/platform.ts';
import type { PlacementFields } from '../../actions/cluster-action.ts';
import type { PlatformsOf } from '../../images/platform-knowledge.ts';
import { nodeAnswers, podStateOn } from '../../overview/board.ts';
import type { EventRecord, NodeRecord, PodRecord, WorkloadRecord } from '../../records/records.ts';
import { boardPlatforms, type PodImages, podImages } from '../image-archs.ts';
import { letterOf } from '../letter.ts';
import type { ClusterPicture } from '../picture.ts';
import { isStatic, workloadOf } from '../workloads.ts';
import { type JudgedNode, type Judgement, judge } from './judgement.ts';
import { reasonText } from './reason-text.ts';
import { schedulerWords } from './scheduler-words.ts';
import { summaryOf } from './summary.ts';
import { unknownsOf } from './unknowns.ts';
import type { NodeVerdictView, TemplateView, WhyView } from './why-view.ts';

export interface WhyInput {
  pod: PodRecord;
  /** Its top owner; null where that is not known, or is none. */
  workload: WorkloadRecord | null;
  picture: ClusterPicture;
  platformsOf: PlatformsOf;
  /** About the pod. */
  events: readonly EventRecord[];
}

/** More are not told one by one: each has some 2 KB of checks. */
export const NODES_TOLD_MAX = 500;
/** Of those that refuse for the same reason, where there are too many nodes. */
const EXAMPLES_MAX = 20;

export function explainPod(input: WhyInput): { why: WhyView; nodes: readonly NodeVerdictView[] } {
  const { pod, workload, picture, platformsOf, events } = input;
  const judgement = judge(pod, workload, picture);
  const images = podImages(pod.images, platformsOf);
  const boards = boardPlatforms(picture.nodes);
  const verdicts = judgement.nodes.map((node, index) =>
    verdictView(node, { pod, judgement, record: picture.nodes[index], images, board: boards[index] }),
  );
  const refusal = judgement.refusal?.reasons.join(', ') ?? null;
  const nodes = told(verdicts);
  const home = picture.nodes.find(({ name }) => name === pod.nodeName);
  const { cpu = 0, memory = 0, ...others } = pod.requests;
  const template = templateOf(pod, workload);
  const why: WhyView = {
    namespace: pod.namespace,
    name: pod.name,
    uid: pod.uid,
    owner: workloadOf(pod),
    state: podStateOn(pod, home === undefined || nodeAnswers(home)),
    status: pod.status,
    createdAt: pod.createdAt,
    node: pod.nodeName,
    summary: summaryOf({ pod, verdicts, refusal }),
    ...schedulerWords(pod, events, judgement),
    unknowns: unknownsOf(pod, picture),
    refusal,
    asks: { cpuMillicores: cpu, memoryBytes: memory, others },
    nodesLeftOut: verdicts.length - nodes.length,
    images: [...new Set(pod.images)].map((image) => {
      const { platforms, how } = platformsOf(image);
      return { image, archs: platforms === null ? null : architecturesOf(platforms), how };
    }),
    placement: template === null ? null : placementOf(template),
    template: template === null ? null : templateView(template, workload),
  };
  return { why, nodes };
}

interface VerdictGround {
  pod: PodRecord;
  judgement: Judgement;
  record: NodeRecord | undefined;
  images: PodImages;
  board: Platform | undefined;
}

function verdictView(
  { info, explanation, score }: JudgedNode,
  { pod, judgement, record, images, board }: VerdictGround,
): NodeVerdictView {
  const arch = record?.hardware.architecture ?? 'unknown';
  const { failure } = explanation;
  const isHere = pod.nodeName === info.node.name;
  const imageFails = board !== undefined && images.fails(board);
  const letter = failure === null ? (imageFails ? 'I' : null) : letterOf(failure, pod, info.node);
  const isKnown = !judgement.isForeign && letter !== '?';
  const verdict = isHere ? 'here' : isKnown ? (failure === null ? 'fits' : 'refused') : 'unknown';
  const refused = reasonText(explanation);
  return {
    ...explanation,
    node: info.node.name,
    arch,
    verdict,
    letter: letter === '?' || letter === '.' ? null : letter,
    reason:
      refused === '' && imageFails
        ? `its image does not support ${board === undefined ? arch : withoutSystem(board)}`
        : refused,
    imageFails,
    score,
  };
}

/** `arm/v6`. */
function withoutSystem(board: Platform): string {
  return formatPlatform({ ...board, os: '' });
}

/** Of very many nodes: where it is, where it could be, and some of each reason. */
function told(verdicts: readonly NodeVerdictView[]): readonly NodeVerdictView[] {
  if (verdicts.length <= NODES_TOLD_MAX) return verdicts;
  const seen = new Map<string, number>();
  const chosen = verdicts.filter(({ verdict, letter, arch }) => {
    const kind = verdict === 'here' ? 'here' : `${verdict}/${letter}/${arch}`;
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count <= EXAMPLES_MAX;
  });
  return chosen.slice(0, NODES_TOLD_MAX);
}

/** What admission added to the pod is not the template's. A static pod has none to change. */
function templateOf(pod: PodRecord, workload: WorkloadRecord | null): PodRecord | null {
  if (isStatic(pod)) return null;
  return workload?.template ?? (pod.owner === null ? pod : null);
}

function placementOf({ nodeSelector, affinity, tolerations }: PodRecord): PlacementFields {
  return {
    nodeSelector: Object.keys(nodeSelector).length === 0 ? null : nodeSelector,
    affinity,
    tolerations: tolerations.length === 0 ? null : tolerations,
  };
}

function templateView({ containers }: PodRecord, workload: WorkloadRecord | null): TemplateView {
  return {
    replicas: workload === null || workload.kind === 'DaemonSet' || workload.kind === 'Job' ? null : workload.desired,
    containers: containers.map(({ name, isInit, requests }) => ({ name, isInit, requests })),
  };
}
