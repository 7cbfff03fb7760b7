// Where the pods of a component can run: every board's verdict, with what its images can run on.
import { parsePlatform } from '#lib/rules/images/platform.ts';
import type { StackImage } from '#lib/stack/component.ts';
import type { ImagePlatforms, PlatformsOf } from '../images/platform-knowledge.ts';
import { explainPod } from '../placement/why/why.ts';
import type { NodeVerdictView } from '../placement/why/why-view.ts';
import { listed } from '../what-if/listed.ts';
import type { WorkshopFacts } from './facts.ts';
import type { Room } from './room.ts';
import { type StackPart, type StackPods, stackPods } from './stack-pods.ts';

export interface FitsView {
  /** `Deployment kube-system/metrics-server`. */
  of: string;
  asks: { cpuMillicores: number; memoryBytes: number };
  /** Null for one on each board that takes it. */
  replicas: number | null;
  /** How many of them find a place, one after the other; null where that is not known. */
  placed: number | null;
  /** Boards in the order they were taken. */
  on: readonly string[];
  boards: readonly BoardFit[];
  /** `fits on pi5 and pi6`, or why on none. */
  words: string;
}

export interface BoardFit {
  node: string;
  arch: string;
  verdict: 'fits' | 'refused' | 'unknown';
  /** `382Mi free` is the page's to say; here why it is refused, '' where it fits. */
  reason: string;
  /** What is not requested of its memory, before this component; null where pods may not be read. */
  freeBytes: number | null;
  allocatableBytes: number | null;
}

/** A registry's answer counts for more than what was shipped with the product. */
export function platformsOfStack(images: readonly StackImage[], registry: PlatformsOf | null): PlatformsOf {
  const shipped = new Map(images.map((image) => [image.reference, image]));
  return (reference) => {
    const read = registry?.(reference);
    if (read?.source === 'registry') return read;
    const image = shipped.get(reference) ?? [...shipped.values()].find((one) => isMirrorOf(reference, one.reference));
    return image === undefined ? UNKNOWN : platformsOf(image);
  };
}

const UNKNOWN: ImagePlatforms = { platforms: null, shape: null, source: 'unknown', how: 'nobody read its platforms' };

/** With another registry before its name. */
function isMirrorOf(reference: string, original: string): boolean {
  return reference.endsWith(`/${original.slice(original.indexOf('/') + 1)}`) || reference.endsWith(`/${original}`);
}

function platformsOf({ platforms, readAt, source }: StackImage): ImagePlatforms {
  const known = platforms.flatMap((text) => parsePlatform(text) ?? []);
  if (known.length === 0) return UNKNOWN;
  const how = readAt === null ? `${source}, not verified` : `${source}, read on ${readAt}`;
  return { platforms: known, shape: 'index', source: 'registry', how };
}

/** Places what fits into `room`, so that later components see what is left. */
export function fitsOf(part: StackPart, facts: WorkshopFacts, room: Room, platforms: PlatformsOf): FitsView[] {
  return stackPods(part).map((pods) => fitOf(pods, facts, room, platforms));
}

export function fitOf(pods: StackPods, facts: WorkshopFacts, room: Room, platforms: PlatformsOf): FitsView {
  const { of, record, pod, replicas } = pods;
  const { cpu = 0, memory = 0 } = pod.requests;
  const first = verdictsOf(pods, room, platforms);
  const infos = room.picture().infos;
  const boards = first.verdicts.map((verdict): BoardFit => {
    const info = infos.find(({ node }) => node.name === verdict.node);
    const allocatable = info?.node.allocatable['memory'] ?? null;
    const free = allocatable === null ? null : Math.max(0, allocatable - (info?.requested['memory'] ?? 0));
    return {
      node: verdict.node,
      arch: verdict.arch,
      ...(facts.pods.known
        ? {
            verdict: isFit(verdict) ? 'fits' : verdict.verdict === 'unknown' ? 'unknown' : 'refused',
            reason: verdict.reason,
          }
        : unknownRoom(verdict)),
      freeBytes: facts.pods.known ? free : null,
      allocatableBytes: allocatable,
    };
  });
  const base = { of, asks: { cpuMillicores: cpu, memoryBytes: memory }, replicas, boards };
  if (!facts.nodes.known) return { ...base, placed: null, on: [], words: `Boards are not known: ${facts.nodes.why}.` };
  if (!facts.pods.known) {
    const able = boards.filter(({ verdict }) => verdict === 'unknown').length;
    const words = able === 0 ? first.summary : `What is free is not known: ${facts.pods.why}.`;
    return { ...base, placed: able === 0 ? 0 : null, on: [], words };
  }
  const on = record.kind === 'DaemonSet' ? takeEach(pods, room, first.verdicts) : takeSome(pods, room, platforms);
  return { ...base, placed: on.length, on, words: wordsOf(on, replicas, boards, first.summary) };
}

/** Taints, selectors and images speak against a board whoever else is on it; for it nothing does. */
function unknownRoom(verdict: NodeVerdictView): Pick<BoardFit, 'verdict' | 'reason'> {
  if (verdict.verdict !== 'fits' || verdict.imageFails) return { verdict: 'refused', reason: verdict.reason };
  return { verdict: 'unknown', reason: 'what is free on it is not known' };
}

function verdictsOf({ pod, record }: StackPods, room: Room, platformsOf: PlatformsOf) {
  const picture = room.picture();
  const { why, nodes } = explainPod({ pod, workload: record, picture, platformsOf, events: [] });
  return { verdicts: nodes, summary: why.summary };
}

function isFit({ verdict, imageFails }: NodeVerdictView): boolean {
  return verdict === 'fits' && !imageFails;
}

function takeEach({ pod }: StackPods, room: Room, verdicts: readonly NodeVerdictView[]): string[] {
  const on = verdicts.filter(isFit).map(({ node }) => node);
  for (const [index, node] of on.entries()) room.place({ ...pod, name: `${pod.name}-${index}` }, node);
  return on;
}

/** One after the other, each where the scheduler's estimate is best; of equals the first by name. */
function takeSome(pods: StackPods, room: Room, platforms: PlatformsOf): string[] {
  const on: string[] = [];
  for (let index = 0; index < (pods.replicas ?? 0); index++) {
    const fits = verdictsOf(pods, room, platforms).verdicts.filter(isFit);
    const [best] = [...fits].sort(
      (a, b) => (b.score?.total ?? 0) - (a.score?.total ?? 0) || (a.node < b.node ? -1 : 1),
    );
    if (best === undefined) break;
    room.place({ ...pods.pod, name: `${pods.pod.name}-${index}`, uid: `${pods.of} ${index}` }, best.node);
    on.push(best.node);
  }
  return on;
}

function wordsOf(on: readonly string[], replicas: number | null, boards: readonly BoardFit[], summary: string): string {
  const able = boards.filter(({ verdict }) => verdict === 'fits').map(({ node }) => node);
  if (able.length === 0) return summary;
  if (replicas !== null && on.length < replicas) {
    return `Only ${on.length} of ${replicas} find a board: ${listed(able)} had room for no more.`;
  }
  return `Fits on ${listed(able)}.`;
}
