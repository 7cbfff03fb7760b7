// Why a pod is where it is, or nowhere. Topic `why/<namespace>/<pod>`: key `why` is a WhyView (absent when there is no such
// pod), `node/<name>` a NodeVerdictView, `sources` the SourceView by name.
import type { NodeExplanation } from '#lib/rules/scheduling/explain.ts';
import type { PlacementFields } from '../../actions/cluster-action.ts';
import type { PinState, PodRef } from '../../overview/overview-view.ts';
import type { ReasonLetter } from '../placement-view.ts';
import type { WorkloadRef } from '../workload-ref.ts';

export interface WhyView extends PodRef {
  uid: string;
  owner: WorkloadRef;
  state: PinState;
  status: string;
  createdAt: string;
  /** Where it is; null while it is nowhere. */
  node: string | null;
  /** One plain sentence: `No board can take it: 2 are not ready, 3 keep it out by taint.` */
  summary: string;
  /** What the scheduler itself says, and when; null while it has said nothing. The truth where it differs from ours. */
  scheduler: { message: string; at: string | null } | null;
  /** Whether our reading gives the scheduler's message; `silent` where it has said nothing to compare. */
  agreement: 'agrees' | 'differs' | 'silent';
  /** Where it differs, why that may be: `nodes changed since it said so`. */
  difference: string | null;
  /** What we cannot know of it, each in one sentence: another scheduler, gates, volumes that are being bound. */
  unknowns: readonly string[];
  /** What keeps it from every node before any is looked at; null otherwise. */
  refusal: string | null;
  asks: {
    cpuMillicores: number;
    memoryBytes: number;
    /** Beyond cpu and memory, in whole units by name. */
    others: Readonly<Record<string, number>>;
  };
  /** Nodes that are not told one by one: of very many only those that could take it and examples of each reason are. */
  nodesLeftOut: number;
  images: readonly { image: string; archs: readonly string[] | null; how: string }[];
  /** As the owner's pod template has them now, to be changed from here; null where there is no template, or none that can be. */
  placement: PlacementFields | null;
  /** What the containers of that template ask for, and how many pods its owner wants; null as `placement` is. */
  template: TemplateView | null;
}

export interface TemplateView {
  /** Null where its owner has no such count. */
  replicas: number | null;
  containers: readonly TemplateContainer[];
}

export interface TemplateContainer {
  name: string;
  isInit: boolean;
  /** `cpu` in millicores, `memory` and storage in bytes, the rest as they are counted. */
  requests: Readonly<Record<string, number>>;
}

export interface NodeVerdictView extends NodeExplanation {
  node: string;
  arch: string;
  /** `here`: the pod runs there; `fits`: the scheduler could take it; `unknown`: that cannot be known. */
  verdict: 'here' | 'fits' | 'refused' | 'unknown';
  letter: ReasonLetter | null;
  /** The reason in a few words: `taint arch=arm64:NoSchedule is not tolerated`. */
  reason: string;
  /** The image does not support this node's architecture, whatever the scheduler thinks. */
  imageFails: boolean;
  /** An estimate: the parts of the score that can be computed here; null where the node is not feasible. */
  score: { total: number; rank: number; parts: Readonly<Record<string, number>> } | null;
}
