// Which nodes could take a pod, a letter each, for many pods at once and again and again: what a judgement rests on is
// compared with what it rested on before, and only where that changed it is made anew.
import { DEFAULT_SCHEDULER } from '#lib/rules/scheduling/beyond-rules.ts';
import { crowdFilters, filterNode } from '#lib/rules/scheduling/filters.ts';
import { preFilter } from '#lib/rules/scheduling/pre-filter.ts';
import type { NodeInfo } from '#lib/rules/scheduling/scheduling-input.ts';
import type { PodVolumes } from '#lib/rules/volumes/pod-volumes.ts';
import type { PodRecord } from '../records/records.ts';
import { letterOf } from './letter.ts';
import { without } from './node-infos.ts';
import type { ClusterPicture } from './picture.ts';
import type { CellVerdict } from './placement-view.ts';
import { contextOf, keepsOthersAway, looksAtOthers, volumesOf } from './pod-context.ts';

/** What nodes say of a pod by themselves, whatever else is in the cluster. */
interface Alone {
  infos: readonly NodeInfo[];
  verdicts: CellVerdict[];
}

/** Of a node by its place in the picture: made as it is asked for, which has to be before the next picture is looked at. */
export type VerdictAt = (index: number) => CellVerdict;

const PODS_UNKNOWN: ReadonlySet<CellVerdict> = new Set<CellVerdict>(['.', 'S']);

export class Verdicts {
  #alone = new Map<string, Alone>();
  /** Those that were asked for since the last sweep. */
  #used = new Map<string, Alone>();
  readonly #shapes = new WeakMap<PodRecord, string>();
  #barring: { version: number; isAny: boolean } = { version: -1, isAny: false };

  /** What the images can do is not among it. `placed`: the same pod where it is, which does not keep itself away. */
  of(pod: PodRecord, picture: ClusterPicture, placed: PodRecord | null = null): VerdictAt {
    if (pod.schedulerName !== DEFAULT_SCHEDULER) return () => '?';
    const { infos, known } = picture;
    const alone = this.#ofNodes(pod, infos);
    const volumes = volumesOf(pod, picture);
    const isUnknown = volumes !== null && !known.storage;
    const { refusal, names } = preFilter(pod, isUnknown ? null : (volumes?.refusal ?? null));
    let crowd: ((info: NodeInfo) => CellVerdict) | null = null;
    const judge: VerdictAt = (index) => {
      const info = infos[index];
      if (info === undefined) return '?';
      if (refusal !== null) return letterOf(refusal, pod, info.node);
      if (names !== null && !names.has(info.node.name)) return 'A';
      const verdict = alone[index] ?? '?';
      if (verdict !== '.') return verdict;
      if (isUnknown) return '?';
      crowd ??= this.#crowd(pod, { picture, placed, volumes });
      return crowd(info);
    };
    return known.pods ? judge : (index) => unlessUnknown(judge(index));
  }

  /** Forgets pods that nobody has asked about since the last time. */
  sweep(): void {
    this.#alone = this.#used;
    this.#used = new Map();
  }

  #ofNodes(pod: PodRecord, infos: readonly NodeInfo[]): readonly CellVerdict[] {
    const shape = this.#shapeOf(pod);
    const before = this.#alone.get(shape);
    if (before !== undefined) {
      this.#used.set(shape, before);
      if (before.infos === infos) return before.verdicts;
      if (before.infos.length === infos.length) {
        for (const [index, info] of infos.entries()) {
          if (before.infos[index] !== info) before.verdicts[index] = verdictOn(pod, info);
        }
        before.infos = infos;
        return before.verdicts;
      }
    }
    const made = { infos, verdicts: infos.map((info) => verdictOn(pod, info)) };
    this.#alone.set(shape, made);
    this.#used.set(shape, made);
    return made.verdicts;
  }

  /** What is decided by where other pods and volumes are. */
  #crowd(
    pod: PodRecord,
    { picture, placed, volumes }: { picture: ClusterPicture; placed: PodRecord | null; volumes: PodVolumes | null },
  ): (info: NodeInfo) => CellVerdict {
    if (!looksAtOthers(pod) && volumes === null && !this.#anyBars(picture)) return () => '.';
    const infos = placed === null ? picture.infos : picture.infos.map((info) => without(placed, info));
    const filters = crowdFilters(pod, infos, contextOf(volumes, picture));
    return (info) => {
      for (const filter of filters) {
        const failure = filter(info);
        if (failure !== null) return letterOf(failure, pod, info.node);
      }
      return '.';
    };
  }

  #anyBars(picture: ClusterPicture): boolean {
    if (this.#barring.version !== picture.version) {
      const isAny = picture.infos.some(({ choosy }) => choosy.some(keepsOthersAway));
      this.#barring = { version: picture.version, isAny };
    }
    return this.#barring.isAny;
  }

  /** Pods of one shape get the same answers from a node by itself. */
  #shapeOf(pod: PodRecord): string {
    const known = this.#shapes.get(pod);
    if (known !== undefined) return known;
    const { nodeName, nodeSelector, affinity, tolerations, requests, hostPorts } = pod;
    const shape = JSON.stringify([nodeName, nodeSelector, affinity?.nodeAffinity, tolerations, requests, hostPorts]);
    this.#shapes.set(pod, shape);
    return shape;
  }
}

function verdictOn(pod: PodRecord, info: NodeInfo): CellVerdict {
  const failure = filterNode(pod, info);
  return failure === null ? '.' : letterOf(failure, pod, info.node);
}

/** Without pods it is not known what room is left, nor who is where. */
function unlessUnknown(verdict: CellVerdict): CellVerdict {
  return PODS_UNKNOWN.has(verdict) ? '?' : verdict;
}
