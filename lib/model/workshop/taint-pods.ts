// What becomes of pods when boards are tainted by architecture: who is evicted, and who could not come back.
import { ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import { HARD_EFFECTS, isTolerated } from '#lib/rules/nodes/taints.ts';
import type { PlacementFields, WorkloadAction } from '../actions/cluster-action.ts';
import type { TaintInput } from '../actions/node-action.ts';
import { tolerationOf } from '../actions/taint-input.ts';
import { isActedKind } from '../actions/workload-kind.ts';
import { unplaced } from '../placement/judged-pod.ts';
import { Verdicts } from '../placement/verdicts.ts';
import type { PodFate } from '../placement/what-if-view.ts';
import { judge } from '../placement/why/judgement.ts';
import { type WorkloadRef, workloadKey } from '../placement/workload-ref.ts';
import { isStatic, type WorkloadPods, workloadsOf } from '../placement/workloads.ts';
import type { PodRecord } from '../records/records.ts';
import { listed } from '../what-if/listed.ts';
import type { SupposedCluster } from '../what-if/supposed-cluster.ts';
import { whatIf } from '../what-if/what-if.ts';
import type { Room } from './room.ts';
import type { TaintBoard } from './taint-boards.ts';

export interface TaintPod {
  namespace: string;
  name: string;
  node: string;
  owner: WorkloadRef;
  /** `evicted`: it has to leave, and its next one lands on `to`; `stuck`: its next one finds no board; `lost`: there is no
   * next one; `stranded`: it stays, but could not come back if it ended. */
  fate: 'evicted' | 'stuck' | 'lost' | 'stranded';
  to: string | null;
  afterSeconds: number;
  words: string;
  /** What keeps it in its place; empty where nothing can be changed from here. */
  fixes: readonly TaintFix[];
}

export interface TaintFix {
  /** `tolerate`: it may go on running there; `pin`: it moves to boards that stay open. */
  kind: 'tolerate' | 'pin';
  label: string;
  action: Extract<WorkloadAction, { action: 'place' }>;
}

export interface TaintGround {
  cluster: SupposedCluster;
  boards: readonly TaintBoard[];
  /** Architectures of boards that stay open. */
  openArchs: readonly string[];
  before: Room;
  /** With the taints. */
  after: Room;
}

export function taintPods(ground: TaintGround): TaintPod[] {
  const coming = ground.boards.flatMap(({ action }) => action ?? []);
  const taints = new Map(coming.map(({ node, taint }) => [node, taint]));
  const [first] = coming;
  if (first === undefined || !HARD_EFFECTS.includes(first.taint.effect)) return [];
  const evicted = first.taint.effect === 'NoExecute' ? evictions(ground, taints) : [];
  const gone = new Set(evicted.map(({ namespace, name }) => `${namespace}/${name}`));
  const verdicts = new Verdicts();
  const stranded = [...workloadsOf(ground.cluster.pods, ground.cluster.workloads).values()]
    .flatMap((group) => strandedOf(group, ground, taints, verdicts))
    .filter(({ namespace, name }) => !gone.has(`${namespace}/${name}`));
  return [...evicted, ...stranded];
}

/** As a play of it comes out. */
function evictions(ground: TaintGround, taints: ReadonlyMap<string, TaintInput>): TaintPod[] {
  const { cluster, boards } = ground;
  const suppositions = boards.flatMap(({ action }) =>
    action === null ? [] : [{ suppose: 'action' as const, action }],
  );
  return whatIf(cluster, suppositions).pods.flatMap((fate): TaintPod[] => {
    const { namespace, name, owner, from, to, afterSeconds, anyway } = fate;
    const kind = FATES[fate.fate];
    if (anyway || from === null || kind === null) return [];
    const pod = cluster.pods.find((one) => one.namespace === namespace && one.name === name);
    const fixes = pod === undefined ? [] : fixesOf(pod, owner, ground, [...taints.values()]);
    return [{ namespace, name, node: from, owner, fate: kind, to, afterSeconds, words: fateText(fate), fixes }];
  });
}

/** Null for those to whom nothing happens that a person would mind. */
const FATES: Readonly<Record<PodFate['fate'], TaintPod['fate'] | null>> = {
  moves: 'evicted',
  stuck: 'stuck',
  lost: 'lost',
  removed: 'lost',
  'stays-down': 'lost',
  held: null,
  added: null,
  placed: null,
};

function fateText({ fate, to, reason }: PodFate): string {
  if (fate === 'moves') return `is evicted; its next one lands on ${to ?? 'another board'}`;
  if (fate === 'stuck') return `is evicted, and its next one finds no board${reason === null ? '' : `: ${reason}`}`;
  return 'is evicted, and nobody makes another';
}

/** Those that hold their place only as long as they run: no board would take the next one, where one would now. */
function strandedOf(
  group: WorkloadPods,
  ground: TaintGround,
  taints: ReadonlyMap<string, TaintInput>,
  verdicts: Verdicts,
): TaintPod[] {
  return group.pods.flatMap((pod): TaintPod[] => {
    const taint = pod.nodeName === null ? undefined : taints.get(pod.nodeName);
    if (pod.nodeName === null || taint === undefined || !isHeld(pod)) return [];
    if (isTolerated(taint, pod.tolerations)) return [];
    // Its own board is no answer once it is tainted: most pods are done with here, alike ones at once.
    if (findsBoard(pod, verdicts, ground.after)) return [];
    if (judge(pod, group.record, ground.before.picture()).feasibleCount === 0) return [];
    const { namespace, name, nodeName } = pod;
    const words = 'stays until it ends; then no board would take the next one';
    const fixes = fixesOf(pod, group.ref, ground, [...taints.values()]);
    return [
      { namespace, name, node: nodeName, owner: group.ref, fate: 'stranded', to: null, afterSeconds: 0, words, fixes },
    ];
  });
}

/** Also where that cannot be known. */
function findsBoard(pod: PodRecord, verdicts: Verdicts, room: Room): boolean {
  const picture = room.picture();
  const verdictAt = verdicts.of(unplaced(pod), picture, pod);
  return picture.nodes.some((_, index) => ['.', '?'].includes(verdictAt(index)));
}

function isHeld(pod: PodRecord): boolean {
  return !isStatic(pod) && pod.deletionAt === null && pod.phase !== 'Succeeded' && pod.phase !== 'Failed';
}

/** Only what helps: with it a board would take the pod. */
function fixesOf(
  pod: PodRecord,
  owner: WorkloadRef,
  ground: TaintGround,
  taints: readonly TaintInput[],
): readonly TaintFix[] {
  const record = ground.cluster.workloads.find((one) => workloadKey(one) === workloadKey(owner));
  if (record === undefined || !isActedKind(record.kind)) return [];
  const { nodeSelector, affinity, tolerations } = record.template;
  const now: PlacementFields = {
    nodeSelector: Object.keys(nodeSelector).length === 0 ? null : nodeSelector,
    affinity,
    tolerations: tolerations.length === 0 ? null : tolerations,
  };
  const fix = (kind: TaintFix['kind'], what: string, fields: Partial<PlacementFields>): TaintFix => ({
    kind,
    label: `${record.kind} ${record.name} ${what}`,
    action: { action: 'place', workload: owner, placement: { ...now, ...fields } },
  });
  const helps = (change: Partial<PodRecord>) =>
    judge({ ...pod, ...change }, record, ground.after.picture()).feasibleCount > 0;
  const missing = new Map<string, TaintInput>();
  for (const taint of taints) {
    if (!isTolerated(taint, tolerations)) missing.set(`${taint.value}:${taint.effect}`, taint);
  }
  const added = Array.from(missing.values(), tolerationOf);
  const names = listed(Array.from(missing.values(), ({ value }) => value));
  const fixes: TaintFix[] = [];
  if (helps({ tolerations: [...pod.tolerations, ...added] })) {
    fixes.push(fix('tolerate', `tolerates ${names}`, { tolerations: [...tolerations, ...added] }));
  }
  const open = ground.openArchs.find((arch) => helps({ nodeSelector: { ...pod.nodeSelector, [ARCH_LABEL]: arch } }));
  if (open !== undefined) {
    fixes.push(fix('pin', `runs on ${open} boards only`, { nodeSelector: { ...nodeSelector, [ARCH_LABEL]: open } }));
  }
  return fixes;
}
