// Which architectures a pod's images can run on, together, and which boards one of them cannot.
import { platformOfBoard } from '#lib/rules/images/board-platform.ts';
import { architecturesOf, choosePlatform, formatPlatform, type Platform } from '#lib/rules/images/platform.ts';
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import type { NodeRecord } from '../records/records.ts';

export interface PodImages {
  /** All that all of them support, as values of `kubernetes.io/arch`; null where one of them is not known. */
  archs: readonly string[] | null;
  /** Whether one that is known has nothing for such a board. */
  fails(board: Platform): boolean;
}

const NONE: PodImages = { archs: null, fails: () => false };

/** Boards of one kind share one object, so that what is known of it can be kept by it. */
export function boardPlatforms(nodes: readonly NodeRecord[]): readonly Platform[] {
  const kinds = new Map<string, Platform>();
  return nodes.map(({ hardware }) => {
    const platform = platformOfBoard(hardware);
    const text = formatPlatform(platform);
    const known = kinds.get(text) ?? platform;
    kinds.set(text, known);
    return known;
  });
}

export function podImages(images: readonly string[], platformsOf: PlatformsOf): PodImages {
  const distinct = new Set(images);
  const known = [...distinct].flatMap((image) => {
    // What has run somewhere proves nothing about other boards.
    const { platforms, source } = platformsOf(image);
    return platforms === null || source !== 'registry' ? [] : [platforms];
  });
  if (known.length === 0) return NONE;
  const boards = new Map<Platform, boolean>();
  const fails = (board: Platform): boolean => {
    const before = boards.get(board);
    if (before !== undefined) return before;
    const lacks = known.some((platforms) => choosePlatform(platforms, board) === null);
    boards.set(board, lacks);
    return lacks;
  };
  return { archs: known.length === distinct.size ? common(known.map((one) => architecturesOf(one))) : null, fails };
}

function common([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((arch) => others.every((archs) => archs.includes(arch)));
}
