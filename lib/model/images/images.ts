// Every image in use: its platforms, who uses it and where, and where the scheduler may put it though it cannot run there.
import { fullName, parseImageReference } from '#lib/rules/images/reference.ts';
import { boardPlatforms, podImages } from '../placement/image-archs.ts';
import { judgedPod } from '../placement/judged-pod.ts';
import { Verdicts } from '../placement/verdicts.ts';
import { workloadKey } from '../placement/workload-ref.ts';
import { type WorkloadPods, workloadsOf } from '../placement/workloads.ts';
import { imageRow } from './image-row.ts';
import type { Astray, ImagesInput, ImageUse } from './image-use.ts';
import { IMAGES_MAX, type ImageRowView, type ImageTotals } from './image-view.ts';

/** What the pods that are there take away, the failing ones among them: it is free again once one of those has gone. */
const TAKEN_FOR_NOW: ReadonlySet<string> = new Set(['S', 'M', 'C', 'P']);

export class Images {
  readonly #verdicts = new Verdicts();

  /** Keys are full names of images. */
  view(input: ImagesInput): { rows: ReadonlyMap<string, ImageRowView>; totals: ImageTotals } {
    const groups = workloadsOf(input.pods, input.workloads);
    const uses = usesOf(groups);
    const astray = this.#astray(groups, input);
    const nodesByName = new Map(input.picture.nodes.map((node) => [node.name, node]));
    const rows = new Map<string, ImageRowView>();
    for (const use of [...uses.values()].slice(0, IMAGES_MAX)) {
      rows.set(use.key, imageRow(use, { ...input, nodesByName, astray }));
    }
    this.#verdicts.sweep();
    const all = [...rows.values()];
    const totals: ImageTotals = {
      images: uses.size,
      fails: all.filter(({ problem }) => problem?.kind === 'fails').length,
      mayFail: all.filter(({ problem }) => problem?.kind === 'may-fail').length,
      unknown: all.filter(({ source }) => source === 'unknown').length,
      podsKnown: input.picture.known.pods,
      left: Math.max(0, uses.size - rows.size),
    };
    return { rows, totals };
  }

  /** By workloadKey. Only those are judged whose images some board cannot run. */
  #astray(groups: ReadonlyMap<string, WorkloadPods>, input: ImagesInput): ReadonlyMap<string, Astray> {
    const { picture, platformsOf } = input;
    const boards = boardPlatforms(picture.nodes);
    const kinds = [...new Set(boards)];
    const failsOn = new Map(input.diagnosed.map(({ pod, node }) => [pod.uid, node.name]));
    const found = new Map<string, Astray>();
    for (const [key, group] of groups) {
      const template = group.isStatic || group.record?.ended != null ? null : judgedPod(group);
      if (template === null) continue;
      const images = podImages(template.images, platformsOf);
      if (!kinds.some((board) => images.fails(board))) continue;
      const placed = group.pods.find((other) => other.uid === template.uid && other.nodeName !== null) ?? null;
      const verdicts = this.#verdicts.of(template, picture, placed);
      const failing = new Set(group.pods.flatMap(({ uid }) => failsOn.get(uid) ?? []));
      const nodes = picture.nodes.filter(({ name }, index) => {
        const board = boards[index];
        if (board === undefined || !images.fails(board)) return false;
        const verdict = verdicts(index);
        return verdict === '.' || (failing.has(name) && TAKEN_FOR_NOW.has(verdict));
      });
      if (nodes.length > 0) found.set(key, { group, template, nodes });
    }
    return found;
  }
}

function usesOf(groups: ReadonlyMap<string, WorkloadPods>): Map<string, ImageUse> {
  const uses = new Map<string, ImageUse>();
  const use = (image: string): ImageUse => {
    const reference = parseImageReference(image);
    const key = reference === null ? image : fullName(reference);
    const known = uses.get(key) ?? { key, names: new Set(), groups: new Map(), pods: new Set() };
    known.names.add(image);
    uses.set(key, known);
    return known;
  };
  for (const group of groups.values()) {
    const key = workloadKey(group.ref);
    for (const image of group.record?.template.images ?? []) use(image).groups.set(key, group);
    for (const pod of group.pods) {
      for (const image of pod.images) {
        const found = use(image);
        found.pods.add(pod);
        found.groups.set(key, group);
      }
    }
  }
  return uses;
}
